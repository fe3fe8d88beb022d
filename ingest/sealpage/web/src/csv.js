// Reads a CSV file as rows of text, by the grammar of ingest/table: separator
// ';', tab or ',', UTF-8 or Windows-1252, lines that end in CRLF, LF or CR,
// RFC 4180 quotes. Rows are numbered as Excel shows them.

// A FileProblem says that a file cannot be read as a table: a code of the
// rule pack, and the row where that was seen, or 0.
export class FileProblem extends Error {
  constructor(code, row = 0) {
    super(code);
    this.code = code;
    this.row = row;
  }
}

export const mostColumns = 256;
const longestRow = 1 << 20;
const longestHeader = 1 << 16;
const separators = ";\t,"; // in the order of preference

// readCSV returns {header, rows, problem, excel, date1904}; a row is {number,
// cells}, without cells for a blank line. problem is the FileProblem at which
// the rows break off, if any: what is wrong with the header comes before it.
export function readCSV(bytes) {
  refuse(bytes);
  const { text, decode } = decoded(bytes);
  const at = begin(text);
  const sep = at.sep ?? separator(at.text);
  const header = headerOf(at, sep, decode);
  const rows = [];
  let problem;
  try {
    for (let pos = header.end, number = header.number; pos < at.text.length; pos = rows[rows.length - 1].end) {
      rows.push(record(at.text, pos, sep, ++number, decode));
    }
  } catch (e) {
    if (!(e instanceof FileProblem)) throw e;
    problem = e;
  }
  return { header: header.cells, rows, problem, excel: false, date1904: false };
}

// refuse tells by its beginning that a file is no CSV.
function refuse(b) {
  const starts = (...magic) => magic.every((c, i) => b[i] === c);
  if (starts(0x50, 0x4b, 3, 4) || starts(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1) || starts(0x25, 0x50, 0x44, 0x46, 0x2d)) {
    throw new FileProblem("bestand-geen-tekst");
  }
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) throw new FileProblem("bestand-utf16");
  if (b.length >= 4 && (b[0] === 0) !== (b[1] === 0) && (b[2] === 0) !== (b[3] === 0)) {
    throw new FileProblem("bestand-utf16"); // without its mark: every other byte is zero
  }
}

// decoded returns the file as one string and a function for its cells. A file
// that is not UTF-8 throughout is taken as bytes first and decoded cell by
// cell, because people paste files of both kinds together.
function decoded(bytes) {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return { text: utf8.decode(bytes), decode: (cell) => cell };
  } catch {
    const parts = [];
    for (let i = 0; i < bytes.length; i += 8192) parts.push(String.fromCharCode(...bytes.subarray(i, i + 8192)));
    const ansi = new TextDecoder("windows-1252");
    const decode = (cell) => {
      if (!/[\x80-\xff]/.test(cell)) return cell;
      const raw = Uint8Array.from(cell, (c) => c.charCodeAt(0));
      try {
        return utf8.decode(raw);
      } catch {
        return ansi.decode(raw);
      }
    };
    return { text: parts.join(""), decode };
  }
}

// begin takes away what stands before the header: a byte order mark, a line
// "sep=;" that Excel does not show, and blank lines, which count as rows.
function begin(text) {
  const head = text.slice(0, longestRow).replace(/[\r\n]+$/, "");
  if (!head.includes("\n") && head.includes("\r")) text = text.replaceAll("\r", "\n"); // old Excel for Mac
  if (text !== "" && !text.endsWith("\n")) text += "\n";
  if (text.slice(0, text.indexOf("\n")).includes("\0")) throw new FileProblem("bestand-geen-tekst");
  text = text.replace(/^(?:\ufeff|\u00ef\u00bb\u00bf)/, "");
  const at = { text, number: 1, sep: undefined };
  const hint = /^sep=([;\t,])\r?\n/i.exec(at.text);
  if (hint) {
    at.sep = hint[1];
    at.text = at.text.slice(hint[0].length);
  }
  const blank = /^(?:\r?\n)*/.exec(at.text)[0];
  at.number += blank.split("\n").length - 1;
  at.text = at.text.slice(blank.length);
  if (at.text === "") throw new FileProblem("bestand-leeg");
  return at;
}

// separator returns the one that the first line holds most of, quoted text
// left out; ';' when it holds none.
function separator(text) {
  const counts = [0, 0, 0];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "\n" && !quoted) break;
    if (c === '"') quoted = !quoted;
    const at = separators.indexOf(c);
    if (at >= 0 && !quoted) counts[at]++;
  }
  return separators[counts.indexOf(Math.max(...counts))];
}

function headerOf(at, sep, decode) {
  const row = record(at.text, 0, sep, at.number, decode);
  if (row.end > longestHeader) throw new FileProblem("bestand-regel-te-lang", at.number);
  return row;
}

// record reads the record that begins at pos. A quote opens a quoted cell only
// as the first character of the cell; elsewhere it is text. Text after the
// closing quote belongs to the cell as well.
function record(text, pos, sep, number, decode) {
  const begin = pos;
  const cells = [];
  for (;;) {
    let cell = "";
    const quoted = text[pos] === '"';
    if (quoted) [cell, pos] = unquote(text, pos, number);
    const end = nextEnd(text, pos, sep);
    const last = text[end] === "\n";
    let rest = text.slice(pos, end);
    if (last && rest.endsWith("\r")) rest = rest.slice(0, -1);
    const blank = last && cells.length === 0 && !quoted && rest === "";
    if (!blank) cells.push(decode(cell + rest));
    pos = end + 1;
    if (last) break;
  }
  if (cells.some((c) => c.includes("\0"))) throw new FileProblem("bestand-geen-tekst", number);
  if (cells.length > mostColumns) throw new FileProblem("bestand-te-breed", number);
  if (pos - begin > longestRow) throw new FileProblem("bestand-regel-te-lang", number);
  return { number, cells, end: pos };
}

function nextEnd(text, pos, sep) {
  while (text[pos] !== sep && text[pos] !== "\n") pos++; // the text ends with a line feed
  return pos;
}

// unquote returns the text of the quoted cell that opens at pos and the place
// behind its closing quote.
function unquote(text, pos, number) {
  const parts = [];
  for (let from = pos + 1; ; ) {
    const q = text.indexOf('"', from);
    if (q < 0) throw new FileProblem("bestand-aanhalingsteken-open", number);
    if (text[q + 1] !== '"') {
      parts.push(text.slice(from, q));
      return [parts.join(""), q + 1];
    }
    parts.push(text.slice(from, q + 1));
    from = q + 2;
  }
}
