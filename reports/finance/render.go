package finance

import (
	"io"
	"slices"

	"lvv/anonymise/release"
	"lvv/reports/page/dutch"
	"lvv/reports/parcel"
)

// render writes the files of the parcel from what was approved.
func (s *statement) render(a release.Approved) (parcel.Contents, error) {
	v := s.approved(a)
	data, err := v.dataFiles()
	if err != nil {
		return parcel.Contents{}, err
	}
	provenance := s.job.Provenance
	provenance.Definitions = slices.Concat(provenance.Definitions, v.rounding.Definitions(), definitions())
	provenance.Settings = slices.Concat(provenance.Settings, v.rounding.Settings(), settings())
	checks := int64(s.checks)
	provenance.Counts = append(slices.Clone(provenance.Counts), parcel.Count{Name: "aansluitingen", In: checks, Out: checks})
	return parcel.Contents{
		Title: "Financiële verantwoording " + s.job.Programme,
		Lead: "Plaatsdagen, bedragen en bezetting over " + dutch.Period(s.job.Period.From.Time(), s.job.Period.To.Time()) +
			". Bedragen en plaatsen zijn exact; getallen over personen zijn beschermd en tot niemand te herleiden." + v.rounding.Behind(),
		Contact:    s.job.Contact,
		Provenance: provenance,
		Files: append([]parcel.File{
			{Name: "verantwoording.html", About: "De verantwoording om te lezen, af te drukken en te ondertekenen", Write: v.page},
			{Name: "financieel.xlsx", About: "Werkboek met formules, aannames en controles",
				Write: func(w io.Writer) error { return v.workbook().Write(w) }},
		}, data...),
	}, nil
}
