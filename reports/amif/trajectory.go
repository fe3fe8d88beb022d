package amif

import "lvv/schemas"

// The results that decide something, as code list "resultaat" has them.
const (
	running   = "lopend"
	voluntary = "zelfstandig_teruggekeerd"
	removed   = "gedwongen_teruggekeerd"
)

// A certainty is how sure an account is of something that was delivered: an
// audit tells errors from uncertainties.
type certainty uint8

const (
	notSo certainty = iota // there is nothing to be sure of
	proven
	uncertain
)

// String is how a certainty stands in the account.
func (c certainty) String() string { return [...]string{"", "aangetoond", "onzeker"}[c] }

// reasonEU is the reason for which return guidance is not countable, from code
// list "grond".
const reasonEU = "eu_burger"

// A place is that of a code in its list.
type place = int16

// untold is the place of what was not told.
const untold place = -1

// A trajectory is return guidance with a day in the window, as it stood on the
// window's last day. It holds numbers and no text: a million of them is one
// piece of memory, that nothing has to look through.
type trajectory struct {
	person   int32
	who      int32 // place in the list of participants
	delivery int32 // place in the list of tallies
	row      int32 // in that delivery: with both the organisation finds the paper file

	start, end schemas.Day // end means nothing when open

	org               place // in the account's organisations
	link              place // how the person was found, list "koppelstatus"
	result            place // list "resultaat"
	country           place // of return, list of nationalities
	support           place // whether help with reintegration was given, list "ja_nee"
	nationality       place
	sex               place
	ageFrom, ageTo    uint8 // on the day of start
	open              bool
	proven            bool // there is a reference to proof
	noStay            bool // no stay of this person was delivered, from which the facts come
	differ            bool // those stays contradict each other
	union             bool // a citizen of the Union on the day of start
	returned, removed bool // by result; removed ones returned too
	helped            bool // by support
}

// words are the places of the codes that decide something.
type words struct {
	nationalities                    []schemas.Code
	running, voluntary, removed, yes place
}

func newWords() *words {
	return &words{
		nationalities: schemas.List(schemas.NationalityList).Codes,
		running:       placeOf("resultaat", running), voluntary: placeOf("resultaat", voluntary), removed: placeOf("resultaat", removed),
		yes: placeOf("ja_nee", "ja"),
	}
}

// placeOf is the place of a code that the list must have.
func placeOf(list, code string) place {
	i := schemas.List(list).Index(code)
	if i < 0 {
		panic("amif: internal error: list " + list + " lacks a code")
	}
	return place(i)
}

// settle takes away what happened after a day: it belongs to a later account,
// which would count it a second time.
func (t *trajectory) settle(last schemas.Day, w *words) {
	if t.open || t.end <= last {
		return
	}
	t.open, t.result, t.country, t.support, t.proven = true, w.running, untold, untold, false
}

// judge works out what follows from codes and days. Whoever was an EU citizen on
// the day of start is outside the fund's target group; people without or of
// unknown nationality are inside (2021/1147 art. 2(11)).
func (t *trajectory) judge(w *words) {
	t.union = schemas.EUCitizen(w.nationalities[t.nationality].Code, t.start)
	t.removed = t.result == w.removed
	t.returned = t.removed || t.result == w.voluntary
	t.helped = t.support == w.yes
}

// countable reports whether the trajectory counts; one that does not has
// [reasonEU].
func (t *trajectory) countable() bool { return !t.union }

// certainty of a return: proven needs a reference to proof and a date of return.
func (t *trajectory) certainty() certainty {
	switch {
	case !t.returned:
		return notSo
	case t.proven && !t.open:
		return proven
	}
	return uncertain
}

// supported is the certainty that a returnee was helped with reintegration.
func (t *trajectory) supported() certainty {
	switch {
	case !t.helped:
		return notSo
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
