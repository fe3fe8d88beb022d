// Gathers what is wrong with a delivery, as ingest.Report does: how often, and
// in which rows. It holds no value of the data.

import { Judge } from "./judge.js";

const atOnce = 4096; // rows between two moments in which the page can draw

// check judges a table that was read.
export async function check(pack, dataset, table, limits) {
  const judge = new Judge(pack, dataset, table.header, limits, table);
  const report = new Report(pack, dataset, judge.dropped);
  report.add(judge.problems);
  if (judge.refused) return report;
  if (table.problem) {
    report.add([{ row: table.problem.row, field: -1, code: table.problem.code }]);
    return report;
  }
  for (let i = 0; i < table.rows.length; i++) {
    const { cells, number } = table.rows[i];
    report.count(judge.row(cells, number));
    if (i % atOnce === atOnce - 1) await new Promise((next) => setTimeout(next));
  }
  return report;
}

// unreadable is the report on a file that a FileProblem keeps from being read.
export function unreadable(pack, dataset, problem) {
  const report = new Report(pack, dataset, 0);
  report.add([{ row: problem.row, field: -1, code: problem.code }]);
  return report;
}

export class Report {
  constructor(pack, dataset, dropped) {
    this.pack = pack;
    this.dataset = dataset;
    this.dropped = dropped; // columns of the file that the dataset does not have
    this.problems = []; // all of them, in the order of the rows
    this.rows = 0;
    this.good = 0;
    this.bad = 0;
    this.blank = 0;
    this.noPerson = 0; // good rows without a V-number
    this.refused = false;
  }

  add(problems) {
    for (const p of problems) {
      this.problems.push(p);
      if (this.tier(p) === "bestand") this.refused = true;
    }
  }

  count(judged) {
    this.rows++;
    this.add(judged.problems);
    if (judged.blank) this.blank++;
    else if (judged.bad) this.bad++;
    else {
      this.good++;
      if (judged.noPerson) this.noPerson++;
    }
  }

  // nil: a header and no rows, which says that there was nothing to report.
  get nil() {
    return !this.refused && this.rows === this.blank;
  }

  tier(problem) {
    return this.pack.problems[problem.code].tier;
  }

  // findings are the problems by kind and column, gravest first.
  findings() {
    const all = new Map();
    for (const p of this.problems) {
      const key = p.code + " " + p.field;
      if (!all.has(key)) all.set(key, { code: p.code, tier: this.tier(p), field: p.field, count: 0, rows: [] });
      const f = all.get(key);
      f.count++;
      if (p.row > 0) f.rows.push(p.row);
    }
    const gravity = ["bestand", "fout", "waarschuwing"];
    const order = (a, b) =>
      gravity.indexOf(a.tier) - gravity.indexOf(b.tier) || a.field - b.field || (a.code < b.code ? -1 : 1);
    return [...all.values()].sort(order);
  }
}

// runs writes row numbers as people say them: "3 t/m 7, 12".
export function runs(rows) {
  const parts = [];
  for (let i = 0; i < rows.length; ) {
    let end = i;
    while (end + 1 < rows.length && rows[end + 1] === rows[end] + 1) end++;
    if (end - i > 1) parts.push(`${rows[i]} t/m ${rows[end]}`);
    else parts.push(...rows.slice(i, end + 1));
    i = end + 1;
  }
  return parts.join(", ");
}
