// The little of a view library that the page needs. Text only ever goes in as
// text: nothing from a file can become part of the page.

export const $ = (id) => document.getElementById(id);

// el makes an element; attributes with value false or null are left out.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

export function box(tone, ...children) {
  return el("div", { class: "box " + tone }, ...children.map((c) => (typeof c === "string" ? el("p", {}, c) : c)));
}

// facts puts pairs of term and description into a list.
export function facts(list, pairs) {
  list.replaceChildren(...pairs.flatMap(([term, ...what]) => [el("dt", {}, term), el("dd", {}, ...what)]));
}

export const show = (id, visible) => void ($(id).hidden = !visible);

// number writes 1234 as 1.234.
export const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ".");

export const plural = (n, one, more) => `${number(n)} ${n === 1 ? one : more}`;
