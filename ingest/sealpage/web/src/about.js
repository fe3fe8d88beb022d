// Says what this page is: whose, which keys it seals to, which version, until
// when. It checks its own parts against what they should be.

import { dutch, parseISO, today } from "./day.js";
import { $, box, el, facts } from "./dom.js";
import { fingerprint } from "./envelope.js";

const soon = 30; // days before the end at which the page begins to say so

// unusable says why the page may not seal, in Dutch, or "" when it may.
export function unusable(pack, now = today()) {
  const end = parseISO(pack.expires);
  if (now <= end) return "";
  return `Deze pagina is verlopen: zij gold tot en met ${dutch(end)}. Vraag de intake om een nieuwe pagina.`;
}

// pageCode is a code over everything in this file that acts: style, rule pack
// with keys, program.
export async function pageCode() {
  const parts = [document.querySelector("style"), $("regels"), document.querySelector("script:not([id])")];
  return fingerprint(parts.map((p) => p.textContent).join("\n"));
}

export async function showAbout(pack, code) {
  $("org").textContent = pack.orgName;
  const prints = await Promise.all(pack.recipients.map(fingerprint));
  const keys = prints.map((p, i) => [i === 0 ? "Sleutel van de intake" : "Herstelsleutel", el("span", { class: "name" }, p)]);
  const hybrid = pack.recipients[0].startsWith("age1pq1");
  facts($("feiten"), [
    ...keys,
    ["Controlecode van deze pagina", el("span", { class: "name" }, code)],
    ["Geldig", `van ${dutch(parseISO(pack.made))} tot en met ${dutch(parseISO(pack.expires))}`],
    ["Voor", `${pack.orgName} (${pack.org}), ${pack.contract.title}`],
    ["Versie", `${pack.version}, ${pack.contract.name}`],
    ["Versleuteling", hybrid ? "age, bestand tegen kwantumcomputers (ML-KEM-768 met X25519)" : "age (X25519)"],
  ]);
}

// notices are what must be said before anything else.
export function notices(pack, now = today()) {
  const out = [];
  const stop = unusable(pack, now);
  if (stop) out.push(box("bad", stop));
  const left = parseISO(pack.expires) - now;
  if (!stop && left < soon) out.push(box("warn", `Deze pagina verloopt op ${dutch(parseISO(pack.expires))}. Vraag de intake op tijd om een nieuwe.`));
  if (now < parseISO(pack.made)) {
    out.push(box("warn", `De klok van deze computer staat op ${dutch(now)}, en deze pagina is later gemaakt (${dutch(parseISO(pack.made))}). Kijk na of de datum van de computer klopt.`));
  }
  return out;
}
