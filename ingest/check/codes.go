package check

// The problem codes that are found in a file by itself; the codes of a dataset's
// own rules come beside them. Tier and texts stand in schemas/problems.toml.
const (
	// the file
	FileEmpty         = "bestand-leeg"
	FileNotText       = "bestand-geen-tekst"
	FileUTF16         = "bestand-utf16"
	FileTooBig        = "bestand-te-groot"
	FileTooWide       = "bestand-te-breed"
	FileRowTooLong    = "bestand-regel-te-lang"
	FileUnclosedQuote = "bestand-aanhalingsteken-open"
	FileNotWorkbook   = "bestand-geen-werkmap"
	FileOldWorkbook   = "bestand-oude-werkmap"
	FileLocked        = "bestand-wachtwoord"
	FileDamaged       = "bestand-beschadigd"
	FileNoSheet       = "bestand-werkblad-ontbreekt"
	FileNoHeader      = "bestand-kop-ontbreekt"
	ColumnMissing     = "kolom-ontbreekt"
	ColumnAbsent      = "kolom-afwezig"
	ColumnTwice       = "kolom-dubbel"
	ColumnBSN         = "kolom-bsn"
	TextHoldsBSN      = "bsn-in-tekst"
	FileAboutPersons  = "bestand-over-personen"

	// any cell or row
	RowWidth     = "rij-breedte"
	CellRequired = "verplicht-leeg"
	CellExcelErr = "excel-foutwaarde"
	CodeUnknown  = "code-onbekend"

	// between rows: found by those who see all rows of a delivery
	RowTwice = "dubbele-rij"

	// V-number
	VNumberForm        = "vnummer-ongeldig"
	VNumberNineDigits  = "vnummer-negen-cijfers"
	VNumberBSN         = "vnummer-bsn"
	VNumberPower       = "vnummer-macht"
	VNumberPointZero   = "vnummer-punt-nul"
	VNumberPlaceholder = "vnummer-plaatshouder"

	// texts
	NameFormula      = "naam-formule"
	NameLong         = "naam-te-lang"
	NameControl      = "naam-stuurteken"
	ReferenceForm    = "kenmerk-tekens"
	ReferenceTooLong = "kenmerk-te-lang"

	// nationality
	NationalityUnknown  = "nationaliteit-onbekend"
	NationalityValidity = "nationaliteit-niet-geldig"
	NationalityNoZero   = "nationaliteit-voorloopnul"

	// dates
	DateForm       = "datum-ongeldig"
	DateIncomplete = "datum-onvolledig"
	DateShortYear  = "datum-jaar-kort"
	DateNotThere   = "datum-bestaat-niet"
	DateSerial     = "datum-volgnummer"
	DateFuture     = "datum-toekomst"
	DateEarly      = "datum-voor-pilot"
	AfterPeriod    = "na-periode"
	Date1900       = "datum-1900"
	Date2100       = "datum-2100"
	BirthForm      = "geboortedatum-ongeldig"
	BirthFuture    = "geboortedatum-toekomst"
	BirthBefore    = "geboortedatum-voor-1900"
	Birth1900      = "geboortedatum-1900"
	MonthForm      = "maand-ongeldig"
	MonthFuture    = "maand-toekomst"

	// numbers
	CountForm     = "aantal-ongeldig"
	CountTooLarge = "aantal-te-groot"
	CentsForm     = "bedrag-ongeldig"
	CentsDecimals = "bedrag-decimalen"
)
