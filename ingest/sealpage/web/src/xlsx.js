// Reads one sheet of an Excel workbook as rows of text: cells as they are
// stored, so that a date is its serial number and an amount has all its digits.

import { FileProblem, mostColumns } from "./csv.js";
import { Zip } from "./zip.js";

const lastRow = 1 << 20; // that a sheet can have

// readXLSX returns what readCSV does. It reads the sheet that bears one of the
// names, in any case, or else the only one there is.
export async function readXLSX(bytes, names) {
  refuse(bytes);
  const zip = new Zip(bytes);
  if (!zip.has("xl/workbook.xml")) throw new FileProblem("bestand-geen-werkmap");
  await zip.verify();
  const book = xml(await zip.text("xl/workbook.xml"));
  const sheet = pick(all(book, "sheet"), names);
  const path = await target(zip, sheet);
  const strings = all(xml((await zip.text("xl/sharedStrings.xml")) || "<sst/>"), "si").map(richText);
  const rows = sheetRows(xml(await zip.text(path)), strings);
  const head = rows.findIndex((r) => r.cells.length > 0);
  if (head < 0) throw new FileProblem("bestand-leeg");
  const header = rows[head].cells;
  for (const r of rows) {
    while (r.cells.length > 0 && r.cells.length < header.length) r.cells.push(""); // Excel stores no empty cells at the end
  }
  const date1904 = all(book, "workbookPr").some((p) => ["1", "true", "on"].includes(p.getAttribute("date1904")));
  return { header, rows: rows.slice(head + 1).filter((r) => r.cells.length > 0), excel: true, date1904 };
}

// refuse tells apart what does not begin as a ZIP archive. A locked workbook
// is an OLE container with a stream EncryptedPackage (MS-OFFCRYPTO 2.3.4.4).
function refuse(b) {
  if (b[0] === 0x50 && b[1] === 0x4b) return;
  if (b[0] !== 0xd0 || b[1] !== 0xcf) throw new FileProblem("bestand-geen-werkmap");
  const text = new TextDecoder("latin1").decode(b);
  const wide = (s) => [...s].join("\0") + "\0";
  if (text.includes(wide("EncryptedPackage"))) throw new FileProblem("bestand-wachtwoord");
  if (text.includes(wide("Workbook"))) throw new FileProblem("bestand-oude-werkmap");
  throw new FileProblem("bestand-geen-werkmap");
}

function xml(text) {
  const doc = new DOMParser().parseFromString(text, "application/xml");
  if (doc.getElementsByTagName("parsererror").length > 0) throw new FileProblem("bestand-beschadigd");
  return doc;
}

// all returns the elements of a name, whatever prefix the writer chose.
const all = (node, name) => [...node.getElementsByTagNameNS("*", name)];

function pick(sheets, names) {
  for (const want of names) {
    const found = sheets.find((s) => s.getAttribute("name").trim().toLowerCase() === want.toLowerCase());
    if (found) return found;
  }
  if (sheets.length === 1) return sheets[0];
  throw new FileProblem("bestand-werkblad-ontbreekt");
}

// target finds the part of the archive in which a sheet stands.
async function target(zip, sheet) {
  const id = [...sheet.attributes].find((a) => a.localName === "id")?.value;
  const links = all(xml((await zip.text("xl/_rels/workbook.xml.rels")) || "<r/>"), "Relationship");
  const path = links.find((l) => l.getAttribute("Id") === id)?.getAttribute("Target") ?? "";
  const full = path.startsWith("/") ? path.slice(1) : "xl/" + path;
  if (!zip.has(full)) throw new FileProblem("bestand-beschadigd");
  return full;
}

function sheetRows(doc, strings) {
  const rows = [];
  let number = 0;
  for (const r of all(doc, "row")) {
    number = Number(r.getAttribute("r")) || number + 1;
    if (number > lastRow) throw new FileProblem("bestand-beschadigd");
    rows.push({ number, cells: rowCells(r, number, strings) });
  }
  return rows;
}

function rowCells(row, number, strings) {
  const cells = [];
  let at = -1;
  for (const c of row.children) {
    if (c.localName !== "c") continue;
    at = c.hasAttribute("r") ? columnOf(c.getAttribute("r")) : at + 1;
    const text = value(c, strings);
    if (text === "") continue;
    if (at < 0) throw new FileProblem("bestand-beschadigd", number);
    if (at >= mostColumns) throw new FileProblem("bestand-te-breed", number);
    while (cells.length < at) cells.push("");
    cells[at] = text;
  }
  return cells;
}

// columnOf turns "AB12" into 27; -1 when it names no cell.
function columnOf(ref) {
  const letters = /^[A-Z]{1,3}(?=\d)/i.exec(ref)?.[0].toUpperCase() ?? "";
  return [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;
}

function value(cell, strings) {
  const part = (name) => [...cell.children].find((c) => c.localName === name);
  const stored = part("v")?.textContent ?? "";
  switch (cell.getAttribute("t")) {
    case "s":
      return stored === "" ? "" : (strings[Number(stored.trim())] ?? "");
    case "inlineStr":
      return part("is") ? richText(part("is")) : stored;
  }
  return stored;
}

// richText joins the runs of a text, without the readings (rPh) that Japanese
// editions add, and undoes the _x000D_ that Excel writes for odd characters.
function richText(si) {
  let text = "";
  for (const part of si.children) {
    if (part.localName === "t") text += part.textContent;
    if (part.localName === "r") text += all(part, "t").map((t) => t.textContent).join("");
  }
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}
