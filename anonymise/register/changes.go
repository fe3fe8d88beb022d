package register

import "lvv/schemas"

// Changes counts how a delivery differs from the rows in force that it
// replaces. How a row is named, [Mark] says.
type Changes struct {
	First    bool // nothing was in force for any part of the period
	Same     int  // rows that are there as they were
	New      int  // rows that were not there
	Changed  int  // rows that were there with another content
	Vanished int  // rows that were there and are not any more
	// Gone lists the rows that were open and are missing now, both from what is
	// replaced and from the period that ended on the day before this one began.
	// They are never silently closed.
	Gone []Gone
}

// A Gone is a row that was open and is missing now. It is named by where it
// stood, so that its sender can look it up.
type Gone struct {
	Period schemas.Period // period of the earlier delivery
	Seq    int            // sequence of the earlier delivery
	Row    int32          // row number in the earlier delivery
}
