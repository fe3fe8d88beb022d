// Judges the rows of one table by its dataset, as ingest/check does. Comes in:
// the rule pack, a dataset of it, a header, rows of text cells. Goes out:
// problems {row, field, code}, which hold no value.

import { birth, date, firstOfBirth, month } from "./date.js";
import { digits, fold, trim } from "./fold.js";
import { code, List, nationality } from "./list.js";
import { bare, cents, count, vnumber } from "./number.js";
import { excelError, name, reference } from "./text.js";

const bsnColumns = ["bsn", "bsnnummer", "burgerservicenummer", "sofinummer"];

export class Judge {
  // Problems with the file as a whole are in problems; when one of them
  // refuses it, refused is set and rows may not be judged.
  constructor(pack, dataset, header, limits, book) {
    this.pack = pack;
    this.data = dataset;
    this.limits = limits;
    this.book = book;
    this.width = header.length;
    this.dropped = 0;
    this.lists = new Map();
    this.problems = [...this.match(header), ...this.refuseHeader(header)];
    this.refused = this.worst(this.problems) === "bestand";
  }

  // match gives each field its column.
  match(header) {
    const keys = header.map(fold);
    while (keys.length > 0 && keys[keys.length - 1] === "") keys.pop(); // separators at the end of the line
    this.need = keys.length;
    const problems = [];
    let used = 0;
    this.columns = this.data.fields.map((field, index) => {
      const column = { field, index, cell: -1, list: field.list ? this.list(field.list) : null };
      const names = field.names.map(fold);
      keys.forEach((key, i) => {
        if (key === "" || !names.includes(key)) return;
        used++;
        if (column.cell >= 0) problems.push({ row: 0, field: index, code: "kolom-dubbel" });
        column.cell = i;
      });
      if (column.cell < 0) problems.push({ row: 0, field: index, code: field.column ? "kolom-ontbreekt" : "kolom-afwezig" });
      return column;
    });
    this.dropped = keys.length - used;
    this.matched = used;
    return used === 0 ? [{ row: 0, field: -1, code: "bestand-kop-ontbreekt" }] : problems;
  }

  list(name) {
    if (!this.lists.has(name)) this.lists.set(name, new List(this.pack.lists[name]));
    return this.lists.get(name);
  }

  // refuseHeader looks for columns that may not be in the file at all, not
  // even to be dropped.
  refuseHeader(header) {
    const problems = [];
    const about = new Set(this.data.shape === "counts" ? this.pack.about.map(fold) : []);
    for (const key of header.map(fold)) {
      if (bsnColumns.includes(key)) problems.push({ row: 0, field: -1, code: "kolom-bsn" });
      if (about.has(key)) {
        problems.push({ row: 0, field: -1, code: "bestand-over-personen" });
        about.clear(); // once is enough
      }
    }
    return problems;
  }

  // row judges the cells of one row: {blank, bad, refused, noPerson, problems}.
  row(cells, number) {
    const { ok, blank } = this.shape(cells);
    if (blank) return { blank: true, problems: [] };
    const problems = [];
    const values = new Array(this.columns.length).fill(null);
    if (!ok) {
      problems.push({ row: number, field: -1, code: "rij-breedte" });
    } else {
      for (const c of this.columns) {
        const [value, fault, all] = this.cell(c, cells);
        values[c.index] = value;
        c.meanings = all ?? [];
        if (fault) problems.push({ row: number, field: c.index, code: fault });
      }
      this.relate(values, number, problems);
    }
    if (this.data.shape === "counts" && cells.some(looksLikeVNumber)) {
      problems.push({ row: number, field: -1, code: "bestand-over-personen" });
    }
    const worst = this.worst(problems);
    const person = this.columns.findIndex((c) => c.field.person);
    return {
      blank: false,
      bad: worst === "fout" || worst === "bestand",
      refused: worst === "bestand",
      noPerson: person >= 0 && values[person] === null,
      problems,
      values,
    };
  }

  // shape: more cells than the header has are no fault while they are empty,
  // because Excel likes to add separators at the end of a line.
  shape(cells) {
    let filled = cells.length;
    while (filled > 0 && trim(cells[filled - 1]) === "") filled--;
    return { ok: cells.length >= this.need && filled <= this.width, blank: filled === 0 };
  }

  cell(column, cells) {
    const text = column.cell < 0 ? "" : trim(cells[column.cell] ?? "");
    if (text === "") return [null, column.field.required ? "verplicht-leeg" : ""];
    if (text[0] === "#" && excelError(text)) return [null, "excel-foutwaarde"];
    switch (column.field.kind) {
      case "vnumber":
        return vnumber(text);
      case "name":
        return name(text);
      case "reference":
        return reference(text);
      case "code":
        return code(column.list, text);
      case "nationality":
        return nationality(column.list, text);
      case "date":
        return date(text, this.limits, this.book);
      case "birthdate":
        return birth(text, this.limits, this.book);
      case "month":
        return month(text, this.limits, this.book);
      case "count":
        return count(text);
      case "cents":
        return cents(text, this.book.excel);
    }
    throw new Error("field of unknown kind " + column.field.kind);
  }

  // relate checks what the values of a row have to do with each other. A cell
  // that could not be read is filled in, but has no value to compare.
  relate(values, number, problems) {
    const troubled = new Set(problems.map((p) => p.field));
    for (const r of this.data.rules) {
      const value = values[r.field];
      const other = values[r.other];
      const broken =
        r.kind === "requires"
          ? value !== null && other === null && !troubled.has(r.other)
          : this.before(value, other, this.columns[r.other].field.kind);
      if (broken) problems.push({ row: number, field: r.field, code: r.code });
    }
    this.validity(values, number, problems);
  }

  // before reports whether a date certainly lies before another.
  before(day, than, kind) {
    if (day === null || than === null) return false;
    return day < (kind === "birthdate" ? firstOfBirth(than) : than);
  }

  // validity holds codes that have dates against the date of the event.
  validity(values, number, problems) {
    const day = values[this.data.event] ?? null;
    if (day === null) return;
    for (const c of this.columns) {
      if (!c.list?.dated || values[c.index] === null) continue;
      const at = c.meanings.find((m) => c.list.validOn(m, day));
      if (at !== undefined) values[c.index] = at;
      else problems.push({ row: number, field: c.index, code: "nationaliteit-niet-geldig" });
    }
  }

  // worst returns the gravest tier of some problems, "" when there are none.
  worst(problems) {
    const tiers = problems.map((p) => this.pack.problems[p.code].tier);
    return ["bestand", "fout", "waarschuwing"].find((t) => tiers.includes(t)) ?? "";
  }
}

// looksLikeVNumber: counts and amounts do not have ten digits.
function looksLikeVNumber(cell) {
  const plain = bare(trim(cell));
  return plain.length === 10 && digits(plain);
}
