// Shows what the check found, in the words of the intake's own report.

import { box, el, number, plural } from "./dom.js";
import { runs } from "./report.js";

const tiers = { bestand: "Bestand", fout: "Fout", waarschuwing: "Let op" };
const shownRows = 500; // rows in the list by row; a page must stay workable

// summary returns what was counted, as one box.
export function summary(r) {
  const lines = [];
  if (r.refused) {
    return box("bad", el("p", {}, el("strong", {}, "Dit bestand kan zo niet worden verzegeld.")), "Verbeter wat hieronder staat in de export en kies het bestand opnieuw.");
  }
  if (r.nil) {
    lines.push(el("p", {}, el("strong", {}, `${r.dataset.title}: geen rijen met gegevens (nulopgave).`)));
  } else {
    const counts = `${r.dataset.title}: ${plural(r.rows - r.blank, "rij", "rijen")} met gegevens, ${number(r.good)} goed, ${number(r.bad)} met een fout.`;
    lines.push(el("p", {}, el("strong", {}, counts)));
  }
  if (r.bad > 0) lines.push("Rijen met een fout worden bij de intake apart gelegd en tellen niet mee. Verbeter ze liefst eerst in de export.");
  if (r.noPerson > 0) lines.push(`Zonder V-nummer: ${number(r.noPerson)} van de ${number(r.good)} goede rijen. Dat mag, als de persoon er geen heeft.`);
  if (r.dropped > 0) lines.push(`Kolommen die niet bij deze levering horen en niet worden gelezen: ${number(r.dropped)}. Haal ze weg als u ze niet wilt meesturen.`);
  if (r.problems.length === 0 && !r.nil) lines.push("Er is niets gevonden dat verbeterd moet worden.");
  return box(r.bad > 0 ? "bad" : r.problems.length > 0 || r.nil ? "warn" : "good", ...lines);
}

// details returns the findings, first by kind and then by row.
export function details(r) {
  const findings = r.findings();
  if (findings.length === 0) return [];
  const byKind = table(
    "Wat er is gevonden",
    ["Waar", "Wat er is en wat u kunt doen"],
    findings.map((f) => [where(r, f), what(r, f.code)]),
  );
  const rows = r.problems.filter((p) => p.row > 0).sort((a, b) => a.row - b.row);
  if (rows.length < 2) return [byKind];
  const list = table(
    rows.length > shownRows ? `De eerste ${shownRows} van ${number(rows.length)} bevindingen` : "Alle bevindingen",
    ["Rij", "Kolom", "Wat er is"],
    rows.slice(0, shownRows).map((p) => [number(p.row), column(r, p.field), el("span", {}, tag(r.tier(p)), " ", r.pack.problems[p.code].nl)]),
  );
  return [byKind, el("details", {}, el("summary", {}, "Rij voor rij"), list)];
}

// asText is the same for a file to keep beside Excel. It holds no value.
export function asText(r) {
  return r
    .findings()
    .map((f) => {
      const text = r.pack.problems[f.code];
      const rows = f.rows.length > 0 ? `\r\n  Rij: ${runs(f.rows)}` : "";
      return `${tiers[f.tier]} - ${column(r, f.field)}${rows}\r\n  ${text.nl}\r\n  ${text.advies}\r\n`;
    })
    .join("\r\n");
}

function where(r, f) {
  const shown = f.rows.slice(0, 40);
  const rest = f.rows.length - shown.length;
  const rows = f.rows.length === 0 ? "" : (f.count === 1 ? "rij " : "rijen ") + runs(shown) + (rest > 0 ? ` en nog ${number(rest)}` : "");
  return el("span", {}, tag(f.tier), el("br"), el("strong", {}, column(r, f.field)), el("br"), rows);
}

function what(r, code) {
  const text = r.pack.problems[code];
  return el("span", {}, text.nl, el("span", { class: "do" }, text.advies));
}

const column = (r, field) => (field < 0 ? "Hele bestand of hele rij" : r.dataset.fields[field].label);

const tag = (tier) => el("span", { class: "tag " + tier }, tiers[tier]);

function table(caption, heads, rows) {
  const cell = (c, i) => el("td", i === 0 ? { class: "rows", "data-kop": heads[0] === "Rij" ? "Rij" : "" } : {}, c);
  return el(
    "table",
    {},
    el("caption", {}, caption),
    el("thead", {}, el("tr", {}, ...heads.map((h) => el("th", { scope: "col" }, h)))),
    el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells.map(cell)))),
  );
}
