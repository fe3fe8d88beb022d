package amif

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
)

// A way of drawing. Each has its own hashes, so that one draw tells nothing
// about another.
type way uint8

const (
	simple way = iota
	stratified
	monetary
)

// String is how a way is hashed and printed.
func (w way) String() string { return [...]string{"enkelvoudig", "gestratificeerd", "geldeenheden"}[w] }

// sampleText is what is hashed for a trajectory, or for the start of a
// monetary-unit sample: anybody with the seed and the list can draw again.
const sampleText = "lvv/amif/steekproef/v1\n%d\n%s\n%s" // seed, way of drawing, trajectory

// minShare is one in so many: a sample that is not statistical covers at least a
// tenth (Delegated Regulation (EU) 1042/2014 art. 14).
const minShare = 10

// A drawn trajectory stands in a sample.
type drawn struct {
	way    way
	number int32  // from 1, in order of drawing
	t      int32  // place in the list of trajectories
	lot    uint64 // what it was drawn on: the first 8 bytes of the hash
}

// ticket is the lot as printed.
func (d *drawn) ticket() string { return fmt.Sprintf("%016x", d.lot) }

// A drawer draws from the trajectories that count.
type drawer struct {
	ids  []string // of all trajectories
	seed uint64
}

// A lot is a trajectory with the beginning of its hash: the lowest are drawn.
type lot struct {
	hash uint64
	t    int32
}

// lots are the n lowest of a frame, from low to high.
func (d *drawer) lots(frame []int32, w way, n int) []lot {
	all, prefix := make([]lot, len(frame)), d.text(w)
	shared(len(frame), func(i int) {
		hash := d.hash(prefix, frame[i])
		all[i] = lot{binary.BigEndian.Uint64(hash[:]), frame[i]}
	})
	all = lowest(all, n)
	slices.SortFunc(all, func(a, b lot) int {
		if a.hash != b.hash {
			return cmp.Compare(a.hash, b.hash)
		}
		first, second := d.hash(prefix, a.t), d.hash(prefix, b.t)
		return cmp.Or(bytes.Compare(first[:], second[:]), cmp.Compare(d.ids[a.t], d.ids[b.t]))
	})
	return all[:n]
}

// lowest are the n lowest lots in no order, and a few others. Most of a frame is
// not drawn and need not be sorted: the first bits of a hash divide it evenly.
func lowest(all []lot, n int) []lot {
	const first = 12 // bits
	var count [1 << first]int
	for _, l := range all {
		count[l.hash>>(64-first)]++
	}
	end := 0
	for some := 0; some < n; end++ {
		some += count[end]
	}
	return slices.DeleteFunc(all, func(l lot) bool { return l.hash>>(64-first) >= uint64(end) })
}

// hash is that of a trajectory.
func (d *drawer) hash(prefix []byte, t int32) [sha256.Size]byte {
	var memory [128]byte
	return sha256.Sum256(append(append(memory[:0], prefix...), d.ids[t]...))
}

// text is what is hashed, but for the trajectory.
func (d *drawer) text(w way) []byte { return fmt.Appendf(nil, sampleText, d.seed, w, "") }

// draw makes all samples of the trajectories that count.
func draw(rows []trajectory, ids []string, o *Options) []drawn {
	var frame []int32
	for i := range rows {
		if rows[i].countable() {
			frame = append(frame, int32(i))
		}
	}
	n := sampleSize(len(frame), o.Sample)
	d := &drawer{ids: ids, seed: o.Seed}
	out := d.simple(frame, n)
	out = append(out, d.stratified(rows, frame, n)...)
	if o.UnitCost > 0 {
		out = append(out, d.monetary(frame, n, o.UnitCost)...)
	}
	return out
}

// sampleSize is what was asked for, but at least a tenth and at most all.
func sampleSize(frame, asked int) int {
	return min(frame, max(asked, (frame+minShare-1)/minShare))
}

func (d *drawer) simple(frame []int32, n int) []drawn {
	out := make([]drawn, n)
	for i, l := range d.lots(frame, simple, n) {
		out[i] = drawn{way: simple, number: int32(i + 1), t: l.t, lot: l.hash}
	}
	return out
}

// stratified divides the sample over the organisations and draws within each.
func (d *drawer) stratified(rows []trajectory, frame []int32, n int) []drawn {
	var strata [][]int32 // by organisation
	for _, i := range frame {
		org := int(rows[i].org)
		for len(strata) <= org {
			strata = append(strata, nil)
		}
		strata[org] = append(strata[org], i)
	}
	strata = slices.DeleteFunc(strata, func(s []int32) bool { return len(s) == 0 })
	sizes := make([]int, len(strata))
	for i := range strata {
		sizes[i] = len(strata[i])
	}
	var out []drawn
	for i, k := range allot(sizes, n) {
		for _, l := range d.lots(strata[i], stratified, k) {
			out = append(out, drawn{way: stratified, number: int32(len(out) + 1), t: l.t, lot: l.hash})
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

// monetary lays all amounts end to end in order of trajectory and takes those at
// equal steps from a start that the seed gives. Here all amounts are the agreed
// unit cost.
func (d *drawer) monetary(frame []int32, n int, cost int64) []drawn {
	if n == 0 {
		return nil
	}
	frame = arranged(frame, inOrder(arranged(d.ids, frame)))
	total := uint64(len(frame)) * uint64(cost)
	hash := sha256.Sum256(d.text(monetary))
	lot := binary.BigEndian.Uint64(hash[:])
	start := lot % total
	out := make([]drawn, n)
	for k := range out {
		// Cent (start + k*total) / n of all cents; the product may pass 64 bits.
		high, low := bits.Mul64(uint64(k), total)
		low, carry := bits.Add64(low, start, 0)
		cent, _ := bits.Div64(high+carry, low, uint64(n))
		out[k] = drawn{way: monetary, number: int32(k + 1), t: frame[cent/uint64(cost)], lot: lot}
	}
	return out
}
