package anonymise

import (
	"fmt"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"

	"lvv/anonymise/blocks"
	"lvv/anonymise/register"
	"lvv/schemas"
)

// A Batch is a run of rows that may be counted: exactly the columns of
// [schemas.Dataset.Columns], without an identity. Only this package can make
// one. The zero value panics when it is used.
//
// Whoever is handed a Batch in a call has it for the length of the call; to
// keep it longer, Retain it and Release it afterwards.
type Batch struct {
	dataset *schemas.Dataset
	record  arrow.RecordBatch
}

func (b Batch) must() Batch {
	if b.record == nil {
		panic("anonymise: internal error: a Batch that did not pass the gate")
	}
	return b
}

// Record is the batch as an Arrow record.
func (b Batch) Record() arrow.RecordBatch { return b.must().record }

// Dataset says what the rows are.
func (b Batch) Dataset() *schemas.Dataset { return b.must().dataset }

// Len is the number of rows.
func (b Batch) Len() int { return int(b.must().record.NumRows()) }

// Retain keeps the memory of the batch until one more Release.
func (b Batch) Retain() { b.must().record.Retain() }

// Release gives the memory of the batch back.
func (b Batch) Release() { b.must().record.Release() }

// Persons are some of the persons of one delivery, in the order of their numbers
// within it: the register's random number of each, and how each was found. Only
// this package can make them, and they are there for the length of the call that
// hands them out. The zero value panics when it is used.
type Persons struct {
	part *part
	ids  *blocks.List[register.ID] // by person of the register
}

func (p Persons) must() Persons {
	if p.part == nil {
		panic("anonymise: internal error: Persons that did not come from the gate")
	}
	return p
}

// Len is the number of persons.
func (p Persons) Len() int { return p.must().part.n }

// All goes over the random number of each person and how each was found: a
// position in the code list "koppelstatus", which holds for all rows of that person
// in the delivery.
func (p Persons) All() iter.Seq2[[16]byte, byte] {
	part := p.must().part
	return func(yield func([16]byte, byte) bool) {
		for i, person := range part.persons[:part.n] {
			if !yield(*p.ids.At(person), linkOf(part.numbers[i])) {
				return
			}
		}
	}
}

// String tells how many there are, and nothing about them.
func (p Persons) String() string { return fmt.Sprintf("%d persons", p.Len()) }
