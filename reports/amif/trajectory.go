package amif

import "lvv/schemas"

// The results that are a return, as code list "resultaat" has them.
const (
	running   = "lopend"
	voluntary = "zelfstandig_teruggekeerd"
	removed   = "gedwongen_teruggekeerd"
)

// What an account says of something that was delivered: an audit tells errors
// from uncertainties.
const (
	proven    = "aangetoond"
	uncertain = "onzeker"
)

// reasonEU is the reason for which return guidance is not countable, from code
// list "grond".
const reasonEU = "eu_burger"

// A trajectory is return guidance with a day in the window, as it stood on the
// window's last day.
type trajectory struct {
	origin
	id     string // pseudonymous
	token  int64
	person int32
	link   string // how the person was found, list "koppelstatus"

	start, end schemas.Day // end means nothing when open
	open       bool
	result     string
	country    string // of return; empty when not told
	support    string // whether help with reintegration was given: ja, nee or empty
	proven     bool   // there is a reference to proof

	nationality, sex string
	ageFrom, ageTo   uint8 // on the day of start
	stays            int   // stays of this person, from which the facts come
	differ           bool  // those stays contradict each other
}

// settle takes away what happened after a day: it belongs to a later account,
// which would count it a second time.
func (t *trajectory) settle(last schemas.Day) {
	if t.open || t.end <= last {
		return
	}
	t.open, t.result, t.country, t.support, t.proven = true, running, "", "", false
}

// reason is why the trajectory is not countable; empty when it is. Whoever was
// an EU citizen on the day of start is outside the fund's target group; people
// without or of unknown nationality are inside (2021/1147 art. 2(11)).
func (t *trajectory) reason() string {
	if schemas.EUCitizen(t.nationality, t.start) {
		return reasonEU
	}
	return ""
}

func (t *trajectory) countable() bool { return t.reason() == "" }

func (t *trajectory) returned() bool { return t.result == voluntary || t.result == removed }

// certainty of a return: proven needs a reference to proof and a date of return;
// empty when nobody returned.
func (t *trajectory) certainty() string {
	switch {
	case !t.returned():
		return ""
	case t.proven && !t.open:
		return proven
	}
	return uncertain
}

// supported is the certainty that a returnee was helped with reintegration;
// empty when that was not delivered.
func (t *trajectory) supported() string {
	switch {
	case t.support != "ja":
		return ""
	case t.certainty() == proven:
		return proven
	}
	return uncertain
}

func (t *trajectory) ageGroup() string {
	return schemas.AgeBand(schemas.AgeGroupList, t.ageFrom, t.ageTo)
}

// ageOn moves an age, known on one day as an interval of whole years, to
// another day. A birthday may lie between the two, so the interval grows by a
// year unless they have the same day and month.
func ageOn(from, to uint8, known, on schemas.Day) (uint8, uint8) {
	if from == schemas.UnknownAge || to == schemas.UnknownAge {
		return schemas.UnknownAge, schemas.UnknownAge
	}
	y1, m1, d1 := known.Date()
	y2, m2, d2 := on.Date()
	years, spread := y2-y1, 1
	switch {
	case m2 == m1 && d2 == d1:
		spread = 0
	case m2 < m1 || m2 == m1 && d2 < d1:
		years--
	}
	youngest, oldest := int(from)+years, int(to)+years+spread
	if oldest < 0 || youngest >= schemas.UnknownAge {
		return schemas.UnknownAge, schemas.UnknownAge // born later, or older than people get
	}
	return uint8(max(youngest, 0)), uint8(min(oldest, schemas.UnknownAge-1))
}
