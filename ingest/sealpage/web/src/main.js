// The page: four steps, from choosing a file to a sealed one.

import { notices, pageCode, showAbout, unusable } from "./about.js";
import { FileProblem, readCSV } from "./csv.js";
import { dutch, parseDutch, parseISO, today } from "./day.js";
import { $, box, el, plural, show } from "./dom.js";
import { checkPeriod, inspect, kindOf, parseName } from "./envelope.js";
import { fold } from "./fold.js";
import { KeyError, readSigner } from "./note.js";
import { asText, details, summary } from "./outcome.js";
import { probe } from "./probe.js";
import { check, unreadable } from "./report.js";
import { seal } from "./seal.js";
import { readXLSX } from "./xlsx.js";

const largest = 50e6; // bytes of a file that a page can hold comfortably, several times over

const pack = JSON.parse($("regels").textContent);

// What the page knows. turn goes up with every new choice, so that the result
// of an earlier one, arriving late, is not taken for that of this one; change
// goes up with everything that would make another sealed file.
const state = { turn: 0, change: 0, ready: false, bytes: null, kind: "", report: null, signer: null, keyFile: null };

const dataset = () => pack.datasets.find((d) => d.name === $("dataset").value);
const period = () => ({ from: parseDutch($("van").value), to: parseDutch($("tot").value), seq: Number($("volgnummer").value) });
const limits = () => ({ today: today(), earliest: parseISO(pack.earliest) });

async function start() {
  const code = await pageCode();
  await showAbout(pack, code);
  $("melding").replaceChildren(...notices(pack));
  const quarter = "2020-01-01_2020-03-31";
  $("voorbeeld").textContent = `${pack.org}_${pack.datasets[0].name}_${quarter}.csv`;
  $("sleutelnaam").textContent = `sender-${pack.org}.key`;
  $("dataset").append(el("option", { value: "" }, "Kies…"), ...pack.datasets.map((d) => el("option", { value: d.name }, d.title)));
  $("stappen").hidden = unusable(pack) !== "";
  listen();
  refresh();
  globalThis.verzegel = probe(pack); // for whoever wants to see the same rules at work
}

function listen() {
  const chosen = (input) => input.files[0] && [input.files[0], (input.value = "")][0]; // emptied, so that the same file can be chosen again
  $("bestand").addEventListener("change", (e) => take(chosen(e.target)));
  const drop = $("vak");
  for (const type of ["dragover", "dragenter", "dragleave", "drop"]) {
    document.addEventListener(type, (e) => e.preventDefault()); // or the browser opens the file in place of the page
    drop.addEventListener(type, () => drop.classList.toggle("over", type.startsWith("drage") || type === "dragover"));
  }
  drop.addEventListener("drop", (e) => take(e.dataTransfer.files[0]));
  $("dataset").addEventListener("change", judge);
  for (const id of ["van", "tot", "volgnummer"]) $(id).addEventListener("input", refresh);
  $("akkoord").addEventListener("change", refresh);
  $("sleutel").addEventListener("change", (e) => takeKey(chosen(e.target)));
  $("ontgrendel").addEventListener("click", unlock);
  $("wachtzin").addEventListener("keydown", (e) => e.key === "Enter" && unlock());
  $("sleutelweg").addEventListener("click", dropKey);
  $("verzegel").addEventListener("click", sealNow);
}

// take reads a chosen file into memory and fills in what its name says.
async function take(file) {
  if (!file) return;
  const turn = ++state.turn;
  Object.assign(state, { bytes: null, report: null });
  $("gekozen").textContent = file.name;
  $("bestandfout").textContent = "";
  refresh();
  if (file.size > largest) return void ($("bestandfout").textContent = "Dit bestand is veel groter dan een levering kan zijn. Kijk of het het goede bestand is.");
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return void ($("bestandfout").textContent = "Het bestand kon niet worden gelezen. Sluit het in Excel en kies het opnieuw.");
  }
  if (turn !== state.turn) return;
  const wrong = inspect(bytes);
  if (wrong) return void ($("bestandfout").textContent = wrong);
  Object.assign(state, { bytes, kind: kindOf(bytes) });
  await fillIn(file.name);
  await judge();
}

// fillIn takes over what the name of the file says, or guesses the dataset
// from its columns.
async function fillIn(name) {
  const said = parseName(name);
  if (said && said.org !== pack.org) {
    $("bestandfout").textContent = `Let op: volgens de naam is dit bestand van een andere organisatie (${said.org}). Deze pagina verzegelt voor ${pack.org}.`;
  }
  if (said) {
    $("van").value = dutch(said.from);
    $("tot").value = dutch(said.to);
    $("volgnummer").value = String(said.seq);
  }
  const known = said && pack.datasets.some((d) => d.name === said.dataset);
  $("dataset").value = known ? said.dataset : await guess();
}

// guess returns the dataset most of whose columns are in the file.
async function guess() {
  let best = { name: "", share: 0 };
  for (const d of pack.datasets) {
    const header = await read(d).then((t) => new Set(t.header.map(fold)), () => new Set());
    const found = d.fields.filter((f) => f.names.some((n) => header.has(fold(n)))).length;
    if (found / d.fields.length > best.share) best = { name: d.name, share: found / d.fields.length };
  }
  return best.name;
}

async function read(d) {
  return state.kind === "xlsx" ? readXLSX(state.bytes, [d.name, d.title, d.titleEN]) : readCSV(state.bytes);
}

// judge checks the file against the dataset that is chosen.
async function judge() {
  const turn = ++state.turn;
  const d = dataset();
  state.report = null;
  $("akkoord").checked = false;
  refresh();
  if (!state.bytes || !d) return;
  $("uitslag").replaceChildren(el("p", {}, "Het bestand wordt nagekeken…"));
  drawn = undefined; // what stands there is no report
  let report;
  try {
    report = await check(pack, d, await read(d), limits());
  } catch (e) {
    report = e instanceof FileProblem ? unreadable(pack, d, e) : null;
  }
  if (turn !== state.turn) return;
  if (!report) $("bestandfout").textContent = "De pagina kon dit bestand niet nakijken. Laad de pagina opnieuw en kies het nog eens. Lukt het dan niet, bel de intake.";
  state.report = report;
  refresh();
}

// refresh brings the page in line with what is known.
function refresh() {
  const { report } = state;
  $("gegevens").disabled = !state.bytes;
  const p = period();
  const wrong = !state.bytes ? "" : !dataset() ? "Kies het soort levering." : checkPeriod(p.from, p.to, p.seq, today());
  $("gegevensfout").textContent = wrong;
  drawReport(report);
  const agreed = $("akkoordvak").hidden || $("akkoord").checked;
  const ready = Boolean(report) && !report.refused && agreed && wrong === "" && unusable(pack) === "";
  state.ready = ready;
  state.change++;
  $("tekenen").disabled = !report || report.refused;
  $("verzegel").disabled = !ready;
  $("verzegelaf").textContent = next(report, wrong, agreed);
  $("stap2").classList.toggle("later", !report);
  $("stap3").classList.toggle("later", !report || report.refused);
  $("stap4").classList.toggle("later", !ready);
  forget();
}

// next says what still has to be done before the file can be sealed.
function next(report, wrong, agreed) {
  if (!report) return "Kies eerst een bestand.";
  if (report.refused) return "Dit bestand kan zo niet worden verzegeld; zie de controle.";
  if (wrong) return "Vul eerst stap 1 aan: " + wrong;
  if (!agreed) return "Zet eerst het vinkje bij de controle.";
  const d = report.dataset.title.toLowerCase();
  const p = period();
  const how = state.signer
    ? "Met handtekening."
    : "Zonder handtekening: de intake legt de levering apart tot een medewerker haar toelaat.";
  return `Klaar om te verzegelen: ${d}, ${dutch(p.from)} tot en met ${dutch(p.to)}, volgnummer ${p.seq}. ${how}`;
}

let drawn = null; // the report that is on the page
function drawReport(report) {
  if (report === drawn) return;
  drawn = report;
  if ($("lijst")) URL.revokeObjectURL($("lijst").href);
  document.querySelector("#stap2 .wait").hidden = Boolean(report);
  $("uitslag").replaceChildren(...(report ? [summary(report)] : []));
  $("bevindingen").replaceChildren(...(report ? details(report) : []), ...(report?.problems.length ? [listLink(report)] : []));
  const ask = report && !report.refused && (report.nil || report.bad > 0);
  show("akkoordvak", Boolean(ask));
  if (!ask) return;
  $("akkoordtekst").textContent = report.nil
    ? "Dat klopt: er was in deze periode niets te melden."
    : `Verzegel toch. Ik weet dat ${plural(report.bad, "rij", "rijen")} met een fout apart ${report.bad === 1 ? "wordt" : "worden"} gelegd.`;
}

// listLink offers the findings as a text file: rows and columns, no values.
function listLink(report) {
  const text = new Blob(["\ufeff" + asText(report)], { type: "text/plain" });
  const url = URL.createObjectURL(text);
  return el("p", {}, el("a", { id: "lijst", href: url, download: "bevindingen.txt" }, "Bewaar deze lijst"), " (rijen en kolommen, zonder gegevens van personen)");
}

// forget lets go of a sealed file that no longer fits what is on the page.
function forget() {
  show("klaar", false);
  $("verzegelfout").textContent = "";
  const old = $("bewaar").getAttribute("href");
  if (old) URL.revokeObjectURL(old);
  $("bewaar").removeAttribute("href");
}

async function takeKey(file) {
  if (!file) return;
  state.keyFile = file.size > 1e5 ? null : new Uint8Array(await file.arrayBuffer());
  $("wachtzin").value = "";
  await readKey("");
}

const unlock = () => readKey($("wachtzin").value);

async function readKey(passphrase) {
  const say = $("sleuteluitslag");
  state.signer = null;
  say.replaceChildren("Een ogenblik…");
  await new Promise((drawn) => setTimeout(drawn, 50)); // unwrapping keeps the page busy for a second
  try {
    if (!state.keyFile) throw new KeyError("Dit is geen sleutelbestand.");
    state.signer = await readSigner(state.keyFile, passphrase, pack.org);
    state.keyFile = null;
    $("wachtzin").value = "";
    show("wachtzinvak", false);
    say.replaceChildren(box("good", `De sleutel is gelezen (op naam van ${state.signer.name}). De levering wordt ondertekend.`));
  } catch (e) {
    if (!(e instanceof KeyError)) e = new KeyError("Dit sleutelbestand kan niet worden gelezen.");
    show("wachtzinvak", e.locked);
    say.replaceChildren(el("span", { class: "fault" }, e.message));
    if (e.locked) $("wachtzin").focus();
  }
  show("sleutelweg", true);
  refresh();
}

function dropKey() {
  Object.assign(state, { signer: null, keyFile: null });
  $("wachtzin").value = "";
  $("sleuteluitslag").replaceChildren();
  show("wachtzinvak", false);
  show("sleutelweg", false);
  refresh();
}

async function sealNow() {
  if (unusable(pack)) return location.reload(); // it expired while it was open
  const { change, signer } = state;
  const button = $("verzegel");
  button.disabled = true;
  button.textContent = "Bezig met verzegelen…";
  await new Promise((drawn) => setTimeout(drawn, 50));
  try {
    const p = period();
    const about = {
      org: pack.org, dataset: state.report.dataset.name, contract: pack.contract.name, from: p.from, to: p.to,
      seq: p.seq, replaces: p.seq - 1, kind: state.kind, version: pack.version, made: today(),
    };
    const sealed = await seal(state.bytes, about, pack.recipients, signer);
    if (change === state.change) showSealed(sealed);
  } catch {
    $("verzegelfout").textContent = "Het verzegelen is niet gelukt; er is niets gemaakt. Laad de pagina opnieuw en probeer het nog eens. Lukt het dan niet, bel de intake.";
  }
  button.textContent = "Verzegel het bestand";
  button.disabled = !state.ready;
}

function showSealed(sealed) {
  forget();
  $("bewaar").href = URL.createObjectURL(new Blob([sealed.bytes], { type: "application/octet-stream" }));
  $("bewaar").download = sealed.name;
  $("klaarnaam").textContent = sealed.name;
  $("klaarcode").textContent = sealed.code;
  $("klaarteken").textContent = sealed.signed
    ? "Ondertekend met de sleutel van uw organisatie."
    : "Niet ondertekend. De intake legt de levering apart tot een medewerker haar heeft toegelaten. Verander de naam van het bestand niet: die zegt wat erin zit.";
  show("klaar", true);
  $("klaarkop").focus();
}

start();
