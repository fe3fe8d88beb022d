// Finds the code that a text means, as ingest/check/list.go does. A list of
// the rule pack has codes [code, label, aliases, English label, ISO codes,
// first day, last day]; days are null where validity has no end.

import { digits, fold } from "./fold.js";

export class List {
  constructor(codes) {
    this.codes = codes;
    this.dated = codes.some((c) => c[5] !== null || c[6] !== null);
    // folded text -> codes that it can mean, the preferred one first: where
    // states changed, the date of the row decides between them
    this.keys = new Map();
    this.seen = new Map(); // text as it stood in a cell -> the same
    for (const words of [(c) => [c[0]], (c) => [c[1]], (c) => c[2], (c) => [c[3]], (c) => c[4]]) {
      codes.forEach((c, at) => words(c).forEach((w) => this.add(fold(w), at)));
    }
  }

  add(key, at) {
    if (key === "") return;
    const known = this.keys.get(key);
    if (!known) this.keys.set(key, [at]);
    else if (!known.includes(at)) known.push(at);
  }

  // find returns the places of the codes that a text can mean, or undefined.
  find(text) {
    let found = this.seen.get(text);
    if (found === undefined) {
      found = this.keys.get(fold(text)) ?? null;
      if (this.seen.size < 10000) this.seen.set(text, found);
    }
    return found ?? undefined;
  }

  validOn(at, day) {
    const [, , , , , from, to] = this.codes[at];
    return (from === null || from <= day) && (to === null || day <= to);
  }
}

// Both judges return [value, code, all places that the text can mean].
export function code(list, text) {
  const found = list.find(text);
  return found ? [found[0], "", found] : [null, "code-onbekend", []];
}

// nationality also reads codes that lost their leading zeros because Excel
// took them for numbers: codes of the BRP table have four digits.
export function nationality(list, text) {
  let found = list.find(text);
  if (found) return [found[0], "", found];
  if (text.length < 4 && digits(text)) found = list.find(text.padStart(4, "0"));
  return found ? [found[0], "nationaliteit-voorloopnul", found] : [null, "nationaliteit-onbekend", []];
}
