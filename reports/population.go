package reports

// The populations that several parcels count. A figure is recognised by the words
// for whom it counts: under the same words the figure of one parcel is that of
// another, so that who holds both cannot subtract them.
const (
	Entered = "verblijven met datum instroom in de periode"
	Left    = "verblijven met datum uitstroom in de periode"
	Present = "verblijven die aan het einde van de peildatum lopen"
	Persons = "personen met een verblijfsdag in de periode" // the day of leaving counts
)
