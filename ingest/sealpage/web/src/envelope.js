// The format of a sealed delivery, as package ingest/envelope draws it: the
// text of a manifest, the name of the file, sizes and codes.

import { dutch, iso, parseISO } from "./day.js";

export const format = "lvv-levering/v1";
const chunk = 65536; // age's chunk; padded sizes are whole chunks
const maxSeq = 999999;

// manifestText writes the fourteen lines that are signed.
export function manifestText(m) {
  const lines = {
    format,
    org: m.org,
    dataset: m.dataset,
    contract: m.contract,
    from: iso(m.from),
    to: iso(m.to),
    seq: m.seq,
    replaces: m.replaces,
    kind: m.kind,
    bytes: m.bytes,
    sha256: m.sha256,
    recipients: m.recipients.join(" "),
    version: m.version,
    made: iso(m.made),
  };
  return Object.entries(lines).map(([k, v]) => `${k}: ${v}\n`).join("");
}

export function fileName(m) {
  const version = m.seq > 1 ? "_v" + m.seq : "";
  return `${m.org}_${m.dataset}_${iso(m.from)}_${iso(m.to)}${version}.${m.kind}.age`;
}

// parseName reads what the name of an export says, null if it says nothing:
// ORG_DATASET_FROM_TO[_vN].csv or .xlsx.
export function parseName(name) {
  const m = /^([a-z0-9-]+)_([a-z]+)_([\d-]{10})_([\d-]{10})(?:_v([1-9]\d{0,5}))?\.(?:csv|xlsx)$/.exec(name.toLowerCase());
  if (!m) return null;
  const said = { org: m[1], dataset: m[2], from: parseISO(m[3]), to: parseISO(m[4]), seq: Number(m[5] ?? 1) };
  return said.from === null || said.to === null || said.to < said.from ? null : said;
}

// checkPeriod returns what is wrong with period and sequence, in Dutch.
export function checkPeriod(from, to, seq, today) {
  if (from === null || to === null) return "Vul de eerste en de laatste dag van de periode in.";
  if (to < from) return "De laatste dag ligt voor de eerste dag.";
  if (from > today) return `De periode begint na vandaag (${dutch(today)}). Kijk de datums na.`;
  if (!Number.isInteger(seq) || seq < 1 || seq > maxSeq) return "Het volgnummer is een heel getal vanaf 1.";
  return "";
}

// padded is PADMÉ (Nikitin and others, PoPETs 2019) rounded up to whole
// chunks: the size of a sealed file then tells little about how many persons
// are in it.
export function padded(n) {
  const up = (unit) => Math.ceil(n / unit) * unit;
  const size = Math.max(up(chunk), chunk);
  const e = 31 - Math.clz32(n);
  if (e <= 1) return size;
  const s = 32 - Math.clz32(e);
  return Math.max(size, up(2 ** (e - s)));
}

// inspect returns why bytes should not be sealed at all, in Dutch, or "".
export function inspect(bytes) {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 64));
  if (bytes.length === 0) return "Het bestand is leeg.";
  if (/^(?:age-encryption\.org\/|-----BEGIN (?:AGE ENCRYPTED FILE|PGP MESSAGE))/.test(head)) {
    return "Dit bestand is al verzegeld of versleuteld. Kies de export zelf: het CSV- of Excel-bestand.";
  }
  if (/^(?:7z\xbc\xaf|Rar!\x1a|\x1f\x8b)/.test(head)) {
    return "Dit is een ingepakt bestand. Pak het eerst uit en kies het CSV- of Excel-bestand.";
  }
  return "";
}

// kindOf tells the format by the first bytes, whatever the name says.
export function kindOf(bytes) {
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
  return zip || (bytes[0] === 0xd0 && bytes[1] === 0xcf) ? "xlsx" : "csv";
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");

// receiptCode is what sender and intake read to each other over the phone.
export const receiptCode = (sum) => crockford(sum.subarray(0, 5));

// fingerprint is the short form of a key, by which people compare it.
export async function fingerprint(text) {
  return crockford((await sha256(new TextEncoder().encode(text))).subarray(0, 10));
}

// crockford writes a multiple of five bytes in base 32 without I, L, O and U.
function crockford(bytes) {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let out = "";
  let bits = 0;
  let have = 0;
  for (const b of bytes) {
    bits = (bits << 8) | b;
    for (have += 8; have >= 5; have -= 5) out += alphabet[(bits >>> (have - 5)) & 31];
    bits &= 31; // no more than four bits are left over
  }
  return out.match(/.{4}/g).join("-");
}
