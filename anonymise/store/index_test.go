package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lvv/schemas"
)

var made = time.Date(2021, 3, 1, 12, 0, 0, 0, time.UTC)

// seg is a segment of organisation a for a period such as 2019-01-01..2019-03-31.
func seg(t testing.TB, period string, seq int, tag byte) Segment {
	t.Helper()
	from, to, ok := strings.Cut(period, "..")
	f, err1 := schemas.ParseDay(from)
	l, err2 := schemas.ParseDay(to)
	if !ok || err1 != nil || err2 != nil {
		t.Fatal("no such period")
	}
	return Segment{Hash: Hash{tag}, Meta: Meta{Dataset: "opvang", Org: "a", Contract: "utrecht-2019", From: f, To: l,
		Seq: seq, Delivery: Hash{tag, 1}, Content: Hash{tag, 2}, Made: made}}
}

const (
	q1   = "2019-01-01..2019-03-31"
	q2   = "2019-04-01..2019-06-30"
	half = "2019-01-01..2019-06-30"
	may  = "2019-05-01..2019-05-31"
)

func TestWhatReplacesWhat(t *testing.T) {
	t.Parallel()
	other := func(s Segment, change func(*Segment)) Segment { change(&s); return s }
	for _, c := range []struct {
		about    string
		inForce  []Segment
		next     Segment
		replaces []byte // tags
		err      error
	}{
		{"the first", nil, seg(t, q1, 1, 9), nil, nil},
		{"another period", []Segment{seg(t, q1, 1, 1)}, seg(t, q2, 1, 9), nil, nil},
		{"a higher sequence", []Segment{seg(t, q1, 1, 1)}, seg(t, q1, 2, 9), []byte{1}, nil},
		{"the same sequence, another content", []Segment{seg(t, q1, 2, 1)}, seg(t, q1, 2, 9), nil, ErrOlder},
		{"a lower sequence", []Segment{seg(t, q1, 2, 1)}, seg(t, q1, 1, 9), nil, ErrOlder},
		{"the same bytes", []Segment{seg(t, q1, 1, 1)}, other(seg(t, q1, 1, 9), func(s *Segment) { s.Delivery = Hash{1, 1} }), nil, ErrSame},
		{"the same bytes under a higher sequence", []Segment{seg(t, q1, 1, 1)}, other(seg(t, q1, 5, 9), func(s *Segment) { s.Delivery = Hash{1, 1} }), nil, ErrSame},
		{"the same content in another seal", []Segment{seg(t, q1, 1, 1)}, other(seg(t, q1, 2, 9), func(s *Segment) { s.Content = Hash{1, 2} }), nil, ErrSame},
		{"the same content for another period", []Segment{seg(t, q1, 1, 1)}, other(seg(t, q2, 1, 9), func(s *Segment) { s.Content = Hash{1, 2} }), nil, nil},
		{"a period around two", []Segment{seg(t, q1, 3, 1), seg(t, q2, 4, 2)}, seg(t, half, 1, 9), []byte{1, 2}, nil},
		{"a period around one", []Segment{seg(t, q2, 4, 2)}, seg(t, half, 1, 9), []byte{2}, nil},
		{"a period within one", []Segment{seg(t, half, 1, 1)}, seg(t, may, 2, 9), nil, ErrOverlap},
		{"a period across two", []Segment{seg(t, q1, 1, 1), seg(t, q2, 1, 2)}, seg(t, "2019-03-31..2019-04-01", 2, 9), nil, ErrOverlap},
		{"a period around one and across another", []Segment{seg(t, q1, 1, 1), seg(t, q2, 1, 2)}, seg(t, "2019-01-01..2019-05-01", 2, 9), nil, ErrOverlap},
		{"another organisation", []Segment{seg(t, half, 1, 1)}, other(seg(t, may, 1, 9), func(s *Segment) { s.Org = "b" }), nil, nil},
		{"another dataset", []Segment{seg(t, half, 1, 1)}, other(seg(t, may, 1, 9), func(s *Segment) { s.Dataset = "traject" }), nil, nil},
		{"no organisation", nil, other(seg(t, q1, 1, 9), func(s *Segment) { s.Org = "" }), nil, ErrMeta},
		{"a period that ends before it begins", nil, other(seg(t, q1, 1, 9), func(s *Segment) { s.To = s.From - 1 }), nil, ErrMeta},
		{"a moment with a part of a second", nil, other(seg(t, q1, 1, 9), func(s *Segment) { s.Made = made.Add(1) }), nil, ErrMeta},
	} {
		got, err := plan(c.inForce, c.next.Meta)
		if !errors.Is(err, c.err) || c.err == nil && err != nil {
			t.Errorf("%s: got %v, want %v", c.about, err, c.err)
		}
		var tags []byte
		for _, s := range got {
			tags = append(tags, s.Hash[0])
		}
		if !bytes.Equal(tags, c.replaces) {
			t.Errorf("%s: replaces %v, want %v", c.about, tags, c.replaces)
		}
		if err == nil {
			index := encodeIndex(with(c.inForce, got, c.next))
			if again, err := decodeIndex(index); err != nil || len(again) != len(c.inForce)-len(got)+1 {
				t.Errorf("%s: the index that follows: %d segments, %v", c.about, len(again), err)
			}
		}
	}
}

// A delivery that was in force once never comes into force again, whatever came
// after it.
func TestNoWayBack(t *testing.T) {
	t.Parallel()
	var inForce []Segment
	for i, s := range []Segment{seg(t, q1, 1, 1), seg(t, q1, 2, 2), seg(t, q2, 1, 3), seg(t, half, 1, 4), seg(t, half, 7, 5)} {
		replaced, err := plan(inForce, s.Meta)
		if err != nil {
			t.Fatal(i, err)
		}
		inForce = with(inForce, replaced, s)
		for _, old := range []Segment{seg(t, q1, 1, 1), seg(t, q1, 2, 2), seg(t, q2, 1, 3), seg(t, half, 1, 4), seg(t, half, 7, 5)}[:i+1] {
			if _, err := plan(inForce, old.Meta); err == nil {
				t.Errorf("after %d deliveries, that of %s sequence %d is admitted again", i+1, old.Period(), old.Seq)
			}
		}
	}
}

func TestIndexIsWrittenInOneWay(t *testing.T) {
	t.Parallel()
	b := seg(t, q2, 1, 2)
	list := with(with(nil, nil, b), nil, seg(t, q1, 1, 1))
	index := encodeIndex(list)
	again, err := decodeIndex(index)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(list, again); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	text := string(index)
	for about, bad := range map[string]string{
		"nothing":                 "",
		"not JSON":                "index",
		"another version":         strings.Replace(text, `"version": 1`, `"version": 2`, 1),
		"a key that is not known": strings.Replace(text, `"version": 1`, `"version": 1, "rows": 7`, 1),
		"something behind it":     text + "{}",
		"another spelling":        strings.Replace(text, "  ", " ", 1),
		"a hash in capitals":      strings.Replace(text, "0100000000", "01000000AB", 1),
		"a short hash":            strings.Replace(text, "0100000000", "01000000", 1),
		"another order":           string(encodeIndex([]Segment{list[1], list[0]})),
		"one twice":               string(encodeIndex([]Segment{list[0], list[0]})),
		"periods that meet":       string(encodeIndex([]Segment{list[0], seg(t, "2019-03-31..2019-04-30", 1, 3)})),
		"no organisation":         strings.Replace(text, `"org": "a"`, `"org": ""`, 1),
		"segments: null":          strings.Replace(string(encodeIndex(nil)), "[]", "null", 1),
	} {
		if _, err := decodeIndex([]byte(bad)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: got %v", about, err)
		}
	}
	if none, err := decodeIndex(encodeIndex(nil)); err != nil || len(none) != 0 {
		t.Errorf("an empty index: %v, %v", none, err)
	}
}

func FuzzIndex(f *testing.F) {
	f.Add(encodeIndex(nil))
	f.Add(encodeIndex(with(with(nil, nil, seg(f, q1, 1, 1)), nil, seg(f, q2, 1, 2))))
	f.Fuzz(func(t *testing.T, in []byte) {
		segments, err := decodeIndex(in)
		if err != nil {
			return
		}
		if !bytes.Equal(encodeIndex(segments), in) {
			t.Error("what was read is not what is written")
		}
	})
}

// FuzzSegment takes off the seal what anybody with the public key could have
// put into it.
func FuzzSegment(f *testing.F) {
	h := newHeader(seg(f, q1, 1, 1).Meta, mustDataset(f)).encode()
	good := append([]byte(segmentMagic), byte(len(h)), byte(len(h)>>8), 0, 0)
	good = append(good, h...)
	good = append(good, make([]byte, 3+personSize+2*personSize)...)
	for _, n := range []uint64{3, personSize, 0, 2 * personSize, 2, 0} { // two blocks, of no rows
		good = binary.LittleEndian.AppendUint64(good, n)
	}
	good = append(good, segmentMagic...)
	if o, err := parseSegment(bytes.NewReader(good), int64(len(good))); err != nil || length(o.persons) != 3*personSize || length(o.rows) != 3 {
		f.Fatal(err)
	}
	old := bytes.ReplaceAll(good, []byte(segmentMagic), []byte("lvv seg1"))
	if _, err := parseSegment(bytes.NewReader(old), int64(len(old))); !errors.Is(err, ErrVersion) {
		f.Errorf("a segment of before: %v", err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, in []byte) {
		o, err := parseSegment(bytes.NewReader(in), int64(len(in)))
		if err != nil {
			return
		}
		n := 0
		if err := o.readPersons(func([16]byte, byte) { n++ }); err != nil || n > len(in)/personSize {
			t.Errorf("%d persons in %d bytes, %v", n, len(in), err)
		}
		if rows, err := io.ReadAll(o.readRows()); err != nil || len(rows)+n*personSize > len(in) {
			t.Errorf("%d bytes of rows and %d persons in %d bytes, %v", len(rows), n, len(in), err)
		}
	})
}

func mustDataset(t testing.TB) *schemas.Dataset {
	t.Helper()
	c, err := schemas.Load("utrecht-2019")
	if err != nil {
		t.Fatal(err)
	}
	return c.Dataset("opvang")
}
