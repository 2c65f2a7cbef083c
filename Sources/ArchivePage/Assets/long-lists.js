// Lists and tables that may be long: the beginning of each, and the rest on request.

import { element } from "./elements.js";
import { grouped } from "./words.js";

/** A list of its first entries, with a button for all. */
export function shortList(entries, attributes = {}, most = 5) {
  const rows = entries.map((entry, index) => element("li", { hidden: index >= most }, entry));
  const [list, button] = [element("ul", attributes, rows), more(rows)];
  return button ? element("div", {}, list, button) : list;
}

/** The first rows of a table, with a button for all. */
export function shortTable(table, most) {
  const { rows } = table.tBodies[0];
  for (const row of [...rows].slice(most)) row.hidden = true;
  return element("div", {}, table, more(rows));
}

/** A button for the rows of a list or a table that are not shown yet; null if all are. There may be
 * more than these. */
export function more(rows, all = 0) {
  const hidden = [...rows].filter((row) => row.hidden);
  if (hidden.length === 0) return null;
  const button = element("button", { type: "button", class: "quiet" }, all > rows.length
    ? `Show ${grouped(rows.length)} of ${grouped(all)}` : `Show all ${grouped(rows.length)}`);
  button.addEventListener("click", () => {
    for (const row of hidden) row.hidden = false;
    hidden[0].querySelector("a")?.focus();
    button.remove();
  });
  return button;
}
