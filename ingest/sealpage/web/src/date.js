// Judges dates, dates of birth and months, as ingest/check/date.go does. A
// book says whether cells come from a workbook as it stores them (excel) and
// from which day it counts (date1904).

import { dateOf, dayNumber } from "./day.js";
import { digits, fold, nothing, trim } from "./fold.js";

// How a date was written.
const wrong = { form: "wrong" };
const unknown = { form: "unknown" }; // "onbekend", or zeros alone
const serialForm = { form: "serial" }; // a day number of Excel in a text file
const shortYear = { form: "short" };
const written = (year, month, day) => ({ form: "date", year, month, day }); // 0 = not there or unknown

const formCodes = { unknown: "datum-onvolledig", serial: "datum-volgnummer", short: "datum-jaar-kort", wrong: "datum-ongeldig" };

// date judges a calendar day. A known day is returned even with a fault, so
// that rules can still be held against it.
export function date(text, limits, book) {
  const w = common(text) ?? read(text, book);
  if (w.form !== "date") return [null, formCodes[w.form]];
  if (w.month === 0 || w.day === 0) return [null, "datum-onvolledig"];
  const d = dayNumber(w.year, w.month, w.day);
  if (d === null) return [null, "datum-bestaat-niet"];
  return [d, outside(w.year, d, limits, "datum-toekomst")];
}

function outside(year, day, limits, future) {
  if (year <= 1904) return "datum-1900"; // an empty cell becomes day 0 of 1900 or of 1904
  if (year >= 2100) return "datum-2100";
  if (day > limits.today) return future;
  if (day < limits.earliest) return "datum-voor-pilot";
  return "";
}

// birth judges a date of birth, of which month and day, or all, may be
// unknown. Its value is yyyymmdd with 00 for what is not known.
export function birth(text, limits, book) {
  const w = common(text) ?? read(text, book);
  if (w.form === "unknown") return [null, ""]; // says as much as an empty cell
  if (w.form === "wrong") return [null, "geboortedatum-ongeldig"];
  if (w.form !== "date") return [null, formCodes[w.form]];
  if (w.month === 0 && w.day !== 0) return [null, "geboortedatum-ongeldig"];
  const first = dayNumber(w.year, Math.max(w.month, 1), Math.max(w.day, 1));
  if (first === null) return [null, "datum-bestaat-niet"];
  if (w.year < 1900) return [null, "geboortedatum-voor-1900"];
  if (first > limits.today) return [null, "geboortedatum-toekomst"];
  const value = w.year * 10000 + w.month * 100 + w.day;
  return [value, value === 19000101 ? "geboortedatum-1900" : ""];
}

// firstOfBirth is the first day that a date of birth can be.
export function firstOfBirth(value) {
  return dayNumber(Math.trunc(value / 10000), Math.max(Math.trunc(value / 100) % 100, 1), Math.max(value % 100, 1));
}

// month judges a calendar month, which may be written as its first day.
export function month(text, limits, book) {
  const w = read(text, book);
  if (w.form === "serial" || w.form === "short") return [null, formCodes[w.form]];
  if (w.form !== "date" || w.month === 0 || w.day > 1) return [null, "maand-ongeldig"];
  const d = dayNumber(w.year, w.month, 1);
  if (d === null) return [null, "datum-bestaat-niet"];
  return [d, outside(w.year, d, limits, "maand-toekomst")];
}

// common reads dd-mm-yyyy and yyyy-mm-dd, which nearly all dates are.
function common(t) {
  let m = /^(\d\d)([-/.])(\d\d)\2([1-9]\d{3})$/.exec(t);
  if (m) return written(Number(m[4]), Number(m[3]), Number(m[1]));
  m = /^([1-9]\d{3})([-/])(\d\d)\2(\d\d)$/.exec(t);
  return m && written(Number(m[1]), Number(m[3]), Number(m[4]));
}

// read reads a date in any of the other forms.
function read(text, book) {
  text = withoutTime(text);
  if (nothing(text)) return unknown;
  const whole = text.split(".", 1)[0];
  if (digits(whole) && (whole === text || (whole.length === 5 && digits(text.slice(6))))) return asNumber(whole, book);
  const words = text.split(/[-/. \u00a0]+/).filter((w) => w !== "");
  if (words.length > 3) return wrong;
  const part = [];
  const long = []; // has four digits
  let name = -1;
  for (const w of words) {
    if (digits(w)) {
      if (w.length > 4 || w.length === 3) return wrong;
    } else if (name >= 0 || !(fold(w) in months)) {
      return wrong;
    } else {
      name = part.length;
    }
    long.push(digits(w) && w.length === 4);
    part.push(digits(w) ? Number(w) : months[fold(w)]);
  }
  return arrange(part, long, name);
}

// arrange tells which part is the year, the month and the day.
function arrange(part, long, name) {
  let w = wrong;
  if (part.length === 2 && name <= 0 && long[1]) w = written(part[1], part[0], 0); // 3-2019, mei 1990
  else if (part.length === 2 && name !== 0 && long[0]) w = written(part[0], part[1], 0); // 2019-3
  else if (part.length === 3 && (name === 1 || name < 0)) {
    if (long[2]) w = written(part[2], part[1], part[0]); // 1-3-2019, 1 mei 1990
    else if (long[0]) w = written(part[0], part[1], part[2]); // 2019-3-1
    else if (!long[1]) return shortYear; // 1-3-19
  }
  if (w === wrong) return wrong;
  if (w.year === 0 && w.month === 0 && w.day === 0) return unknown;
  return w.year < 1000 ? wrong : w;
}

const meant = (year) => year >= 1850 && year < 2150;
const lastSerial = 2958465; // 31 December 9999, the last day that Excel knows

// asNumber reads a date written as one number: 1990, 199005, 19900500,
// 01051990, or a day number of Excel.
function asNumber(text, book) {
  const n = Number(text);
  const div = (by) => Math.trunc(n / by);
  if (text.length === 4 && meant(n)) return written(n, 0, 0);
  if (text.length === 6 && meant(div(100))) return written(div(100), n % 100, 0);
  if (text.length === 8) {
    if (n === 0) return unknown;
    if (meant(div(10000))) return written(div(10000), div(100) % 100, n % 100);
    if (meant(n % 10000)) return written(n % 10000, div(10000) % 100, div(1000000));
  }
  if (!book.excel) return text.length === 5 ? serialForm : wrong;
  if (n > lastSerial || text.length > 7) return wrong;
  const d = dateOf(serialDay(n, book.date1904));
  return written(d.year, d.month, d.day);
}

// serialDay turns a day number of a workbook into a day. Day 60 is a 29
// February 1900 that never was (ECMA-376 part 1, 18.17.4.1).
function serialDay(n, date1904) {
  if (date1904) return n - 24107;
  return n < 60 ? n - 25568 : n - 25569;
}

// withoutTime cuts off a time of day, which programs write behind a date.
function withoutTime(text) {
  const colon = text.indexOf(":");
  if (colon < 0) return text;
  const head = text.slice(0, colon);
  const at = Math.max(head.lastIndexOf("T"), head.lastIndexOf(" "));
  return at > 0 ? trim(text.slice(0, at)) : text;
}

const months = Object.assign(Object.create(null), {
  januari: 1, january: 1, jan: 1, februari: 2, february: 2, feb: 2, maart: 3, march: 3, mrt: 3, mar: 3,
  april: 4, apr: 4, mei: 5, may: 5, juni: 6, june: 6, jun: 6, juli: 7, july: 7, jul: 7,
  augustus: 8, august: 8, aug: 8, september: 9, sept: 9, sep: 9, oktober: 10, october: 10, okt: 10, oct: 10,
  november: 11, nov: 11, december: 12, dec: 12,
});
