// Judges names and file references, as ingest/check/text.go does. Each judge
// returns [value, code]; a value of null means that there is none to use.

import { byteLength, digits } from "./fold.js";

const longestName = 200; // bytes
const longestReference = 64;

export function name(text) {
  if (holdsBSN(text, false)) return [null, "bsn-in-tekst"];
  if (byteLength(text) > longestName) return [null, "naam-te-lang"];
  if (/[\x00-\x1f\x7f]/.test(text)) return [null, "naam-stuurteken"];
  if (formula(text)) return [null, "naam-formule"];
  return [text, ""];
}

export function reference(text) {
  if (holdsBSN(text, true)) return [null, "bsn-in-tekst"];
  if (byteLength(text) > longestReference) return [null, "kenmerk-te-lang"];
  if (!/^[0-9A-Za-z\-/._]+$/.test(text)) return [null, "kenmerk-tekens"];
  return [text, ""];
}

// formula reports whether a spreadsheet would run the text instead of showing it.
function formula(text) {
  return /^(?:[=+@]|-[0-9(])/.test(text);
}

// holdsBSN reports whether a run of eight or nine digits, with neither letter
// nor digit beside it, passes the test of a citizen service number. With
// dates, a run that is a day (yyyymmdd) is let pass.
function holdsBSN(text, dates) {
  for (const [run] of text.matchAll(/[0-9A-Za-z\x80-\uffff]+/g)) {
    if (digits(run) && isBSN(run) && !(dates && isDay(run))) return true;
  }
  return false;
}

function isDay(run) {
  const n = Number(run);
  const m = Math.trunc(n / 100) % 100;
  const d = n % 100;
  return run.length === 8 && n >= 19000101 && n < 21000000 && m >= 1 && m <= 12 && d >= 1 && d <= 31;
}

// isBSN is the test of eleven: weights 9, 8, 7, 6, 5, 4, 3, 2 and -1.
export function isBSN(text) {
  if ((text.length !== 8 && text.length !== 9) || !digits(text)) return false;
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const weight = text.length - i;
    sum += (weight === 1 ? -1 : weight) * Number(text[i]);
  }
  return Number(text) !== 0 && sum % 11 === 0;
}

// What Excel shows, in Dutch and English, for a formula that has no value.
const excelErrors = new Set([
  "#N/B", "#N/A", "#VERW!", "#REF!", "#WAARDE!", "#VALUE!", "#DEEL/0!", "#DIV/0!", "#NAAM?", "#NAME?",
  "#GETAL!", "#NUM!", "#LEEG!", "#NULL!", "#OVERLOOP!", "#SPILL!", "#BEREKEN!", "#CALC!",
]);

export function excelError(text) {
  return excelErrors.has(text.toUpperCase()) || /^#{3,}$/.test(text);
}
