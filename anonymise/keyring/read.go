package keyring

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// maxKeyFile is far above the size of any key file, in bytes.
const maxKeyFile = 64 << 10

// A Passphrase is asked for the passphrase of wrapped keys. It may be nil: then
// wrapped keys stay closed.
type Passphrase = func() (string, error)

// ReadIdentity reads a secret identity file at any path, for a recipient who
// holds one key and no ring. It takes files of age-keygen as well. The key is
// named for the file.
func ReadIdentity(path string, ask Passphrase) (Identity, error) {
	m, err := readLoose(path, ask, KindIdentity)
	if err != nil {
		return Identity{}, err
	}
	label, key := stored(m.Name, m)
	return Identity{label, key}, nil
}

// ReadSigner reads a secret signer file at any path, for an organisation that
// holds one key and no ring. The key is named for the file.
func ReadSigner(path string, ask Passphrase) (Signer, error) {
	m, err := readLoose(path, ask, KindSigner)
	if err != nil {
		return Signer{}, err
	}
	label, key := stored(m.Name, m)
	return Signer{label, key}, nil
}

func readLoose(path string, ask Passphrase, want Kind) (*material, error) {
	file, err := readSecretFile(path)
	if err != nil {
		return nil, err
	}
	if isWrapped(file) {
		phrase, err := asked(ask)
		if err != nil {
			return nil, err
		}
		if file, err = unwrapFile(file, phrase); err != nil {
			return nil, err
		}
	}
	info, line, err := parseKeyfile(file)
	if err != nil {
		return nil, err
	}
	m, err := parseSecret(line)
	if err != nil {
		return nil, err
	}
	if m.Kind != want {
		return nil, fmt.Errorf("reading a key file: it holds a %v, not a %v: %w", m.Kind, want, ErrNoKey)
	}
	m.Name, m.Generation, m.Created = "file", 1, info.Created
	if r, _, ok := refOfFile(strings.TrimSuffix(filepath.Base(path), secretEnd) + secretEnd); ok {
		m.Name, m.Generation = r.name, r.generation
	}
	return m, nil
}

// asked asks for the passphrase.
func asked(ask Passphrase) (string, error) {
	if ask == nil {
		return "", fmt.Errorf("opening a wrapped key without a passphrase: %w", ErrWrongPassphrase)
	}
	phrase, err := ask()
	if err != nil {
		return "", fmt.Errorf("asking for a passphrase: %w", err)
	}
	return phrase, nil
}

// readSecretFile reads a secret key file, wrapped or not, and refuses one that
// others may read. The mode is that of the open file, not of a name that may
// meanwhile stand for another.
func readSecretFile(path string) (content []byte, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoKey
	}
	if err != nil {
		return nil, fmt.Errorf("opening a secret key file: %w", bare(err))
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("looking at a secret key file: %w", bare(err))
	}
	// Windows keeps access lists, of which Go's mode bits say nothing.
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, ErrOpenKeyFile
	}
	return readBounded(f, info)
}

// readPublicFile reads a public key file.
func readPublicFile(path string) (content []byte, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoKey
	}
	if err != nil {
		return nil, fmt.Errorf("opening a public key file: %w", bare(err))
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("looking at a public key file: %w", bare(err))
	}
	return readBounded(f, info)
}

func readBounded(f *os.File, info fs.FileInfo) ([]byte, error) {
	if !info.Mode().IsRegular() || info.Size() > maxKeyFile {
		return nil, fmt.Errorf("reading a key file: %w", ErrDamagedKey)
	}
	content, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return nil, fmt.Errorf("reading a key file: %w", bare(err))
	}
	return content, nil
}

// bare takes the path out of an error of package os.
func bare(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
