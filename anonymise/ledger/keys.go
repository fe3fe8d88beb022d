package ledger

// The closed list of attributes. Their names stand in ledgers that are kept for
// years, so this list may grow and must not shrink.

// A CountKey says what was counted.
type CountKey string

// The counts.
const (
	RowsIn          CountKey = "lvv.count.rows_in"
	RowsGood        CountKey = "lvv.count.rows_good"
	RowsBad         CountKey = "lvv.count.rows_bad"
	RowsNew         CountKey = "lvv.count.rows_new"
	RowsChanged     CountKey = "lvv.count.rows_changed"
	RowsVanished    CountKey = "lvv.count.rows_vanished"
	RowsOut         CountKey = "lvv.count.rows_out"
	RowsSuppressed  CountKey = "lvv.count.rows_suppressed"
	ColumnsDropped  CountKey = "lvv.count.columns_dropped"
	Problems        CountKey = "lvv.count.problems"
	Warnings        CountKey = "lvv.count.warnings"
	Persons         CountKey = "lvv.count.persons"
	PersonsNew      CountKey = "lvv.count.persons_new"
	PersonsLower    CountKey = "lvv.count.persons_lower"
	PersonsUpper    CountKey = "lvv.count.persons_upper"
	PairsOpen       CountKey = "lvv.count.pairs_open"
	PairsDecided    CountKey = "lvv.count.pairs_decided"
	Stays           CountKey = "lvv.count.stays"
	Trajectories    CountKey = "lvv.count.trajectories"
	Segments        CountKey = "lvv.count.segments"
	SegmentsOld     CountKey = "lvv.count.segments_replaced"
	Tables          CountKey = "lvv.count.tables"
	Cells           CountKey = "lvv.count.cells"
	CellsPrimary    CountKey = "lvv.count.cells_primary"
	CellsSecondary  CountKey = "lvv.count.cells_secondary"
	Files           CountKey = "lvv.count.files"
	Deliveries      CountKey = "lvv.count.deliveries"
	Parcels         CountKey = "lvv.count.parcels"
	Keys            CountKey = "lvv.count.keys"
	KeysNotProved   CountKey = "lvv.count.keys_not_proved"
	LeftoversErased CountKey = "lvv.count.leftovers_erased"
	Threshold       CountKey = "lvv.count.threshold"

	// tornBytes is set by the ledger itself, on the first entry after a line
	// that a crash left unfinished.
	tornBytes CountKey = "lvv.count.torn_bytes"
)

// A HashKey says of what a SHA-256 is.
type HashKey string

// The hashes.
const (
	Delivery     HashKey = "lvv.hash.delivery"   // the sealed file as received
	Manifest     HashKey = "lvv.hash.manifest"   // its signed manifest
	Quarantine   HashKey = "lvv.hash.quarantine" // what was sealed back to the sender
	Receipt      HashKey = "lvv.hash.receipt"
	Segment      HashKey = "lvv.hash.segment"       // a sealed file of the store
	StoreState   HashKey = "lvv.hash.store"         // the list of all segments in force
	Register     HashKey = "lvv.hash.register"      // the sealed person register
	Inputs       HashKey = "lvv.hash.inputs"        // the list of all inputs of a report
	Settings     HashKey = "lvv.hash.settings"      // the settings in force
	ControlSheet HashKey = "lvv.hash.control_sheet" // what the second person approved
	Parcel       HashKey = "lvv.hash.parcel"        // the sealed parcel as sent
	Release      HashKey = "lvv.hash.release"       // what people sign of a release: its digest
	Memory       HashKey = "lvv.hash.memory"        // the sealed file by which a release is remembered
	Proposal     HashKey = "lvv.hash.proposal"      // the sealed parcel that waits for a second person
	PublicKey    HashKey = "lvv.hash.public_key"    // the text of a public key
)

// A VersionKey says of what a version is.
type VersionKey string

// The versions.
const (
	Program  VersionKey = "lvv.version.program"
	Contract VersionKey = "lvv.version.contract"
	Profile  VersionKey = "lvv.version.profile"
)

// A CodeKey says what a code answers.
type CodeKey string

// The codes.
const (
	Result   CodeKey = "lvv.code.result"   // how an act ended
	Reason   CodeKey = "lvv.code.reason"   // why it ended so
	Level    CodeKey = "lvv.code.level"    // what is known of the sender of a delivery
	Decision CodeKey = "lvv.code.decision" // of a person, on a pair or a release
	ReportOn CodeKey = "lvv.code.report"   // which report
)

// A KeyRole says what a key was used for.
type KeyRole string

// The roles of keys.
const (
	OpenedWith  KeyRole = "lvv.key.opened_with"
	SealedTo    KeyRole = "lvv.key.sealed_to"
	SignedBy    KeyRole = "lvv.key.signed_by"
	DerivedFrom KeyRole = "lvv.key.derived_from"
	Subject     KeyRole = "lvv.key.subject"  // the key that an act is about: made, rotated, destroyed
	Actor       KeyRole = "lvv.key.actor"    // of the operator
	Approver    KeyRole = "lvv.key.approver" // of the second person
)

// Attributes with one setter each.
const (
	keyPurpose   = "dpl.core.processing_activity_id"
	keyOrg       = "lvv.org"
	keyDataset   = "lvv.dataset"
	keyRecipient = "lvv.recipient"
	keyFrom      = "lvv.period.from"
	keyTo        = "lvv.period.to"
	keySeq       = "lvv.seq"
)
