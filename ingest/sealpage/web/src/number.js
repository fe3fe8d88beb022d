// Judges V-numbers, counts and amounts, as ingest/check/number.go does.

import { digits, nothing, trim } from "./fold.js";
import { isBSN } from "./text.js";

const placeholders = new Set([1234567890, 123456789, 9876543210]);

// vnumber judges ten digits. There is no check digit, so what is not ten
// digits is never repaired; the codes name what Excel may have done to it.
export function vnumber(text) {
  if (text.length === 10 && digits(text)) return genuine(text, "");
  if (nothing(text)) return [null, ""];
  const zero = text.endsWith(".0") || text.endsWith(",0");
  if (zero) text = text.slice(0, -2);
  if (power(text)) return [null, "vnummer-macht"];
  text = bare(text);
  if (!digits(text)) return [null, "vnummer-ongeldig"];
  if (isBSN(text)) return [null, "vnummer-bsn"];
  if (text.length === 9) return [null, "vnummer-negen-cijfers"];
  if (text.length !== 10) return [null, "vnummer-ongeldig"];
  return genuine(text, zero ? "vnummer-punt-nul" : "");
}

// genuine refuses what people type to get past an empty cell.
function genuine(text, code) {
  const n = Number(text);
  if (n % 1111111111 === 0 || placeholders.has(n)) return [null, "vnummer-plaatshouder"];
  return [n, code];
}

// power reports whether a number is written with a power of ten: 1,23E+09.
function power(text) {
  const e = text.search(/e/i);
  if (e < 0) return false;
  const mantissa = text.slice(0, e).replace(/[.,]/g, "");
  return digits(mantissa) && digits(text.slice(e + 1).replace(/^[+-]+/, ""));
}

// bare leaves the digits of a V-number, without the marks and words that
// people write before and between them.
export function bare(text) {
  if (text.startsWith("'")) text = text.slice(1);
  if (text.startsWith('="')) {
    text = text.slice(2);
    if (text.endsWith('"')) text = text.slice(0, -1);
  }
  let out = "";
  for (const c of text) {
    if (c === " " || c === "." || c === "-" || c === "\u00a0") continue;
    if (c === ":" && !digits(out)) continue;
    const r = c.codePointAt(0);
    out += r < 0x80 ? String.fromCharCode(r | 0x20) : c; // small letters; digits have this bit already
  }
  for (const word of ["vnummer", "vnr", "v"]) {
    if (out.startsWith(word)) return out.slice(word.length);
  }
  return out;
}

const mostCount = 2147483647;

export function count(text) {
  const whole = ungrouped(text, ".");
  if (whole === null || !digits(whole)) return [null, "aantal-ongeldig"];
  const n = Number(whole);
  return n > mostCount ? [null, "aantal-te-groot"] : [n, ""];
}

// ungrouped takes out marks between groups of three digits; null when a mark
// stands elsewhere.
function ungrouped(text, mark) {
  const first = text.indexOf(mark);
  if (first < 0) return text;
  const groups = text.split(mark);
  const rest = groups.slice(1);
  if (first === 0 || first > 3 || rest.some((g) => g.length !== 3 || !digits(g))) return null;
  return groups.join("");
}

const bad = [null, "bedrag-ongeldig"];

// cents judges an amount in euros. A dot before exactly three digits is read
// as thousands, as everybody in the Netherlands means it.
export function cents(text, excel) {
  text = trim(text.replace(/^€/, ""));
  const minus = text.startsWith("-");
  text = trim(trim(minus ? text.slice(1) : text).replace(/^€/, ""));
  const comma = text.lastIndexOf(",");
  const dot = text.lastIndexOf(".");
  const once = (mark) => text.indexOf(mark) === text.lastIndexOf(mark);
  if (excel && comma < 0) return stored(text, minus);
  let whole = text;
  let fraction = "";
  if (comma > dot && once(",")) {
    whole = ungrouped(text.slice(0, comma), "."); // 1.234,56
    fraction = text.slice(comma + 1);
  } else if (dot > comma && comma >= 0) {
    whole = ungrouped(text.slice(0, dot), ","); // 1,234.56
    fraction = text.slice(dot + 1);
  } else if (dot >= 0 && text.length - dot - 1 !== 3 && once(".")) {
    whole = text.slice(0, dot); // 1234.56
    fraction = text.slice(dot + 1);
  } else {
    whole = ungrouped(text, ".");
  }
  if (whole === null || !digits(whole) || whole.length > 13) return bad;
  if (fraction !== "" && !digits(fraction)) return bad;
  return amount(whole, fraction.replace(/0+$/, ""), minus);
}

// amount puts euros and a fraction together, without ever being a fraction
// itself: 15 digits fit a number exactly.
function amount(whole, fraction, minus) {
  if (fraction.length > 2) return [null, "bedrag-decimalen"];
  const n = Number(whole + fraction.padEnd(2, "0"));
  return [minus ? 0 - n : n, ""];
}

// stored reads an amount as a workbook stores it: a binary fraction.
function stored(text, minus) {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return bad;
  const f = Number(text);
  if (!(Math.abs(f) < 1e13)) return bad;
  const n = Math.round(f * 100);
  if (Math.abs(f * 100 - n) > 1e-4) return [null, "bedrag-decimalen"];
  return [(minus ? 0 - n : n) + 0, ""];
}
