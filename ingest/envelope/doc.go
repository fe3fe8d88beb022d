// Package envelope opens and makes sealed deliveries.
//
// A delivery is one file from one organisation: a complete statement for one
// dataset and one period, sealed with age so that only the intake can read
// it. The package turns payload bytes and a [Manifest] into a sealed file
// ([Seal]), and a sealed file into a reader of payload bytes with what is
// known about its sender ([Open]). Two kinds of file are opened: those with a
// signed manifest inside, made by Seal or by the sealing page, and those made
// with a plain age program, which say in their name what they are
// ([ParseName]).
//
// It works as a stream: memory is a few hundred KiB whatever the size of the
// file, nothing is written to disk, and the only work per payload byte beside
// age's own is one SHA-256, done next to the decryption. A reader therefore
// sees bytes before the whole file has been proved good. What it makes of
// them must not take effect before [Delivery.Read] returned [io.EOF].
//
// It refuses to guess. Every way in which a file can fail to open has its own
// sentinel, because each asks something else of the sender; no error holds a
// byte of the content, or the text of another library's error.
//
// It does not read what is inside (ingest/table does), and it does not
// remember: whether a sequence number fits the earlier ones is for the caller
// who keeps the ledger.
package envelope
