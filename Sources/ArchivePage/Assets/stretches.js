// Stretches of time, and the addresses of their days.

import { written } from "./days.js";
import { element } from "./elements.js";
import { shortList } from "./long-lists.js";
import { address } from "./navigation.js";
import { stretch } from "./words.js";

const DAY = 86_400_000;

/** Stretches of time, each a link to its days; nothing if there are none. */
export function stretchList(windows, what) {
  return windows.length > 0 && element("div", { class: "stretches" },
    element("p", {}, element("b", {}, what)),
    shortList(windows.map((window) => element("a", { href: daysOf(window) }, stretch(window)))));
}

/** The address of the overview with the days of a stretch; a bound that is null is none. */
function daysOf({ from, until }) {
  const first = from && Math.floor(Date.parse(from) / DAY);
  const end = until && Math.max(first + 1, Math.ceil(Date.parse(until) / DAY));
  return address("/", { since: from && written(first), until: until && written(end) });
}

/** The address of the overview with one day, such as `2025-03-14`. */
export function dayAddress(day) {
  return daysOf({ from: `${day}T00:00:00Z`, until: `${day}T00:00:01Z` });
}
