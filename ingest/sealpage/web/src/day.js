// Calendar days as numbers: days since 1 January 1970, as in schemas/day.go.

export function dayNumber(year, month, day) {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  return Date.UTC(year, month - 1, day) / 86400000; // years have four digits here
}

function daysIn(year, month) {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function dateOf(day) {
  const d = new Date(day * 86400000);
  return { year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, day: d.getUTCDate() };
}

const two = (n) => String(n).padStart(2, "0");

// iso writes yyyy-mm-dd.
export function iso(day) {
  const d = dateOf(day);
  return `${String(d.year).padStart(4, "0")}-${two(d.month)}-${two(d.day)}`;
}

// dutch writes dd-mm-jjjj, as people do.
export function dutch(day) {
  const d = dateOf(day);
  return `${two(d.day)}-${two(d.month)}-${String(d.year).padStart(4, "0")}`;
}

// parseISO reads yyyy-mm-dd of a day that exists; null for anything else.
export function parseISO(text) {
  const m = /^([1-9]\d{3})-(\d\d)-(\d\d)$/.exec(text);
  return m && dayNumber(Number(m[1]), Number(m[2]), Number(m[3]));
}

// parseDutch reads a day as people write it, d-m-jjjj, or yyyy-mm-dd; null for
// anything else. The page does not use fields for dates: in a browser that is
// not set to Dutch they swap day and month.
export function parseDutch(text) {
  const m = /^\s*(\d\d?)[-/. ](\d\d?)[-/. ]([1-9]\d{3})\s*$/.exec(text);
  return m ? dayNumber(Number(m[3]), Number(m[2]), Number(m[1])) : parseISO(text.trim());
}

// today is the day on the wall of the one who looks at the page.
export function today(now = new Date()) {
  return dayNumber(now.getFullYear(), now.getMonth() + 1, now.getDate());
}
