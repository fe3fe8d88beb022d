package keyring

import (
	"fmt"
	"regexp"
)

// The table of derivation labels. A key that is derived for one label says
// nothing about the key of another (HKDF, RFC 5869, section 3.2), so a leak of
// one recipient's key opens nothing else. A label that is not in this table is
// refused.
const (
	// LabelLinkage is for the index of V-numbers in the person register.
	LabelLinkage = "koppel"
	// LabelNumberless is for the index of persons without a V-number.
	LabelNumberless = "koppel-zonder-nummer"
	// LabelTrajectory is for the index of trajectory numbers.
	LabelTrajectory = "traject"
	// LabelContent is for the keyed hash by which the same content is recognised
	// in another seal.
	LabelContent = "inhoud"
	// LabelRounding is for which way figures go that are rounded.
	LabelRounding = "afronding"

	// labelPrefix keeps our derivations apart from those of other programs and
	// of later versions of this table.
	labelPrefix = "lvv/v1/"
	// labelOfID is for the identifier of the root itself; it is not for Derive.
	labelOfID = "id"
)

var (
	pseudonymLabel = regexp.MustCompile(`^psn/[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*/[1-9][0-9]{0,3}$`)
	labelPart      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// PseudonymLabel returns the label for the pseudonyms that one recipient gets
// for one study: psn/recipient/study/epoch. The epoch, 1 to 9999, changes when
// a pseudonym key has leaked. Recipient and study are made of small letters,
// digits and single hyphens.
func PseudonymLabel(recipient, study string, epoch int) (string, error) {
	if !labelPart.MatchString(recipient) || !labelPart.MatchString(study) {
		return "", fmt.Errorf("recipient and study of a pseudonym key are made of small letters, digits and single hyphens")
	}
	if epoch < 1 || epoch > 9999 {
		return "", fmt.Errorf("epoch %d of a pseudonym key is not from 1 to 9999", epoch)
	}
	return fmt.Sprintf("psn/%s/%s/%d", recipient, study, epoch), nil
}

// knownLabel says whether label is in the table.
func knownLabel(label string) bool {
	switch label {
	case LabelLinkage, LabelNumberless, LabelTrajectory, LabelContent, LabelRounding:
		return true
	}
	return pseudonymLabel.MatchString(label)
}
