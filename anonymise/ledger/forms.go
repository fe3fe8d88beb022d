package ledger

import (
	"regexp"
	"strconv"
	"time"
)

// A kind is a kind of value; forms says what each looks like.
type kind int

const (
	kindCount kind = iota + 1
	kindSeq
	kindHash
	kindVersion
	kindCode
	kindKeyID
	kindShortName
	kindDataset
	kindDay
	kindURI
)

// kinds gives each attribute of the closed list its kind of value.
var kinds = func() map[string]kind {
	m := map[string]kind{
		keyPurpose: kindURI, keyOrg: kindShortName, keyRecipient: kindShortName, keyDataset: kindDataset,
		keyFrom: kindDay, keyTo: kindDay, keySeq: kindSeq,
	}
	for _, k := range []CountKey{
		RowsIn, RowsGood, RowsBad, RowsNew, RowsChanged, RowsVanished, RowsOut, RowsSuppressed, ColumnsDropped,
		Problems, Warnings, Persons, PersonsNew, PersonsLower, PersonsUpper, PairsOpen, PairsDecided, Stays,
		Trajectories, Segments, SegmentsOld, Tables, Cells, CellsPrimary, CellsSecondary, Files, Deliveries,
		Parcels, Keys, KeysNotProved, LeftoversErased, Threshold, tornBytes,
	} {
		m[string(k)] = kindCount
	}
	for _, k := range []HashKey{
		Delivery, Manifest, Quarantine, Receipt, Segment, StoreState, Register, Inputs, Settings, ControlSheet,
		Parcel, Release, Memory, Proposal, PublicKey,
	} {
		m[string(k)] = kindHash
	}
	for _, k := range []VersionKey{Program, Contract, Profile} {
		m[string(k)] = kindVersion
	}
	for _, k := range []CodeKey{Result, Reason, Level, Decision, ReportOn} {
		m[string(k)] = kindCode
	}
	for _, k := range []KeyRole{OpenedWith, SealedTo, SignedBy, DerivedFrom, Subject, Actor, Approver} {
		m[string(k)] = kindKeyID
	}
	return m
}()

var (
	forms = map[kind]*regexp.Regexp{
		kindHash:      regexp.MustCompile(`^[0-9a-f]{64}$`),
		kindVersion:   regexp.MustCompile(`^(v?[0-9]{1,4}(\.[0-9]{1,4}){0,2}(-(0\.)?20[0-9]{12}-[0-9a-f]{12})?(\+dirty)?|devel|[a-z]+(-[a-z]+)*-[0-9]{4}(-[0-9]{4})?|[0-9a-f]{40})$`),
		kindCode:      regexp.MustCompile(`^[a-z][a-z0-9]*([_.-][a-z0-9]+)*$`),
		kindKeyID:     regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*@[1-9][0-9]{0,3}$`),
		kindShortName: regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`),
		kindDataset:   regexp.MustCompile(`^(opvang|traject|hulp|aanmelding|kosten)$`),
		kindURI:       regexp.MustCompile(`^(https://[a-z0-9.-]+(/[A-Za-z0-9._~-]+)*/?|urn(:[a-z0-9]+(-[a-z0-9]+)*)+)$`),
	}
	verbForm = regexp.MustCompile(`^[a-z]{2,20}(-[a-z]{2,20}){0,2}$`)
	// digits in a row that could be a V-number or a part of one
	manyDigits = regexp.MustCompile(`[0-9]{6}`)
)

const (
	maxCount = 99_999_999
	maxSeq   = 9_999
	maxText  = 64
	maxURI   = 200

	firstYear, lastYear = 2015, 2100
)

// fits says whether the attribute is on the list and its value has the form of
// its kind. It judges what is set and what is read back alike.
func (a attribute) fits() bool {
	k, known := kinds[a.key]
	if !known || a.number != (k == kindCount || k == kindSeq) {
		return false
	}
	switch k {
	case kindCount:
		return within(a.value, 0, maxCount)
	case kindSeq:
		return within(a.value, 1, maxSeq)
	case kindDay:
		day, err := time.Parse(time.DateOnly, a.value)
		return err == nil && day.Year() >= firstYear && day.Year() <= lastYear
	case kindHash, kindVersion:
		return forms[k].MatchString(a.value)
	case kindURI:
		return len(a.value) <= maxURI && forms[k].MatchString(a.value) && !manyDigits.MatchString(a.value)
	}
	return len(a.value) <= maxText && forms[k].MatchString(a.value) && !manyDigits.MatchString(a.value)
}

// within says whether s is a whole number from low to high in its shortest form.
func within(s string, low, high int64) bool {
	n, err := strconv.ParseInt(s, 10, 64)
	return err == nil && n >= low && n <= high && strconv.FormatInt(n, 10) == s
}
