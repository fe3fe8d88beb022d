package keyring

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// workFactor is the cost of one try at a passphrase: 2^18 rounds of scrypt,
// about a second. It is age's own default.
const workFactor = 18

// isWrapped says whether a key file is encrypted with a passphrase.
func isWrapped(file []byte) bool {
	return bytes.HasPrefix(file, []byte(armor.Header)) || bytes.HasPrefix(file, []byte("age-encryption.org/"))
}

// wrapFile encrypts a key file with a passphrase, as armoured text that
// "age -d" opens and that "age -i" accepts as it is.
func wrapFile(file, passphrase []byte, cost int) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(string(passphrase))
	if err != nil {
		return nil, errors.New("wrapping a key: the passphrase is empty")
	}
	recipient.SetWorkFactor(cost)
	var out bytes.Buffer
	armored := armor.NewWriter(&out)
	w, err := age.Encrypt(armored, recipient)
	if err != nil {
		return nil, fmt.Errorf("wrapping a key: %w", err)
	}
	_, err = w.Write(file)
	if err := errors.Join(err, w.Close(), armored.Close()); err != nil {
		return nil, fmt.Errorf("wrapping a key: %w", err)
	}
	return out.Bytes(), nil
}

// unwrapFile is the inverse of wrapFile.
func unwrapFile(file []byte, passphrase string) ([]byte, error) {
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, fmt.Errorf("opening a wrapped key without a passphrase: %w", ErrWrongPassphrase)
	}
	var src io.Reader = bytes.NewReader(file)
	if bytes.HasPrefix(file, []byte(armor.Header)) {
		src = armor.NewReader(src)
	}
	r, err := age.Decrypt(src, identity)
	var noMatch *age.NoIdentityMatchError
	switch {
	case errors.As(err, &noMatch):
		return nil, fmt.Errorf("opening a wrapped key: %w", ErrWrongPassphrase)
	case err != nil:
		return nil, fmt.Errorf("opening a wrapped key: %w", ErrDamagedKey)
	}
	clear, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("opening a wrapped key: %w", ErrDamagedKey)
	}
	return clear, nil
}
