// Lists that may be long: the first entries, and the rest on request. And stretches of time in them.

import { written } from "./days.js";
import { element } from "./elements.js";
import { address } from "./navigation.js";
import { grouped, stretch } from "./words.js";

const DAY = 86_400_000;

/** A list of its first entries, with a button for all. */
export function shortList(entries, attributes = {}, most = 5) {
  const rows = entries.map((entry, index) => element("li", { hidden: index >= most }, entry));
  const list = element("ul", attributes, rows);
  if (rows.length <= most) return list;
  const button = element("button", { type: "button", class: "quiet" },
    `Show all ${grouped(rows.length)}`);
  button.addEventListener("click", () => {
    for (const row of rows) row.hidden = false;
    (rows[most].querySelector("a") ?? list).focus();
    button.remove();
  });
  return element("div", {}, list, button);
}

/** Stretches of time, each a link to its days; nothing if there are none. */
export function stretchList(windows, what) {
  return windows.length > 0 && element("div", { class: "stretches" },
    element("p", {}, element("b", {}, what)),
    shortList(windows.map((window) => element("a", { href: daysOf(window) }, stretch(window)))));
}

/** The address of the overview with the days of a stretch. */
export function daysOf({ from, until }) {
  const first = Math.floor(Date.parse(from) / DAY);
  const end = Math.max(first + 1, Math.ceil(Date.parse(until) / DAY));
  return address("/", { since: written(first), until: written(end) });
}

/** The address of the overview with one day, such as `2025-03-14`. */
export function dayAddress(day) {
  return daysOf({ from: `${day}T00:00:00Z`, until: `${day}T00:00:01Z` });
}
