package store_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"filippo.io/age"

	"lvv/anonymise"
	"lvv/anonymise/register"
	"lvv/anonymise/store"
	"lvv/anonymise/store/rowstest"
	"lvv/ingest/check"
)

func identity(t testing.TB) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// meta is what a test says of a delivery; tag tells contents apart.
func meta(s register.Scope, tag string) store.Meta {
	return store.Meta{Dataset: s.Dataset, Org: s.Org, Contract: "utrecht-2019", From: s.Period.From, To: s.Period.To,
		Seq: s.Seq, Made: made, Content: sha256.Sum256([]byte("content " + tag)),
		Delivery: sha256.Sum256(fmt.Appendf(nil, "delivery %s %d", tag, s.Seq))}
}

// deliver takes a delivery all the way, as the command does.
func deliver(t testing.TB, st *store.Store, reg *register.Register, to age.Recipient, s register.Scope, batches []*check.Rows) store.Segment {
	t.Helper()
	seg, session := segment(t, st, reg, to, s, batches)
	if err := session.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Commit(seg); err != nil {
		t.Fatal(err)
	}
	settle(t, st, reg)
	return seg
}

// segment takes a delivery up to its segment, which is in place but not in force;
// the session is sealed.
func segment(t testing.TB, st *store.Store, reg *register.Register, to age.Recipient, s register.Scope, batches []*check.Rows) (store.Segment, *register.Session) {
	t.Helper()
	d := rowstest.Dataset(t, s.Dataset)
	w, err := st.Create(meta(s, fmt.Sprint(s)), d, to)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	session := rowstest.Begin(t, reg, s)
	g := anonymise.NewGate(d, rowstest.Keys(1), session, w)
	for _, rows := range batches {
		if _, err := g.Admit(rows); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.Finish(); err != nil {
		t.Fatal(err)
	}
	seg, err := w.Seal()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Place(); err != nil {
		t.Fatal(err)
	}
	if err := session.Seal(register.Hash(seg.Hash)); err != nil {
		t.Fatal(err)
	}
	return seg, session
}

func settle(t testing.TB, st *store.Store, reg *register.Register) register.Settlement {
	t.Helper()
	done, err := reg.Settle(func(h register.Hash) bool { return st.Has(store.Hash(h)) })
	if err != nil {
		t.Fatal(err)
	}
	return done
}
