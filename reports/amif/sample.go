package amif

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// The ways of drawing. Each has its own hashes, so that one draw tells nothing
// about another.
const (
	simple     = "enkelvoudig"
	stratified = "gestratificeerd"
	monetary   = "geldeenheden"
)

// sampleText is what is hashed for a trajectory, or for the start of a
// monetary-unit sample: anybody with the seed and the list can draw again.
const sampleText = "lvv/amif/steekproef/v1\n%d\n%s\n%s" // seed, way of drawing, trajectory

// minShare is one in so many: a sample that is not statistical covers at least a
// tenth (Delegated Regulation (EU) 1042/2014 art. 14).
const minShare = 10

// A drawn trajectory stands in a sample.
type drawn struct {
	way    string
	number int // from 1, in order of drawing
	t      *trajectory
	ticket string // what it was drawn on, in hexadecimal
}

// A ticket is a trajectory with its hash: the lowest are drawn.
type ticket struct {
	t    *trajectory
	hash [sha256.Size]byte
}

func tickets(frame []*trajectory, seed uint64, way string) []ticket {
	all := make([]ticket, len(frame))
	for i, t := range frame {
		all[i] = ticket{t, sha256.Sum256(fmt.Appendf(nil, sampleText, seed, way, t.id))}
	}
	slices.SortFunc(all, func(a, b ticket) int {
		return cmp.Or(slices.Compare(a.hash[:], b.hash[:]), strings.Compare(a.t.id, b.t.id))
	})
	return all
}

func (t ticket) drawn(way string, number int) drawn {
	return drawn{way: way, number: number, t: t.t, ticket: hex.EncodeToString(t.hash[:8])}
}

// draw makes all samples of the trajectories that count.
func draw(all []trajectory, o *Options) []drawn {
	var frame []*trajectory
	for i := range all {
		if all[i].countable() {
			frame = append(frame, &all[i])
		}
	}
	n := sampleSize(len(frame), o.Sample)
	out := drawSimple(frame, n, o.Seed)
	out = append(out, drawStratified(frame, n, o.Seed)...)
	if o.UnitCost > 0 {
		out = append(out, drawMonetary(frame, n, o)...)
	}
	return out
}

// sampleSize is what was asked for, but at least a tenth and at most all.
func sampleSize(frame, asked int) int {
	return min(frame, max(asked, (frame+minShare-1)/minShare))
}

func drawSimple(frame []*trajectory, n int, seed uint64) []drawn {
	out := make([]drawn, n)
	for i, t := range tickets(frame, seed, simple)[:n] {
		out[i] = t.drawn(simple, i+1)
	}
	return out
}

// drawStratified divides the sample over the organisations and draws within
// each.
func drawStratified(frame []*trajectory, n int, seed uint64) []drawn {
	strata := make(map[string][]*trajectory)
	var orgs []string
	for _, t := range frame {
		if strata[t.org] == nil {
			orgs = append(orgs, t.org)
		}
		strata[t.org] = append(strata[t.org], t)
	}
	slices.Sort(orgs)
	sizes := make([]int, len(orgs))
	for i, org := range orgs {
		sizes[i] = len(strata[org])
	}
	var out []drawn
	for i, k := range allot(sizes, n) {
		for _, t := range tickets(strata[orgs[i]], seed, stratified)[:k] {
			out = append(out, t.drawn(stratified, len(out)+1))
		}
	}
	return out
}

// allot divides n over strata in proportion to their sizes, by largest
// remainder; each gets at least one, so that the sum may be more than n.
func allot(sizes []int, n int) []int {
	all := sum(sizes)
	out, rest, order := make([]int, len(sizes)), make([]int, len(sizes)), make([]int, len(sizes))
	for i, size := range sizes {
		out[i], rest[i], order[i] = n*size/all, n*size%all, i
		if out[i] == 0 {
			out[i], rest[i] = 1, 0
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for _, i := range order {
		if sum(out) >= n || rest[i] == 0 {
			break
		}
		out[i]++
	}
	return out
}

// drawMonetary lays all amounts end to end in order of trajectory and takes
// those at equal steps from a start that the seed gives. Here all amounts are
// the agreed unit cost.
func drawMonetary(frame []*trajectory, n int, o *Options) []drawn {
	if n == 0 {
		return nil
	}
	frame = slices.Clone(frame)
	slices.SortFunc(frame, func(a, b *trajectory) int { return strings.Compare(a.id, b.id) })
	total := uint64(len(frame)) * uint64(o.UnitCost)
	hash := sha256.Sum256(fmt.Appendf(nil, sampleText, o.Seed, monetary, ""))
	start := uint64(0)
	for _, b := range hash[:8] {
		start = start<<8 | uint64(b)
	}
	start %= total
	out := make([]drawn, n)
	for k := range out {
		// Cent (start + k*total) / n of all cents; the product may pass 64 bits.
		high, low := bits.Mul64(uint64(k), total)
		low, carry := bits.Add64(low, start, 0)
		cent, _ := bits.Div64(high+carry, low, uint64(n))
		out[k] = drawn{way: monetary, number: k + 1, t: frame[cent/uint64(o.UnitCost)], ticket: hex.EncodeToString(hash[:8])}
	}
	return out
}
