package disclosure

// Control is what the privacy officer judges a parcel by. It is not for
// publication.
type Control struct {
	Policy Policy
	Tables []TableControl
	// SmallestWidth is the narrowest interval, of all person counts that are
	// too small, that the audit has proved against outsiders; -1 if there is
	// none. What an outsider can really find is at least as wide.
	SmallestWidth int64
	// Groups are the categories that hold nearly all of their total along a
	// Dim that is not Sensitive. They are shown; they may need an eye.
	Groups []Ref
	// Unchecked are the cells whose largest contribution is not known, so that
	// the rule on dominance could not be applied.
	Unchecked []Ref
}

// TableControl counts the cells of one table. Cells that are zero and shown
// count as Shown.
type TableControl struct {
	Name                                  string
	Primary, Secondary, Shown, Impossible int
	Zero                                  int // of Shown
	ShownPersons, Persons                 int64
}
