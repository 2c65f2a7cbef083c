// A table of counts with a bar beside each.

import { element } from "./elements.js";
import { more } from "./long-lists.js";
import { activities, brief, grouped, percent } from "./words.js";

/** How many rows a table shows at first. */
export const mostShown = 10;

/** A row for each value, the most frequent first; beyond ten they are shown when asked for, once
 * the counts are whole. */
export function barTable(caption, column, rows, { total, isWhole, all, note, others = 0 }) {
  const sorted = rows.toSorted((one, other) =>
    other.number - one.number || String(one.value).localeCompare(String(other.value)));
  const most = Math.max(...sorted.map((row) => row.number), 1);
  const body = element("tbody", {}, sorted.map((row, index) =>
    element("tr", { hidden: index >= mostShown },
      element("th", { scope: "row", class: row.isMono ? "mono" : null }, name(row)),
      element("td", { class: "n" }, grouped(row.number)),
      element("td", { class: "n dim" }, percent(row.number, total)),
      element("td", { class: "chart", "aria-hidden": "true" }, bar(row.number / most)))));
  return element("div", { class: "bars" },
    element("table", {},
      element("caption", {}, caption, note && element("small", {}, ` ${note}`),
        all > sorted.length && element("small", {},
          ` the ${grouped(sorted.length)} most frequent of ${grouped(all)}`)),
      element("thead", {}, element("tr", {},
        element("th", { scope: "col" }, column),
        element("th", { scope: "col", class: "n" }, "Activities"),
        element("th", { scope: "col", class: "n" }, "Share"),
        element("td", { class: "chart", "aria-hidden": "true" }))),
      body),
    others > 0 && element("p", { class: "note" }, `Not told one by one, as there are too many values:`
      + ` ${activities(others)}.`),
    isWhole && more(body.rows, all));
}

/** A bar as long as a part of its place. */
export function bar(part, kind = "bar") {
  const result = element("span", { class: kind });
  result.style.inlineSize = `${Math.min(100, Math.max(part > 0 ? 0.75 : 0, 100 * part))}%`;
  return result;
}

function name({ value, href }) {
  if (value === null || value === "") {
    return element("i", {}, value === null ? "(none)" : "(empty)");
  }
  const text = element("bdi", {}, brief(value, 40));
  return href ? element("a", { href }, text) : text;
}
