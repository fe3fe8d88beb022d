package evaluator

import (
	"lvv/anonymise/disclosure"
	"lvv/reports"
	"lvv/reports/chart"
	"lvv/reports/page/dutch"
	"lvv/schemas"
)

// A picture is a chart with the name of its file.
type picture struct {
	name, about string
	drawing     chart.Drawing
}

// pictures are drawn from shown figures; a hidden one is a hatched gap.
func (e edition) pictures() []picture {
	return []picture{
		{"in_en_uitstroom", "Instroom en uitstroom", e.flowChart()},
		{"bezetting", "Bezetting en plaatsen", e.stockChart()},
		{"uitstroom_reden", "Uitstroom naar reden", e.reasonChart()},
		{"oplossing_per_jaar", "Uitstroom per jaar naar oplossing", e.solutionChart()},
		{"cumulatieve_incidentie", "Cumulatieve incidentie per soort uitstroom", e.courseChart()},
		{"nationaliteit", "Instroom naar regio van herkomst", e.regionChart()},
	}
}

func (s shown) value() chart.Value {
	if !s.ok {
		return chart.Suppressed()
	}
	return chart.Int(s.n)
}

// leaves are the categories of a dimension that are no totals.
func leaves(d disclosure.Dim) []disclosure.Category {
	var out []disclosure.Category
	for _, c := range d.Categories {
		if !c.Total {
			out = append(out, c)
		}
	}
	return out
}

func (e edition) span() string {
	return dutch.Period(e.job.Period.From.Time(), e.job.Period.To.Time())
}

func (e edition) flowChart() chart.Drawing {
	in, out := e.view("instroom"), e.view("uitstroom")
	b := chart.Bars{Frame: chart.Frame{Title: "Instroom en uitstroom",
		Desc: "Per tijdvak het aantal verblijven dat begon en dat eindigde, alle organisaties samen.", Note: "Verblijven; alle organisaties"},
		Series: []chart.Series{{Label: "instroom"}, {Label: "uitstroom"}}}
	for _, q := range leaves(in.Dims[0]) {
		b.X = append(b.X, q.Label)
		b.Series[0].Values = append(b.Series[0].Values, in.figure(q.Code, reports.AllCode).value())
		b.Series[1].Values = append(b.Series[1].Values, out.figure(q.Code, reports.AllCode).value())
	}
	return b
}

func (e edition) stockChart() chart.Drawing {
	v := e.view("bezetting")
	l := chart.Lines{Frame: chart.Frame{Title: "Bezetting", Desc: "Aantal lopende verblijven op elke peildatum, met het aantal plaatsen.",
		Note: "Lopende verblijven aan het einde van de dag; plaatsen volgens het capaciteitsregister"},
		Series: []chart.Series{{Label: "bezetting"}}}
	places := chart.Series{Label: "plaatsen", Step: true, Reference: true}
	known := false
	for _, date := range v.Dims[0].Categories {
		l.X = append(l.X, date.Label)
		l.Series[0].Values = append(l.Series[0].Values, v.figure(date.Code, reports.AllCode).value())
		day, err := schemas.ParseDay(date.Code)
		if err != nil {
			panic("evaluator: internal error: a reference date that is no date")
		}
		p := e.places(day)
		known = known || p.ok
		places.Values = append(places.Values, chart.Int(p.n))
	}
	if known {
		l.Series = append(l.Series, places)
	}
	return l
}

func (e edition) reasonChart() chart.Drawing {
	v := e.view("uitstroom_reden")
	b := chart.Bars{Frame: chart.Frame{Title: "Uitstroom naar reden", Desc: "Aantal verblijven dat in de periode eindigde, naar reden van uitstroom.",
		Note: "Verblijven; " + e.span()}, Lying: true, Series: []chart.Series{{}}}
	for _, c := range leaves(v.Dims[1]) {
		i := at(v.Dims, reports.AllCode, c.Code)
		s, status := v.cell(i)
		if status == disclosure.Impossible {
			continue
		}
		b.X = append(b.X, c.Label)
		b.Series[0].Values = append(b.Series[0].Values, s.value())
	}
	return b
}

func (e edition) solutionChart() chart.Drawing {
	v := e.view("uitstroom_reden")
	b := chart.Bars{Frame: chart.Frame{Title: "Uitstroom per jaar naar oplossing", Desc: "Per jaar het aantal verblijven dat eindigde met een bestendige oplossing, een semi-bestendige of geen.",
		Note: "Verblijven"}}
	for _, s := range solutions {
		b.Series = append(b.Series, chart.Series{Label: s.label})
	}
	for _, y := range leaves(v.Dims[0]) {
		b.X = append(b.X, y.Label)
		for i, s := range solutions {
			b.Series[i].Values = append(b.Series[i].Values, v.figure(y.Code, s.code).value())
		}
	}
	return b
}

func (e edition) courseChart() chart.Drawing {
	c := e.course()
	begin, end := c.months()
	v := chart.Curve{Frame: chart.Frame{Title: "Hoe lang duurt het tot iemand vertrekt, en hoe", Unit: chart.Percent,
		Desc: "Geschat aandeel van de verblijven dat na zoveel maanden is geëindigd, per soort uitstroom.",
		Note: "Verblijven die in de periode begonnen; geschat na 3, 6, 12 en 24 maanden"},
		X: append(begin, end), End: end + 3, XLabel: "maanden na instroom"}
	for k, kind := range c.kinds {
		s := chart.Series{Label: kind.Label, Values: []chart.Value{{N: 0}}} // nobody has left on the first day
		for i := range c.classes {
			if i < len(c.share) {
				s.Values = append(s.Values, chart.Value{N: 100 * c.share[i][k]})
			} else {
				s.Values = append(s.Values, chart.Suppressed())
			}
		}
		v.Series = append(v.Series, s)
	}
	return v
}

func (e edition) regionChart() chart.Drawing {
	v := e.view("instroom_nationaliteit")
	b := chart.Bars{Frame: chart.Frame{Title: "Instroom naar regio van herkomst", Desc: "Aantal verblijven dat in de periode begon, naar de regio van de nationaliteit.",
		Note: "Verblijven; " + e.span()}, Lying: true, Series: []chart.Series{{}}}
	for _, c := range v.Dims[0].Categories {
		if c.Total && c.Parent != "" && c.Parent != reports.AllCode {
			b.X = append(b.X, c.Label)
			b.Series[0].Values = append(b.Series[0].Values, v.figure(c.Code).value())
		}
	}
	return b
}
