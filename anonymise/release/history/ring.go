package history

import (
	"fmt"
	"maps"
	"slices"

	"lvv/anonymise/disclosure"
	"lvv/schemas"
)

// A line is a figure on the way from one day to another; back is against its time.
type line struct {
	stretched
	back bool
}

// start and end are the days between which a line goes.
func (l line) start() schemas.Day {
	if l.back {
		return l.period.To + 1
	}
	return l.period.From
}

func (l line) end() schemas.Day {
	if l.back {
		return l.period.From
	}
	return l.period.To + 1
}

// sum is what happened between the ends of a way.
func sum(path []line) (n int64) {
	for _, l := range path {
		if l.back {
			n -= l.value
		} else {
			n += l.value
		}
	}
	return n
}

// A ring is the lines from each day, as long as none of them closes it.
type ring map[schemas.Day][]line

// add joins the first day of a figure and the day after its last. When they are
// joined already it gives the way from the one to the other instead.
func (r ring) add(x stretched) (path []line, closed bool) {
	from, to := x.period.From, x.period.To+1
	if path, closed = r.way(from, to); closed {
		return path, true
	}
	r[from] = append(r[from], line{x, false})
	r[to] = append(r[to], line{x, true})
	return nil, false
}

// way finds the lines from one day to another, the last one first.
func (r ring) way(from, to schemas.Day) (path []line, ok bool) {
	came := map[schemas.Day]line{}
	queue := []schemas.Day{from}
	for len(queue) > 0 && !ok {
		day := queue[0]
		queue = queue[1:]
		for _, l := range r[day] {
			next := l.end()
			if _, seen := came[next]; seen || next == from {
				continue
			}
			came[next] = l
			queue = append(queue, next)
			ok = ok || next == to
		}
	}
	if !ok {
		return nil, false
	}
	for day := to; day != from; {
		l := came[day]
		path = append(path, l)
		day = l.start()
	}
	return path, true
}

// A gap is a period of which nobody printed a figure, and a table with figures from
// which one follows.
type gap struct {
	period schemas.Period
	table  int
}

// A piece is a figure of a gap, from what it follows, and one figure of that.
type piece struct {
	of    string
	value int64
	path  []line
	like  stretched
}

// gaps are pieces by gap, in the order in which these were found.
type gaps struct {
	order  []gap
	pieces map[gap][]piece
}

// unseen finds the figures between two days next to each other that follow from
// others, are about too few people, and were not known already.
func (j *joint) unseen(of string, r ring, found *gaps) {
	days := slices.Sorted(maps.Keys(r))
	for i, from := range days {
		var path []line
		for _, to := range days[i+1:] {
			var joined bool
			if path, joined = r.way(from, to); joined {
				break
			}
		}
		at := slices.IndexFunc(path, func(l line) bool { return l.value > 0 })
		if at < 0 || alone(path) || !slices.ContainsFunc(path, func(l line) bool { return !l.public }) {
			continue // it stands somewhere, or is known
		}
		p := piece{of, sum(path), path, path[at].stretched}
		limit := j.policy.Threshold
		if p.like.health {
			limit = j.policy.HealthThreshold
		}
		if p.value <= 0 || p.value >= limit {
			continue
		}
		g := gap{schemas.Period{From: from, To: path[0].end() - 1}, p.like.table}
		if found.pieces == nil {
			found.pieces = map[gap][]piece{}
		}
		if found.pieces[g] == nil {
			found.order = append(found.order, g)
		}
		found.pieces[g] = append(found.pieces[g], p)
	}
}

// alone reports whether all but one of the figures on a way are zero.
func alone(path []line) bool {
	n := 0
	for _, l := range path {
		if l.value > 0 {
			n++
		}
	}
	return n == 1
}

// behindWay is how many people may be behind a piece: no more than behind all that
// it is in, and who is in one of these is in the piece, or in what is taken off.
func (j *joint) behindWay(p piece) crowd {
	var all, largest, off int64
	for _, l := range p.path {
		if l.known() {
			continue
		}
		x := crowd{least: 1, most: l.value}
		if l.printed {
			n := j.tables[l.table].Cells[l.at.Cell].Contributors
			x = crowd{n, n}
		} else if crowds := j.crowds[l.table]; crowds != nil {
			x = crowds[l.at.Cell]
		}
		if l.back {
			off += x.most
		} else {
			all, largest = all+x.most, max(largest, x.least)
		}
	}
	people := min(p.value, all)
	return crowd{min(people, max(1, largest-off)), people}
}

// addGap adds a table that nobody published for each piece of a gap. It is by what
// the figure is of, so that who knows all of an organisation is known to know it.
func (j *joint) addGap(g gap, pieces []piece) {
	like := j.tables[g.table]
	for i, p := range pieces {
		t := disclosure.Table{Name: fmt.Sprintf("%s in %s, %d", like.Name, g.period, i), Kind: like.Kind, Unit: like.Unit, Unpublished: true,
			Dims: only(&like, p.like.at.Cell), Cells: []disclosure.Cell{{Value: p.value}}}
		t.Population = t.Name
		j.crowds[len(j.tables)] = []crowd{j.behindWay(p)}
		if n, ok := j.recounted(g.period, p.of, p.value); ok {
			j.crowds[len(j.tables)] = []crowd{{n, n}}
		}
		j.tables, j.from = append(j.tables, t), append(j.from, difference)
		last := slices.IndexFunc(p.path, func(l line) bool { return !l.known() })
		j.compared[t.Name] = [2]int{g.table, p.path[last].table}
		j.close(disclosure.Ref{Table: t.Name}, p.path)
	}
}

// only are the dims of a table with the categories of one cell alone.
func only(t *disclosure.Table, cell int) (dims []disclosure.Dim) {
	stride := len(t.Cells)
	for _, d := range t.Dims {
		stride /= len(d.Categories)
		if c := d.Categories[cell/stride%len(d.Categories)]; !c.Total || c.Parent != "" {
			c.Parent, c.Total = "", false
			dims = append(dims, disclosure.Dim{Name: d.Name, Label: d.Label, Categories: []disclosure.Category{c}})
		}
	}
	if dims == nil {
		dims = []disclosure.Dim{{Name: "cel", Categories: []disclosure.Category{{Code: "alle", Label: "alle"}}}}
	}
	return dims
}
