// Package ledger keeps the record of every act: append-only, verifiable by
// anybody who has the rooms' public keys, and without anything personal in it.
//
// A [Writer] takes acts and facts about them; [Verify], [Prove] and
// [VerifyProof] answer whether the record is whole and what stands in it. The
// ledger is a folder of three files:
//
//	entries.ndjson  the record, one line an entry
//	checkpoint      the last known end of the record, kept apart from it
//	lock            held while a Writer is open
//
// Each line of entries.ndjson is an entry and the signed state of the whole
// ledger with that entry in it, so that one append is the commit of both:
//
//	{"checkpoint":"lvv.utrecht/intake\n1\nbase64 root\n\n— lvv.utrecht/intake base64\n",
//	 "entry":{"attributes":{"lvv.hash.delivery":"9f86…"},"index":0,"name":"ingest",
//	          "operation":0,"phase":"intent","time":"2026-11-22T09:00:00Z"}}
//
// (on one line). The entry is canonical JSON (RFC 8785) and a leaf of a Merkle
// tree (RFC 6962); the checkpoint is a C2SP tlog-checkpoint, signed by the room
// that wrote the line. Its origin is the name of the room that began the ledger.
// A signed tree shows every edit, deletion and swap. It does not show a tail
// that was cut off cleanly: for that, checkpoints go out with every parcel and
// receipt and are compared with the ledger later.
//
// What happened is a pair of entries, intent and outcome: no record, no act.
// An intent without an outcome is an act that was cut off; it is reported, and
// the next run goes on. A last line without its newline was never finished and
// counts as never written.
//
// Facts are attributes from a closed list with typed setters. There is no free
// text, and no attribute for a person: names, V-numbers, their hashes and
// pseudonyms do not belong in a record that cannot be erased. Attribute names
// follow the Dutch standard Logboek Dataverwerkingen where it has one.
package ledger
