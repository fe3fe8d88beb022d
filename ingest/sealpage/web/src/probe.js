// What the page's rules make of values handed in from outside the page: the
// tests hold every answer against that of the intake's own program.

import { FileProblem, readCSV } from "./csv.js";
import { iso, parseISO } from "./day.js";
import { manifestText, padded, parseName } from "./envelope.js";
import { fold, trim } from "./fold.js";
import { Judge } from "./judge.js";
import { check, unreadable } from "./report.js";
import { readXLSX } from "./xlsx.js";

const days = (limits) => ({ today: parseISO(limits.today), earliest: parseISO(limits.earliest) });

export function probe(pack) {
  // cells judges single cells of one kind, and writes values as the shared
  // vectors do.
  const cells = (kind, list, limits, cases) => {
    const field = { name: "veld", label: "Veld", names: ["veld"], kind, list: kind === "nationality" ? "nationaliteit" : list };
    const proof = { name: "proef", shape: "records", event: -1, rules: [], fields: [field] };
    return cases.map((c) => {
      const judge = new Judge(pack, proof, ["veld", "vul"], days(limits), { excel: Boolean(c.excel), date1904: false });
      const [value, code] = judge.cell(judge.columns[0], [c.in]);
      return { want: render(pack, field, value), code };
    });
  };

  // file judges a whole file: all problems, and what was counted.
  const file = async (base64, kind, name, limits) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const d = pack.datasets.find((x) => x.name === name);
    let r;
    try {
      const table = kind === "xlsx" ? await readXLSX(bytes, [d.name, d.title, d.titleEN]) : readCSV(bytes);
      r = await check(pack, d, table, days(limits));
    } catch (e) {
      if (!(e instanceof FileProblem)) throw e;
      r = unreadable(pack, d, e);
    }
    const { rows, good, bad, blank, noPerson, dropped, refused, problems } = r;
    return { rows, good, bad, blank, noPerson, dropped, refused, problems };
  };

  const manifest = (m) => manifestText({ ...m, from: parseISO(m.from), to: parseISO(m.to), made: parseISO(m.made) });
  return Object.freeze({ cells, file, manifest, padded, parseName, fold, trim });
}

function render(pack, field, value) {
  if (value === null) return "";
  switch (field.kind) {
    case "vnumber":
      return String(value).padStart(10, "0");
    case "date":
    case "month":
      return iso(value);
    case "birthdate":
      return String(value).padStart(8, "0").replace(/(....)(..)(..)/, "$1-$2-$3");
    case "code":
    case "nationality":
      return pack.lists[field.list][value][0];
  }
  return String(value);
}
