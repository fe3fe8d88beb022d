// What remains of a text when case, accents, spaces and punctuation are left
// out. It is ingest/check/fold.go over again: header names and codes must be
// recognised here exactly when the intake recognises them.

// Base letters of U+00C0-U+00DF (and, in small letters, U+00E0-U+00FF) and of
// U+0100-U+017F; '*' is no letter.
const latin1 = "aaaaaaaceeeeiiiidnooooo*ouuuuyts";
const latinA =
  "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkk" +
  "llllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

const letterOrDigit = /^[\p{L}\p{Nd}]$/u;

export function fold(text) {
  let out = "";
  for (const c of text) {
    const r = c.codePointAt(0);
    if (r < 0x80) {
      if ((r >= 0x61 && r <= 0x7a) || (r >= 0x30 && r <= 0x39)) out += c;
      else if (r >= 0x41 && r <= 0x5a) out += c.toLowerCase();
    } else if (r >= 0xc0 && r <= 0xff) {
      const base = latin1[(r - 0xc0) & 0x1f];
      if (base !== "*") out += base;
    } else if (r >= 0x100 && r <= 0x17f) {
      out += latinA[r - 0x100];
    } else if (letterOrDigit.test(c)) {
      out += c.toLowerCase();
    }
  }
  return out;
}

// White space as Go's unicode.IsSpace has it. String.trim differs: it takes
// U+FEFF for a space, and not U+0085.
const space = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const ends = new RegExp(`^${space}|${space}$`, "gu");

export function trim(text) {
  const n = text.length;
  if (n === 0) return text;
  const a = text.charCodeAt(0);
  const b = text.charCodeAt(n - 1);
  if (a > 0x20 && a < 0x80 && b > 0x20 && b < 0x80) return text; // nearly all cells
  return text.replace(ends, "");
}

// digits reports whether a text holds ASCII digits alone, and at least one.
export function digits(text) {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x30 || c > 0x39) return false;
  }
  return text.length > 0;
}

// byteLength is the length in UTF-8. The limits of the intake count bytes.
export function byteLength(text) {
  let n = text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x80) n += c >= 0x800 && (c < 0xd800 || c > 0xdfff) ? 2 : 1;
  }
  return n;
}

// nothing reports whether a text says that there is no value.
export function nothing(text) {
  switch (fold(text)) {
    case "":
      return text === "-";
    case "geen":
    case "onbekend":
    case "nvt":
    case "onb":
    case "none":
    case "unknown":
    case "nb":
      return true;
  }
  return false;
}
