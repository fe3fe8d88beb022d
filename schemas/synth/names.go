package synth

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
	"sync"

	"lvv/schemas"
)

//go:embed names.csv
var nameFile string

//go:embed nationalities.csv
var nationalityFile string

// A nameList holds the names of one part of the world. Each name is a list of
// spellings under which the same name is met in Dutch registers.
type nameList struct {
	men, women, family [][]string
}

// An origin is a nationality with the share of people who have it.
type origin struct {
	code  *schemas.Code
	names *nameList
}

// origins are all origins and their cumulative weights.
type origins struct {
	list []origin
	cum  []float64
}

var loadOrigins = sync.OnceValue(func() *origins {
	byName := make(map[string]*nameList)
	for _, row := range table(nameFile) {
		l := byName[row[0]]
		if l == nil {
			l = new(nameList)
			byName[row[0]] = l
		}
		kind := map[string]*[][]string{"m": &l.men, "v": &l.women, "f": &l.family}[row[1]]
		*kind = append(*kind, strings.Split(row[2], "|"))
	}
	codes := schemas.List("nationaliteit")
	o := new(origins)
	var weights []float64
	for _, row := range table(nationalityFile) {
		i := codes.Index(row[0])
		w, err := strconv.ParseFloat(row[1], 64)
		if i < 0 || err != nil || byName[row[2]] == nil {
			panic("synth: internal error: nationalities.csv: " + strings.Join(row, ";"))
		}
		o.list = append(o.list, origin{&codes.Codes[i], byName[row[2]]})
		weights = append(weights, w)
	}
	o.cum = cumulate(weights...)
	return o
})

// table reads an embedded ';' separated file and leaves out its header.
func table(text string) [][]string {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		panic("synth: internal error: " + err.Error())
	}
	return rows[1:]
}
