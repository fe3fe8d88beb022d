package evaluator

import (
	"context"
	"fmt"

	"lvv/anonymise/disclosure"
	"lvv/anonymise/microdata"
	"lvv/reports"
	"lvv/reports/page"
	"lvv/reports/page/dutch"
)

// besides makes records to go out beside the tables. Beside rounded tables there
// are none: who counts the records has exact counts of every class, which would
// undo the rounding.
func (r *records) besides(ctx context.Context, all []table, safe *disclosure.Safe, opts Options) (*set, error) {
	if safe.Rounding() > 0 {
		return nil, fmt.Errorf("records count what the tables round: %w", microdata.ErrNotUseful)
	}
	return r.anonymise(ctx, all, safe, opts)
}

// A roundPrivacy is what rounding did to the tables.
type roundPrivacy struct {
	Base    int64  `json:"veelvoud"`
	Span    int64  `json:"hoogstens_ernaast"`
	Farther int    `json:"verder_dan_het_naaste_veelvoud"`
	Note    string `json:"betekenis"`
}

// roundedPrivacy is nil when counts are exact.
func roundedPrivacy(safe *disclosure.Safe) *roundPrivacy {
	r := reports.RoundingOf(safe)
	if !r.Rounded() {
		return nil
	}
	c := safe.Control().Rounding
	return &roundPrivacy{c.Base, c.Reach*c.Base - 1, c.Farther, r.Note()}
}

// residual says what rounding does not do.
func (r *roundPrivacy) residual() string {
	return fmt.Sprintf("Afgeronde aantallen laten zien dat een groep klein is: bij een 0 zijn het er hoogstens %d, bij een %d van 1 tot en met %d. Precies is het niet te weten, ook niet door aantallen van elkaar af te trekken. Wie zichzelf in een groep kent, weet dat zij niet leeg is.",
		r.Span, r.Base, r.Base+r.Span)
}

// notices say in the verdict what was done instead of suppression and why there
// are no records.
func (r *roundPrivacy) notices() []page.Block {
	return []page.Block{
		page.Notice{Title: "Aantallen: afgerond op veelvouden van " + dutch.Int(r.Base), Text: r.Note + " De afronding hangt af van een sleutel die de gemeente niet verlaat. Onderdrukt zijn alleen cijfers waarin een persoon voor veel kan tellen, en grote groepen waarvan bijna iedereen hetzelfde is."},
		page.Notice{Warning: true, Title: "Records: niet meegegeven", Text: "Wie records telt, weet de aantallen precies. Bij afgeronde tabellen gaan daarom geen records mee. Het label anoniem geldt voor de tabellen."},
	}
}

// settings are those that matter beside rounding.
func (r *roundPrivacy) settings(s privacySettings) page.Facts {
	return page.Facts{
		{Term: "Afronding", Text: "op veelvouden van " + dutch.Int(r.Base) + "; totalen tellen op over alle tabellen"},
		{Term: "Interval", Text: fmt.Sprintf("van een klein aantal blijven ten minste %d waarden mogelijk", r.Base)},
		{Term: "Drempel", Text: fmt.Sprintf("%d personen (bij gezondheid %d) voor cijfers waarin een persoon voor %d of meer kan tellen", s.Threshold, s.HealthThreshold, r.Base)},
		{Term: "Groepen", Text: fmt.Sprintf("een gevoelige categorie met meer dan %d %% van een groep wordt onderdrukt, als afronding dat niet verbergt", s.GroupPercent)},
	}
}

// roundingBlocks say on the page with figures that they are rounded.
func (e edition) roundingBlocks() []page.Block {
	if note := e.rounding.Note(); note != "" {
		return []page.Block{page.Notice{Title: "Afgeronde aantallen", Text: note}}
	}
	return nil
}
