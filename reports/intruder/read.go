package intruder

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"lvv/schemas"
)

// A Parcel is an unpacked parcel and the name to speak of it.
type Parcel struct {
	Name  string
	Files fs.FS
}

// A content is what the intruder understands of a parcel.
type content struct {
	name    string
	period  schemas.Period
	label   string // as the parcel says: anoniem, pseudoniem
	figures []figure
	records *records
	unread  []string   // files with data that were not understood
	beyond  []Attacker // whom the parcel does not promise to withstand
}

// origin is what herkomst.json says of a parcel.
type origin struct {
	Label  string `json:"label"`
	Period struct {
		From schemas.Day `json:"van"`
		To   schemas.Day `json:"tot_en_met"`
	} `json:"periode"`
	Settings []struct {
		Name  string `json:"naam"`
		Value string `json:"waarde"`
	} `json:"instellingen"`
}

// The settings by which a parcel says whom it withstands, and the value that
// means that it does not. A parcel that says nothing is held to everything.
const (
	StaffSetting     = "bestand_tegen_medewerkers"
	CoalitionSetting = "bestand_tegen_samenleggen"
	NoStaff          = "nee"
	NoCoalition      = "1"
)

// beyond are the attackers that a parcel does not promise to withstand.
func (o origin) beyond() (who []Attacker) {
	for _, s := range o.Settings {
		switch {
		case s.Name == StaffSetting && s.Value == NoStaff:
			who = append(who, Staff)
		case s.Name == CoalitionSetting && s.Value == NoCoalition:
			who = append(who, Coalition)
		}
	}
	return who
}

const (
	originFile  = "herkomst.json"
	recordsFile = "microdata.csv"
	dataFolder  = "gegevens"
	anonymous   = "anoniem"
)

// ErrNotAParcel means that a folder does not hold an unpacked parcel.
var ErrNotAParcel = errors.New("this is not an unpacked parcel")

// read reads the data files of a parcel.
func read(p Parcel) (content, error) {
	c := content{name: p.Name}
	text, err := fs.ReadFile(p.Files, originFile)
	if err != nil {
		return c, fmt.Errorf("%s: %w: %w", p.Name, ErrNotAParcel, err)
	}
	var o origin
	if err := json.Unmarshal(text, &o); err != nil {
		return c, fmt.Errorf("%s: %s: %w", p.Name, originFile, ErrNotAParcel)
	}
	c.label, c.beyond, c.period = o.Label, o.beyond(), schemas.Period{From: o.Period.From, To: o.Period.To}
	if c.label != anonymous {
		return c, nil
	}
	names, err := fs.Glob(p.Files, dataFolder+"/*.csv")
	if err != nil {
		return c, fmt.Errorf("%s: %w", p.Name, err)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := c.file(p.Files, name); err != nil {
			return c, fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	if r := o.rounding(); r.base > 0 {
		for i := range c.figures {
			c.figures[i].round(r)
		}
	}
	return c, nil
}

// file reads one file of data in the way that fits it.
func (c *content) file(files fs.FS, name string) error {
	s, err := readSheet(files, name)
	if err != nil {
		return err
	}
	switch l, known := layoutOf(s); {
	case path.Base(name) == recordsFile:
		c.records = newRecords(c.name, c.period, s)
	case s.long():
		c.long(s)
	case known:
		c.wide(s, l)
	case !notAboutPeople[s.name]:
		c.unread = append(c.unread, c.name+" "+name)
	}
	return nil
}

// notAboutPeople are files about money, places, findings in words and levels of
// the records.
var notAboutPeople = map[string]bool{
	"geld": true, "kosten": true, "plaatsdagen": true, "financiering": true, "bevindingen": true, "niveaus": true,
}

// A sheet is a file of data.
type sheet struct {
	name   string
	header []string
	rows   [][]string
}

func readSheet(files fs.FS, name string) (sheet, error) { return readSeparated(files, name, ',') }

// readCopy reads a copy of the data that Excel opens.
func readCopy(files fs.FS, name string) (sheet, error) { return readSeparated(files, name, ';') }

func readSeparated(files fs.FS, name string, comma rune) (sheet, error) {
	f, err := files.Open(name)
	if err != nil {
		return sheet{}, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.Comma = -1, comma
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return sheet{}, fmt.Errorf("%s: not a file of data: %w", name, ErrNotAParcel)
	}
	rows[0][0] = strings.TrimPrefix(rows[0][0], "\ufeff")
	width := len(rows[0])
	rows = slices.DeleteFunc(rows, func(row []string) bool { return len(row) != width })
	return sheet{strings.TrimSuffix(path.Base(name), ".csv"), rows[0], rows[1:]}, nil
}

// column is the place of a column, or -1.
func (s sheet) column(name string) int { return slices.Index(s.header, name) }

// long reports whether the sheet has a figure a row and says what it counts.
func (s sheet) long() bool {
	return s.counts() >= 0 && s.column("populatie") >= 0 && s.column("eenheid") >= 0
}

// counts is the column with the figures of a long sheet, or -1; the columns
// before it are what the figures are about.
func (s sheet) counts() int {
	return slices.IndexFunc(s.header, func(h string) bool { return h == "aantal_stroom" || h == "aantal_stand" })
}

// populationOf are the populations as tables call them.
var populationOf = map[string]string{
	"verblijven met datum instroom in de periode":               entered,
	"verblijven met datum uitstroom in de periode":              left,
	"verblijven die aan het einde van de peildatum lopen":       present,
	"personen met een verblijfsdag in de periode":               persons,
	"hulp bij toegang tot zorg en rechtsbijstand in de periode": helped,
	"aanmeldingen met datum van aanmelding in de periode":       applied,
	"trajecten met datum start in de periode":                   guided,
	"trajecten met datum einde in de periode":                   ended,
	"trajecten die aan het einde van de peildatum lopen":        ongoing,
}

// long reads a sheet with a figure a row.
func (c *content) long(s sheet) {
	n, population, unit := s.counts(), s.column("populatie"), s.column("eenheid")
	for _, row := range s.rows {
		f := figure{high: -1, where: Where{c.name, s.name, row[:n]}}
		if !f.read(row[n]) {
			continue
		}
		f.percentage(s, row)
		f.population, f.unit, f.when = row[population], row[unit], c.period
		if known, ok := populationOf[f.population]; ok {
			f.population = known
		}
		var of []coordinate
		for i, dim := range s.header[:n] {
			of = append(of, c.coordinates(dim, row[i], &f.when)...)
		}
		f.of = join(of)
		f.place = f.anchored(c.period)
		c.figures = append(c.figures, f)
	}
}

// coordinates reads a category; what tells the time goes into when.
func (c *content) coordinates(dim, code string, when *schemas.Period) []coordinate {
	switch dim {
	case "tijdvak", "tijd", "periode", "peildatum", "jaar_van_vertrek":
		if p, ok := c.time(code); ok {
			*when = p
			return nil
		}
	case "verblijfsduur": // classes below "begun in the period", beside "before it"
		switch code {
		case total:
			return nil
		case inTime, before:
			return []coordinate{{begun, code}}
		}
		return []coordinate{{begun, inTime}, {length, code}}
	}
	return []coordinate{{dim, code}}
}

// time reads 2019, 2019-H1, 2019-K1, 2019-03 and 2019-03-31 within the period; totaal is
// the whole of it.
func (c *content) time(code string) (schemas.Period, bool) {
	if d, err := schemas.ParseDay(code); err == nil {
		return schemas.Period{From: d, To: d}, true
	}
	if code == total {
		return c.period, true
	}
	y, rest, _ := strings.Cut(code, "-")
	year, err := strconv.Atoi(y)
	if err != nil || len(y) != 4 {
		return schemas.Period{}, false
	}
	from, to, ok := monthsOf(rest)
	if !ok {
		return schemas.Period{}, false
	}
	first, _ := schemas.NewDay(year, from, 1)
	last, _ := schemas.NewDay(year, to, schemas.DaysIn(year, to))
	return schemas.Period{From: max(first, c.period.From), To: min(last, c.period.To)}, true
}

// read takes the text of a figure; it is false for what cannot occur.
func (f *figure) read(text string) bool {
	if text == "." {
		return true
	}
	n, err := strconv.ParseInt(text, 10, 64)
	f.shown, f.value = err == nil, n
	return f.shown
}

// percentage takes what a percentage with a denominator tells of a dot.
func (f *figure) percentage(s sheet, row []string) {
	pct, base := s.column("aandeel_pct"), s.column("noemer")
	if f.shown || pct < 0 || base < 0 {
		return
	}
	share, err := strconv.ParseFloat(row[pct], 64)
	n, err2 := strconv.ParseInt(row[base], 10, 64)
	if err != nil || err2 != nil {
		return
	}
	// One decimal: the share lies within 0.05; a little more against rounding.
	f.low = max(0, int64((share-0.051)*float64(n)/100))
	f.high = int64((share+0.051)*float64(n)/100) + 1
}
