package main

import (
	"errors"

	"lvv/anonymise"
	"lvv/anonymise/disclosure"
	"lvv/anonymise/disclosure/bounds"
	"lvv/anonymise/disclosure/certificate"
	"lvv/anonymise/disclosure/certificate/linked"
	"lvv/anonymise/disclosure/pattern"
	"lvv/anonymise/disclosure/rounding"
	"lvv/anonymise/disclosure/suppression"
	"lvv/anonymise/durable"
	"lvv/anonymise/keyring"
	"lvv/anonymise/ledger"
	"lvv/anonymise/microdata"
	"lvv/anonymise/microdata/recordfile"
	"lvv/anonymise/register"
	"lvv/anonymise/release"
	"lvv/anonymise/release/history"
	"lvv/anonymise/store"
	"lvv/ingest/envelope"
	"lvv/ingest/quarantine"
	"lvv/reports"
	"lvv/reports/finance"
	"lvv/reports/intruder"
	"lvv/reports/parcel"
	"lvv/reports/places"
	"lvv/reports/warehouse"
	"lvv/reports/workbook"
)

// Exit codes. They are part of the contract: add, never renumber.
const (
	exitDone      = 0
	exitFailed    = 1
	exitUsage     = 2
	exitAside     = 3  // done, but rows or files were put aside
	exitSealed    = 10 // a sealed file could not be opened
	exitDamaged   = 11 // ledger or store damaged
	exitRefused   = 12 // release refused by disclosure control
	exitUnbalance = 13 // figures do not reconcile
)

// advice says for each failure that somebody can act on which exit code it has
// and what to do. The first line that fits is the one that counts.
var advice = []struct {
	err  error
	exit int
	hint string
}{
	{errUsage, exitUsage, "lvv --help lists the commands, lvv COMMAND --help explains one"},
	{errSettings, exitUsage, "correct that line of lvv.toml; the comments in it say what each key means"},
	{errNoWorkspace, exitUsage, "give the folder of a workspace with -C, or make one with lvv init"},
	{errNoOrganisation, exitUsage, "add the organisation to lvv.toml and run lvv keys add-org"},
	{errNotEmpty, exitUsage, "choose a new folder"},
	{errNoReceipt, exitFailed, "have the code read out again; a delivery that is still in inbox/ gets its receipt with lvv ingest"},
	{errPutAside, exitAside, ""},
	{errRefused, exitFailed, "correct the file as the report says and try again"},
	{reports.ErrUnbalanced, exitUnbalance, "nothing was written; lvv status shows which deliveries count"},

	{errHeld, exitAside, "look at the receipt, call the organisation, and admit the file: lvv ingest --admit FILE"},
	{errNotAgreed, exitAside, "a dataset needs a written agreement (S-U 13); choose the contract that has it in lvv.toml"},
	{store.ErrSame, exitDone, ""},
	{store.ErrOlder, exitAside, "ask the sender to seal the correction with a higher --seq"},
	{store.ErrOverlap, exitAside, "ask the sender for the same period, or for one that contains it"},
	{store.ErrVersion, exitDamaged, "use the version of lvv that wrote the store, or take the deliveries in again"},
	{store.ErrDamaged, exitDamaged, "change nothing; put the store back from its safe copy and run lvv verify"},
	{store.ErrSchema, exitDamaged, "this store was made by another version of lvv: use that version, or take the deliveries in again"},
	{store.ErrMeta, exitSealed, "ask the sender to seal again with this version of lvv"},
	{register.ErrDamaged, exitDamaged, "put persons/register.age back from its safe copy; never begin a new one beside an old store"},
	{register.ErrVersion, exitDamaged, "use the version of lvv that wrote the register"},
	{anonymise.ErrTooLarge, exitFailed, "deliver a shorter period"},
	{anonymise.ErrLayout, exitDamaged, "the store holds something that lvv did not write: run lvv verify"},

	{envelope.ErrNotForUs, exitSealed, "ask the sender to seal again with the drop kit of this workspace"},
	{envelope.ErrTruncated, exitSealed, "the file did not arrive whole: ask the sender to send the same file again"},
	{envelope.ErrAltered, exitSealed, "ask the sender to send the same file again; do not try to repair it"},
	{envelope.ErrMangled, exitSealed, "a mail program or an editor changed the file: send it as an attachment or by upload"},
	{envelope.ErrNotAge, exitSealed, "the file was never sealed: keep it away from mail, and ask the sender to seal it"},
	{envelope.ErrEmpty, exitSealed, "ask the sender to send the file again"},
	{envelope.ErrRetired, exitSealed, "ask the sender to seal again with the newest drop kit"},
	{envelope.ErrPassphrase, exitSealed, "ask the sender to seal to the key of the drop kit instead of with a passphrase"},
	{envelope.ErrTwice, exitSealed, "there is a sealed file inside the sealed file: ask the sender to seal the export itself, once"},
	{envelope.ErrOfficePassword, exitSealed, "the workbook inside has a password: ask the sender to save it without one and seal it again"},
	{envelope.ErrOldExcel, exitSealed, "ask the sender to save the workbook as .xlsx and seal it again"},
	{envelope.ErrZipPassword, exitSealed, "ask the sender to seal the export itself instead of a ZIP"},
	{envelope.ErrKind, exitSealed, "ask the sender to seal a CSV or XLSX file under its own name"},
	{envelope.ErrName, exitSealed, "the file should be named ORG_DATASET_FROM_TO.csv.age, dates as yyyy-mm-dd"},
	{envelope.ErrManifest, exitSealed, "the file was made by another version of lvv: update the older of the two"},
	{envelope.ErrWrongSender, exitSealed, "telephone the organisation on a number that you had before, and compare receipt codes"},
	{envelope.ErrForwarded, exitSealed, "telephone the organisation: somebody sealed its file again"},
	{envelope.ErrMixed, exitUsage, "give all recipients of one file the same class of key"},

	{quarantine.ErrLanguage, exitUsage, "language in lvv.toml is nl or en"},

	{keyring.ErrOpenKeyFile, exitFailed, "make the file yours alone: chmod 600"},
	{keyring.ErrWrongPassphrase, exitFailed, "give the right passphrase with --passphrase-file"},
	{keyring.ErrNoKey, exitFailed, "this room does not hold that key; lvv keys list shows which it holds"},
	{keyring.ErrExists, exitFailed, "lvv keys rotate makes a new generation of a key that is there"},
	{keyring.ErrRetired, exitFailed, "lvv keys list shows which generation is active"},
	{keyring.ErrMixedClasses, exitUsage, "give all recipients of one file the same class of key"},
	{keyring.ErrDamagedKey, exitFailed, "put the key file back from its safe copy"},
	{keyring.ErrNotProved, exitFailed, "do not rely on that key: put its file back from its safe copy, or rotate it"},
	{keyring.ErrToken, exitUsage, "run the command without --token to be given one"},

	{ledger.ErrForeign, exitDamaged, "the ledger was signed with a key that is not in keys/: add its public key, or ask who signed"},
	{ledger.ErrNotProved, exitDamaged, "the receipt does not belong to this ledger: ask for it again"},
	{ledger.ErrDamaged, exitDamaged, "change nothing; compare with the checkpoint in the last parcel: lvv verify PARCEL"},

	{history.ErrRounding, exitRefused, "nothing was written; set [thresholds] rounding in lvv.toml as it was for the earlier release"},
	{history.ErrDifferencing, exitRefused, "nothing was written; choose the period of the earlier release, or a longer one, or fewer breakdowns"},
	{disclosure.ErrUnprotectable, exitRefused, "choose a longer period or fewer breakdowns"},
	{disclosure.ErrNotAdditive, exitUnbalance, "nothing was written; this is a fault in lvv: report it with the name of the table"},
	{errPolicy, exitUsage, "correct the policy; lvv anonymise --help explains its keys"},
	{recordfile.ErrHierarchy, exitUsage, "a hierarchy has a line a leaf and a field a level; each value lies under one value of the next level, the last is *"},
	{recordfile.ErrTable, exitFailed, "nothing was written; correct the file, the policy or the hierarchy, so that they fit"},
	{errNotAnonymous, exitRefused, "nothing was written; leave a column out, give coarser levels, or raise suppression_limit or max_loss"},
	{errCounts, exitUsage, "nothing was written; correct the rows named above, or see lvv protect --help"},
	{errTotals, exitUnbalance, "nothing was written; a table that does not add up cannot be protected"},
	{errCase, exitFailed, "the expectation is wrong, or the policy is: ask what a reader could work out"},
	{errNoTime, exitRefused, "nothing was written; give more time with --time, or a smaller table"},
	{suppression.ErrNoPattern, exitRefused, "nothing was written; take fewer or wider categories"},
	{pattern.ErrInfeasible, exitRefused, "nothing was written; what stays shown gives a small cell away: take fewer or wider categories"},
	{suppression.ErrRule, exitUsage, "lvv protect --help says which rules there are"},
	{rounding.ErrNone, exitRefused, "nothing was written; take another base, or hide cells instead"},
	{certificate.ErrDamaged, exitDamaged, "do not use the folder; protect the table again"},
	{certificate.ErrNotProved, exitDamaged, "do not show safe.csv; protect the table again"},
	{errLearned, exitRefused, "do not send these parcels; leave out what is named, or choose a longer period, and make them again"},
	{microdata.ErrNotUseful, exitRefused, "choose a longer period, or let the tables go without the records"},
	{linked.ErrNotProved, exitDamaged, "do not rely on what that release hides: keep releases/ as it is, and withdraw the release"},
	{errOtherwise, exitDamaged, "keep the parcel and releases/ as they are, and find out which of the two was changed"},
	{history.ErrUnreadable, exitDamaged, "put releases/ back from its safe copy; it opens with the key of the store"},
	{release.ErrSecondPerson, exitRefused, "let somebody whom lvv.toml names approve it: lvv release approve"},
	{release.ErrSamePerson, exitRefused, "let another person approve it: four eyes are two people"},
	{release.ErrNotApprover, exitRefused, "lvv.toml says under [[release.approver]] who approves what"},
	{release.ErrChanged, exitDamaged, "do not release it: withdraw it and make the report again"},
	{release.ErrDocument, exitDamaged, "do not use the parcel; ask who made it for a new one"},
	{errSwapped, exitRefused, "compare fingerprints by telephone; lvv keys add-recipient or add-approver records a new key"},
	{errNoSecond, exitRefused, "name that person in lvv.toml again, or record with lvv keys drop-approver that it is over"},
	{errState, exitUsage, "lvv release list shows the state of each release"},
	{release.ErrRecipient, exitRefused, "lvv.toml says who may receive which parcel"},
	{release.ErrContent, exitRefused, "this is a fault in lvv: report it"},

	{intruder.ErrNotAParcel, exitUsage, "give a folder that lvv open has unpacked"},
	{bounds.ErrInconsistent, exitUnbalance, "figures of one parcel contradict each other: this is a fault in lvv: report it"},

	{parcel.ErrNotForYou, exitSealed, "give the key that the parcel was sealed to with -i"},
	{parcel.ErrDamaged, exitSealed, "ask for the parcel again; do not try to repair it"},
	{parcel.ErrNotParcel, exitSealed, "give a file from out/"},
	{parcel.ErrNotApproved, exitRefused, "lvv.toml says who may receive which parcel"},

	{finance.ErrPeriod, exitUsage, "give the first day of a month with --from and the last day of one with --to"},
	{workbook.ErrTooLarge, exitFailed, "choose a shorter period"},
	{places.ErrRegister, exitUsage, "correct that line of the register; nothing was written"},
	{warehouse.ErrMemory, exitFailed, "raise memory_mb in lvv.toml, or choose a shorter period"},

	{durable.ErrLocked, exitFailed, "wait until the other lvv is done and try again"},
	{durable.ErrDiskFull, exitFailed, "make room on the disk and try again; nothing was half written"},
	{durable.ErrReadOnly, exitFailed, "the workspace cannot be written to: check its owner and its disk"},
}

// errUsage means that the command was not given what it needs.
var errUsage = errors.New("wrong usage")

// A usageError is an error of usage that shows as itself.
type usageError struct{ error }

func (usageError) Is(target error) bool { return target == errUsage }
func (u usageError) Unwrap() error      { return u.error }

// usage marks an error as one of usage; nil stays nil.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

// finish says how a command ended and returns its exit code.
func (e *environment) finish(err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errPutAside) {
		return exitAside
	}
	e.say("error: %v", err)
	for _, a := range advice {
		if errors.Is(err, a.err) {
			if a.hint != "" {
				e.say("hint: %s", a.hint)
			}
			return a.exit
		}
	}
	return exitFailed
}
