package schemas

// A ColumnType is the physical type of a column in the store and the warehouse.
type ColumnType uint8

// The physical types.
const (
	TypeInt32 ColumnType = iota // plain number
	TypeInt64                   // token, cents
	TypeUint8                   // age in years; 255 = unknown
	TypeDate                    // Day
	TypeBool
	TypeCode // index into a code list
)

// A Column is one column of the store. None of them holds a name, a V-number
// or a birth date, nor anything from which one could be computed.
type Column struct {
	Name     string
	Type     ColumnType
	Nullable bool
	Codes    *CodeList // for TypeCode
	Field    *Field    // where it comes from; nil for columns of our own
}

// Names of the store's own columns.
const (
	ColPerson  = "persoon"      // number of the person within the segment or the loaded store
	ColLink    = "koppelstatus" // how the person was found, list "koppelstatus"
	ColAgeFrom = "leeftijd_van" // youngest age in whole years at the event; 255 = unknown
	ColAgeTo   = "leeftijd_tot" // oldest age in whole years at the event; 255 = unknown
	ColRow     = "rij"          // row number in the delivery, as the sender sees it
)

// UnknownAge stands in both age columns when the birth date says nothing.
const UnknownAge = 255

// Columns returns the columns that the store keeps of a dataset, in order. The
// order and types follow from the fields and their Keeping alone.
func (d *Dataset) Columns() []Column {
	var cols []Column
	for _, f := range d.Fields {
		cols = append(cols, f.columns()...)
	}
	return append(cols, Column{Name: ColRow, Type: TypeInt32})
}

func (f *Field) columns() []Column {
	switch f.Store {
	case KeepPerson:
		return []Column{
			{Name: ColPerson, Type: TypeInt32, Field: f},
			{Name: ColLink, Type: TypeCode, Codes: List("koppelstatus"), Field: f},
		}
	case KeepAge:
		return []Column{
			{Name: ColAgeFrom, Type: TypeUint8, Field: f},
			{Name: ColAgeTo, Type: TypeUint8, Field: f},
		}
	case KeepToken:
		return []Column{{Name: f.Name, Type: TypeInt64, Nullable: true, Field: f}}
	case KeepPresence:
		return []Column{{Name: f.Name, Type: TypeBool, Field: f}}
	case KeepValue:
		return []Column{{Name: f.Name, Type: f.valueType(), Nullable: !f.Required, Codes: f.Codes, Field: f}}
	}
	return nil
}

func (f *Field) valueType() ColumnType {
	switch f.Kind {
	case KindDate, KindMonth:
		return TypeDate // a month is stored as its first day
	case KindCode, KindNationality:
		return TypeCode
	case KindCents:
		return TypeInt64
	}
	return TypeInt32
}
