package synth

import (
	"math"
	"math/rand/v2"
)

// Each kind of question has its own stream of chance, so that a new question
// does not change the answers to the old ones.
const (
	streamLife = iota + 1
	streamIdentity
	streamSpelling
	streamTraject
	streamApplication
	streamCounts
	streamFault
	streamVNumber
)

// dice are a source of chance that can be set back to any (stream, number)
// cheaply: that is what lets a person be made again at any moment.
type dice struct {
	*rand.Rand
	seed uint64
	src  *rand.PCG
}

func newDice(seed uint64) dice {
	src := rand.NewPCG(seed, 0)
	return dice{rand.New(src), seed, src}
}

// at sets the dice to the beginning of a stream.
func (d dice) at(stream, number uint64) {
	d.src.Seed(mix(d.seed^mix(stream)), mix(number))
}

// mix spreads a number over 64 bits (the finaliser of SplitMix64), so that
// neighbouring persons get unrelated streams.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// chance is true with probability p.
func (d dice) chance(p float64) bool { return d.Float64() < p }

// pick returns an index with the given cumulative weights.
func (d dice) pick(cumulative []float64) int {
	u := d.Float64() * cumulative[len(cumulative)-1]
	for i, c := range cumulative {
		if u < c {
			return i
		}
	}
	return len(cumulative) - 1
}

// upTo returns a number of days from 1 to most: short ones are likelier, as if
// the end came by chance with that mean.
func (d dice) upTo(most int, mean float64) int {
	u := d.Float64()
	days := -mean * math.Log(1-u*(1-math.Exp(-float64(most)/mean)))
	return min(most, 1+int(days))
}

func cumulate(weights ...float64) []float64 {
	sum := 0.0
	for i, w := range weights {
		sum += w
		weights[i] = sum
	}
	return weights
}
