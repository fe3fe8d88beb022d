package ledger

import (
	"errors"
	"fmt"
)

var (
	// ErrDamaged means that the ledger is not what was written: changed,
	// shortened, reordered, or signed by somebody else. The error is a *Damage.
	ErrDamaged = errors.New("the ledger is damaged")
	// ErrForeign means that a checkpoint or proof that came from outside, or
	// the writer's own signer, does not belong to the known keys.
	ErrForeign = errors.New("not signed by a key of this ledger")
	// ErrNotProved means that a proof does not show what it claims.
	ErrNotProved = errors.New("the proof does not hold")
)

// A Fault is what is wrong with a damaged ledger.
type Fault string

// The faults. The first bad line decides: what follows it is not judged.
const (
	FaultLine      Fault = "line"      // not a line that this program writes
	FaultOrder     Fault = "order"     // an entry is missing, added or out of order
	FaultOperation Fault = "operation" // an outcome without its intent
	FaultTree      Fault = "tree"      // an entry is not the one that was signed
	FaultSignature Fault = "signature" // the signature is not of this text
	FaultSigner    Fault = "signer"    // signed by nobody known
	FaultOrigin    Fault = "origin"    // a line of another ledger
	FaultCut       Fault = "cut"       // entries are missing at the end
	FaultFork      Fault = "fork"      // not the ledger that a checkpoint was made for
)

// Damage says where a ledger is damaged and how. It is ErrDamaged.
type Damage struct {
	// Line is the first bad line, from 1. For FaultCut it is the first missing
	// one, for FaultFork the last one that the checkpoint covers.
	Line  int64
	Fault Fault
}

// Error says it in a sentence.
func (d *Damage) Error() string {
	return fmt.Sprintf("ledger line %d: %s", d.Line, d.Fault.sentence())
}

// Unwrap returns ErrDamaged.
func (d *Damage) Unwrap() error { return ErrDamaged }

func (f Fault) sentence() string {
	switch f {
	case FaultLine:
		return "not an entry of a ledger"
	case FaultOrder:
		return "an entry is missing, added or out of order"
	case FaultOperation:
		return "an outcome without its intent"
	case FaultTree:
		return "the entry is not the one that was signed"
	case FaultSignature:
		return "the signature does not fit"
	case FaultSigner:
		return "signed by an unknown key"
	case FaultOrigin:
		return "the entry is of another ledger"
	case FaultCut:
		return "entries are missing from here on"
	case FaultFork:
		return "up to here this is not the ledger that a checkpoint was made for"
	}
	panic("ledger: internal error: fault without a sentence")
}
