// Makes a sealed delivery of a payload: signed, padded, encrypted with age.

import { Encrypter } from "age-encryption";
import { fileName, fingerprint, format, hex, manifestText, padded, receiptCode, sha256 } from "./envelope.js";
import { signNote } from "./note.js";

const maxRecipients = 16;

// seal returns {bytes, name, code, signed}. about is the manifest without what
// is known only here: bytes, sha256 and recipients. Without a signer the file
// is the payload alone, and its name says what it is.
export async function seal(payload, about, recipients, signer) {
  const age = encrypter(recipients);
  const m = { ...about, bytes: payload.length, sha256: hex(await sha256(payload)) };
  m.recipients = await Promise.all(recipients.map(fingerprint));
  const signed = signer && new TextEncoder().encode(await signNote(manifestText(m), signer));
  const bytes = await age.encrypt(signed ? withManifest(payload, signed) : plain(payload, m.kind));
  // A signed delivery is known by its manifest, any other by the file itself.
  return { bytes, name: fileName(m), code: receiptCode(await sha256(signed || bytes)), signed: Boolean(signer) };
}

// encrypter refuses a mix of post-quantum and X25519 keys, which the library
// would take: such a file is as weak as the weaker of the two.
function encrypter(recipients) {
  const hybrid = recipients.filter((r) => r.startsWith("age1pq1")).length;
  if (recipients.length < 1 || recipients.length > maxRecipients || (hybrid !== 0 && hybrid !== recipients.length)) {
    throw new Error("recipients cannot stand in one file");
  }
  const age = new Encrypter();
  recipients.forEach((r) => age.addRecipient(r));
  return age;
}

function withManifest(payload, signed) {
  const head = new TextEncoder().encode(`${format}\n${signed.length}\n`);
  const size = head.length + signed.length + payload.length;
  const clear = new Uint8Array(padded(size)); // what is not written stays zero
  clear.set(head);
  clear.set(signed, head.length);
  clear.set(payload, head.length + signed.length);
  return clear;
}

// plain pads a CSV file with line feeds, since nothing says where the payload
// would end: blank lines at the end mean nothing in it. A workbook cannot be
// padded so and stays as it is; how it is compressed hides its size somewhat.
function plain(payload, kind) {
  if (kind !== "csv") return payload;
  const clear = new Uint8Array(padded(payload.length)).fill(10);
  clear.set(payload);
  return clear;
}
