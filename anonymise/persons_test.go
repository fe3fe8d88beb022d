package anonymise_test

import (
	"errors"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"lvv/anonymise"
	"lvv/anonymise/store/rowstest"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Who is the same person, and who is not.
func TestWhoIsTheSamePerson(t *testing.T) {
	t.Parallel()
	base := func() cells {
		return cells{"naam": "Amina Yusuf", "nationaliteit": 2, "geslacht": 1, "geboortedatum": 19900615, "datum_instroom": 18000}
	}
	but := func(change cells) cells {
		c := base()
		for k, v := range change {
			if c[k] = v; v == nil {
				delete(c, k)
			}
		}
		return c
	}
	number := func(v int) cells { return but(cells{"v_nummer": v}) }
	for _, c := range []struct {
		about      string
		a, b       cells
		orgA, orgB string
		same       bool
	}{
		{"equal V-numbers, all else different", number(5), cells{"v_nummer": 5, "naam": "Jan", "nationaliteit": 1, "geslacht": 0, "datum_instroom": 18500}, "a", "a", true},
		{"equal V-numbers in two organisations", number(5), number(5), "a", "b", true},
		{"different V-numbers, all else equal", number(5), number(6), "a", "a", false},
		{"with and without a V-number", number(5), base(), "a", "a", false},
		{"without, full and equal", base(), but(cells{"datum_instroom": 18500}), "a", "a", true},
		{"without, spelt differently", base(), but(cells{"naam": "AMÍNA  yusuf."}), "a", "a", true},
		{"without, in two organisations", base(), base(), "a", "b", false},
		{"without, another name", base(), but(cells{"naam": "Amina Yusuf2"}), "a", "a", false},
		{"without, another birth date", base(), but(cells{"geboortedatum": 19900616}), "a", "a", false},
		{"without, another sex", base(), but(cells{"geslacht": 0}), "a", "a", false},
		{"without, another nationality", base(), but(cells{"nationaliteit": 1}), "a", "a", false},
		{"year of birth only, another day in", but(cells{"geboortedatum": 19900000}), but(cells{"geboortedatum": 19900000, "datum_instroom": 18500}), "a", "a", false},
		{"year of birth only, the same stay", but(cells{"geboortedatum": 19900000}), but(cells{"geboortedatum": 19900000, "datum_uitstroom": 18100, "reden_uitstroom": 1}), "a", "a", true},
		{"1 January, another day in", but(cells{"geboortedatum": 19900101}), but(cells{"geboortedatum": 19900101, "datum_instroom": 18500}), "a", "a", false},
		{"1 January, the same stay", but(cells{"geboortedatum": 19900101}), but(cells{"geboortedatum": 19900101}), "a", "a", true},
		{"no name, the same stay", but(cells{"naam": nil}), but(cells{"naam": nil, "datum_uitstroom": 18100, "reden_uitstroom": 1}), "a", "a", true},
		{"no name, another day in", but(cells{"naam": nil}), but(cells{"naam": nil, "datum_instroom": 18500}), "a", "a", false},
		{"a name of marks only is no name", but(cells{"naam": "--"}), but(cells{"naam": "..", "datum_instroom": 18500}), "a", "a", false},
	} {
		reg := rowstest.Register(t)
		d := rowstest.Dataset(t, "opvang")
		first := pass(t, reg, scope(t, c.orgA, d.Name), rowstest.Of(t, d, c.a))
		later := scope(t, c.orgB, d.Name)
		later.Seq = 2
		second := pass(t, reg, later, rowstest.Of(t, d, c.b))
		if same := first.persons[0] == second.persons[0]; same != c.same {
			t.Errorf("%s: same is %v", c.about, same)
		}
	}
}

// Two rows of which nothing is known but that they are alike are two persons,
// and the same two again in the next delivery.
func TestPeopleOfWhomNothingIsSaidAreNotOne(t *testing.T) {
	t.Parallel()
	reg := rowstest.Register(t)
	d := rowstest.Dataset(t, "opvang")
	nobody := cells{"nationaliteit": 2, "geslacht": 1, "datum_instroom": 18000}
	first := pass(t, reg, scope(t, "a", d.Name), rowstest.Of(t, d, nobody, nobody))
	s := scope(t, "a", d.Name)
	s.Seq = 2
	second := pass(t, reg, s, rowstest.Of(t, d, nobody, nobody, nobody))
	if len(first.persons) != 2 || len(second.persons) != 3 || len(first.problems)+len(second.problems) != 0 {
		t.Fatalf("%d and %d persons", len(first.persons), len(second.persons))
	}
	for i := range 2 {
		if first.persons[i] != second.persons[i] {
			t.Errorf("person %d is another one in the next delivery", i)
		}
	}
	if second.persons[2] == second.persons[0] || reg.Len() != 3 {
		t.Error("the third is one of the others")
	}
	if second.changes.Same != 2 || second.changes.New != 1 {
		t.Errorf("changes %+v", second.changes)
	}
}

// Trajectories carry no name: without a V-number each is a person of its own,
// known by its number.
func TestTrajectoryWithoutVNumber(t *testing.T) {
	t.Parallel()
	reg := rowstest.Register(t)
	d := rowstest.Dataset(t, "traject")
	row := func(ref string) cells {
		return cells{"trajectnummer": ref, "datum_start": 18000, "scenario": 0, "resultaat": 0}
	}
	first := pass(t, reg, scope(t, "a", d.Name), rowstest.Of(t, d, row("T-1"), row("T-2")))
	s := scope(t, "a", d.Name)
	s.Seq = 2
	second := pass(t, reg, s, rowstest.Of(t, d, row("T-2"), row("T-1")))
	if len(first.persons) != 2 || first.persons[0] != second.persons[1] || first.persons[1] != second.persons[0] {
		t.Error("the persons are not the same when the rows come in another order")
	}
}

// However deliveries are cut into batches and ordered, equal V-numbers and
// nothing else make one person, in all of them.
func TestPersonsFollowVNumbers(t *testing.T) {
	t.Parallel()
	d := rowstest.Dataset(t, "opvang")
	rapid.Check(t, func(rt *rapid.T) {
		reg := rowstest.Register(t)
		ids := make(map[int][16]byte)
		owner := make(map[[16]byte]int)
		for delivery := range rapid.IntRange(1, 4).Draw(rt, "deliveries") {
			numbers := rapid.SliceOfN(rapid.IntRange(0, 20), 1, 40).Draw(rt, "numbers")
			var in []cells
			for i, v := range numbers {
				in = append(in, cells{"v_nummer": v, "nationaliteit": 0, "geslacht": 0, "datum_instroom": 18000 + i})
			}
			s := rowstest.Scope(t, []string{"a", "b"}[delivery%2], d.Name, "2019-01-01", "2019-12-31")
			s.Seq = delivery + 1
			p := pass(t, reg, s, rowstest.Of(t, d, in...))
			first := make(map[int]int)
			for _, v := range numbers {
				if _, there := first[v]; !there {
					first[v] = len(first)
				}
				id := p.persons[first[v]]
				if known, there := ids[v]; there && known != id {
					rt.Fatal("a person has two numbers")
				}
				if other, there := owner[id]; there && other != v {
					rt.Fatal("two persons have one number")
				}
				ids[v], owner[id] = id, v
			}
		}
		if reg.Len() != len(ids) {
			rt.Fatalf("%d persons in the register, want %d", reg.Len(), len(ids))
		}
	})
}

// Any change of what is kept of a row is counted as a change, and nothing else.
func TestEveryKeptFieldCountsAsAChange(t *testing.T) {
	t.Parallel()
	d := rowstest.Dataset(t, "opvang")
	base := cells{"v_nummer": 5, "naam": "Amina", "nationaliteit": 2, "geslacht": 1, "geboortedatum": 19900615, "datum_instroom": 18000}
	for _, c := range []struct {
		field   string
		value   any
		changed int
	}{
		{"naam", "Jan", 0}, {"geboortedatum", 19900616, 0}, // not kept, and of no influence on what is
		{"nationaliteit", 3, 1}, {"geslacht", 0, 1}, {"geboortedatum", 19910615, 1}, {"geboortedatum", nil, 1},
		{"datum_uitstroom", 18100, 1}, {"datum_uitstroom", 0, 1}, {"reden_uitstroom", 0, 1}, {"reden_uitstroom", 1, 1},
	} {
		reg := rowstest.Register(t)
		pass(t, reg, scope(t, "a", d.Name), rowstest.Of(t, d, base))
		next := cells{}
		for k, v := range base {
			next[k] = v
		}
		next[c.field] = c.value
		s := scope(t, "a", d.Name)
		s.Seq = 2
		got := pass(t, reg, s, rowstest.Of(t, d, next)).changes
		if got.Changed != c.changed || got.Same != 1-c.changed || got.New+got.Vanished != 0 {
			t.Errorf("%s = %v: %+v", c.field, c.value, got)
		}
	}
}

// A delivery of any size is the same as itself, whatever batches it comes in.
func TestTheSameDeliveryChangesNothing(t *testing.T) {
	t.Parallel()
	reg := rowstest.Register(t)
	first := pass(t, reg, rowstest.Scope(t, "a", "opvang", "2019-01-01", "2021-12-31"), rowstest.Stays(t, 30_000, 700, 3)...)
	s := rowstest.Scope(t, "a", "opvang", "2019-01-01", "2021-12-31")
	s.Seq = 2
	second := pass(t, reg, s, rowstest.Stays(t, 30_000, 10_000, 3)...)
	if c := second.changes; c.First || c.Same != len(first.rows) || c.New+c.Changed+c.Vanished+len(c.Gone) != 0 {
		t.Errorf("%d rows, changes %+v", len(first.rows), c)
	}
}

func TestGateStopsWithItsSink(t *testing.T) {
	t.Parallel()
	full := errors.New("full")
	reg := rowstest.Register(t)
	session := rowstest.Begin(t, reg, scope(t, "a", "opvang"))
	g := anonymise.NewGate(rowstest.Dataset(t, "opvang"), rowstest.Keys(1), session, &rowstest.Out{Batch: func(anonymise.Batch) error { return full }})
	rows := rowstest.Of(t, rowstest.Dataset(t, "opvang"), cells{"v_nummer": 1, "nationaliteit": 0, "geslacht": 0, "datum_instroom": 18000})
	if _, err := g.Admit(rows); err != nil {
		t.Fatal(err)
	}
	if err := g.Finish(); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	session.Undo()
	if reg.Len() != 0 {
		t.Error("the register kept somebody of a delivery that failed")
	}
}

// A delivery that is dropped half-way, while the register is being asked for
// thousands of its persons, leaves the register as it was.
func TestADroppedGateLeavesTheRegisterAsItWas(t *testing.T) {
	t.Parallel()
	reg := rowstest.Register(t)
	s := rowstest.Scope(t, "a", "opvang", "2019-01-01", "2021-12-31")
	pass(t, reg, s, rowstest.Stays(t, 100, 100, 1)...)
	before := reg.Len()
	s.Seq++
	session := rowstest.Begin(t, reg, s)
	g := anonymise.NewGate(rowstest.Dataset(t, s.Dataset), rowstest.Keys(1), session, new(rowstest.Out))
	for _, rows := range rowstest.Stays(t, 20_000, 5_000, 2) {
		if _, err := g.Admit(rows); err != nil {
			t.Fatal(err)
		}
	}
	g.Drop()
	if err := session.Undo(); err != nil {
		t.Fatal(err)
	}
	if reg.Len() != before {
		t.Errorf("%d persons, want %d", reg.Len(), before)
	}
	again := pass(t, reg, s, rowstest.Stays(t, 100, 100, 1)...)
	if reg.Len() != before || again.changes.Same != len(again.rows) {
		t.Errorf("%d persons, want %d, changes %+v", reg.Len(), before, again.changes)
	}
}
