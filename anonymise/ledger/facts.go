package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Facts are what the ledger records of an act. They are built by chaining:
//
//	ledger.Facts{}.Org("jeugdhulp").Dataset("opvang").Hash(ledger.Delivery, sum)
//
// The zero Facts are no facts. Each setter returns new Facts and refuses a value
// that does not have the form of its kind, or an attribute that is set already;
// the refusal is kept and makes the recording fail. It names the attribute and
// never the value.
type Facts struct {
	list []attribute
	err  error
}

// An attribute is a name from the closed list and a value that fits it. The
// value is kept as it stands in JSON: digits, or text that needs no escaping.
type attribute struct {
	key, value string
	number     bool
}

// A constant is a text that stands in the source of the caller: no variable of
// type string can become one, so what is in a row can not be passed by mistake.
type constant string

// Count records a number from 0 to 99,999,999. The limit keeps a V-number, of
// ten digits, from passing for a count.
func (f Facts) Count(key CountKey, n int64) Facts {
	return f.with(attribute{string(key), strconv.FormatInt(n, 10), true})
}

// Seq records the sequence number of a delivery or release, 1 to 9999.
func (f Facts) Seq(n int64) Facts {
	return f.with(attribute{keySeq, strconv.FormatInt(n, 10), true})
}

// Hash records a SHA-256 of a file or list of files. It is not for a hash of
// something that can be guessed, such as a V-number: all ten thousand million
// of them are hashed within minutes.
func (f Facts) Hash(key HashKey, sum [sha256.Size]byte) Facts {
	return f.with(attribute{string(key), hex.EncodeToString(sum[:]), false})
}

// Version records a version: 1.2.3, what the Go build calls an unreleased one,
// "devel", a contract such as utrecht-2019, or a whole commit hash.
func (f Facts) Version(key VersionKey, v string) Facts {
	return f.with(attribute{string(key), v, false})
}

// Code records a code that stands in the caller's source.
func (f Facts) Code(key CodeKey, value constant) Facts {
	return f.with(attribute{string(key), string(value), false})
}

// CodeOf records a code that the caller has in a variable. It must be one of
// those listed, which stand in the caller's source.
func (f Facts) CodeOf(key CodeKey, value string, oneOf ...constant) Facts {
	if !slices.Contains(oneOf, constant(value)) {
		return f.refuse(string(key))
	}
	return f.with(attribute{string(key), value, false})
}

// KeyID records the name and generation of a key, such as intake-utrecht@1.
func (f Facts) KeyID(role KeyRole, id string) Facts {
	return f.with(attribute{string(role), id, false})
}

// Org records an organisation by its short name in the settings.
func (f Facts) Org(id string) Facts { return f.with(attribute{keyOrg, id, false}) }

// Recipient records a recipient by its short name in the settings.
func (f Facts) Recipient(id string) Facts { return f.with(attribute{keyRecipient, id, false}) }

// Dataset records which of the five datasets it is about.
func (f Facts) Dataset(id string) Facts { return f.with(attribute{keyDataset, id, false}) }

// Period records the first and the last day, from 2015 on.
func (f Facts) Period(from, to time.Time) Facts {
	if to.Before(from) {
		return f.refuse(keyFrom)
	}
	return f.with(attribute{keyFrom, from.Format(time.DateOnly), false}).
		with(attribute{keyTo, to.Format(time.DateOnly), false})
}

// Purpose records for what activity in the register of processing activities
// (GDPR article 30) it was done: its URI there, https or urn.
func (f Facts) Purpose(uri string) Facts { return f.with(attribute{keyPurpose, uri, false}) }

// All yields the attributes by name.
func (f Facts) All() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, a := range f.list {
			if !yield(a.key, a.value) {
				return
			}
		}
	}
}

// with adds an attribute at its place in the order of names.
func (f Facts) with(a attribute) Facts {
	at, present := slices.BinarySearchFunc(f.list, a, func(x, y attribute) int { return strings.Compare(x.key, y.key) })
	if present || !a.fits() {
		return f.refuse(a.key)
	}
	return Facts{list: slices.Insert(slices.Clone(f.list), at, a), err: f.err}
}

func (f Facts) refuse(key string) Facts {
	if f.err == nil {
		if _, known := kinds[key]; !known {
			key = "of that name"
		}
		f.err = fmt.Errorf("attribute %s is set twice or has no fitting value", key)
	}
	return f
}
