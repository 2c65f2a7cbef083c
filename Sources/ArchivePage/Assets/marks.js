// What more is to be known of a day than its count: a sign in its cell, and what the sign means.

import { element } from "./elements.js";
import { address } from "./navigation.js";
import { activities, count, grouped } from "./words.js";

const marks = [
  {
    name: "finding", sign: "\u2716", short: "not intact",
    words: "a file is known to be missing or damaged, or verify found something in it",
  },
  {
    name: "gap", sign: "?", short: "not read",
    words: "nothing has read all of it from the API, so there may be more",
  },
  {
    name: "incomplete", sign: "!", short: "incomplete",
    words: "read, but not to its end, so there may be more",
  },
  {
    name: "expired", sign: "\u00D7", short: "expired",
    words: "its records were removed on purpose, at the end of their retention",
  },
  {
    name: "unsettled", sign: "\u25CB", short: "not settled",
    words: "read soon after its end and not again, so it may have changed",
  },
  {
    name: "redacted", sign: "\u25A0", short: "redacted",
    words: "what some records said was removed on purpose",
  },
];

/** The signs of a day, by their weight. */
export function signs(day) {
  return marks.filter((mark) => day.marks.includes(mark.name)).map((mark) => mark.sign).join("");
}

/** A mark by its name; undefined if there is none. */
export function markNamed(name) {
  return marks.find((mark) => mark.name === name);
}

/** What is known of a day, in words. */
export function dayWords(day) {
  if (!day) return "not in this archive.";
  const later = day.amendments > 0 ? `, ${count(day.amendments, "amendment")}` : "";
  const known = day.marks.map((name) => marks.find((mark) => mark.name === name)?.short ?? name);
  return `${activities(day.activities)}${later}${known.map((words) => `; ${words}`).join("")}.`;
}

/** From 0 for no activity to 4 for as many as the busiest day has. */
export function level(number, busiest) {
  if (number === 0) return 0;
  return Math.min(4, 1 + Math.floor((4 * number * 0.999) / Math.max(busiest, 1)));
}

/** What shades and signs mean, of the days that are shown. */
export function legend(days, busiest) {
  const shown = marks.filter((mark) => days.some((day) => day.marks.includes(mark.name)));
  return [
    element("ul", { class: "shades", "aria-label": "Shades" }, shades(busiest).map(shade)),
    shown.length > 0 && element("ul", { class: "marks", "aria-label": "Signs" }, shown.map(sign)),
  ];
}

function shade({ number, words }) {
  return element("li", {},
    element("span", { class: `day l${number}`, "aria-hidden": "true" }), words);
}

function sign({ name, sign: character, short, words }) {
  return element("li", {},
    element("span", { class: `day l0 ${name}`, "aria-hidden": "true" },
      element("i", {}, character)),
    element("span", {},
      element("a", { href: address("/days", { with: name }) }, short), `: ${words}`));
}

/** The counts that each shade stands for; where there are few, not all are used. */
function shades(busiest) {
  const rows = [{ number: 0, words: "no activity" }];
  for (let number = 1; number <= 4; number += 1) {
    const counts = bounds(number, busiest);
    if (counts) rows.push({ number, words: counts });
  }
  return rows;
}

function bounds(number, busiest) {
  const below = firstAbove(number - 1, busiest);
  const last = firstAbove(number, busiest) - 1;
  if (busiest === 0 || last < below) return null;
  if (number === 4 || last > busiest) return span(below, busiest);
  return span(below, last);
}

/** The least count whose shade is stronger than a level. */
function firstAbove(number, busiest) {
  if (number === 4) return busiest + 1;
  let count = Math.max(1, Math.floor((number * busiest) / 4));
  while (level(count, busiest) <= number) count += 1;
  return count;
}

function span(first, last) {
  return first === last ? activities(first) : `${grouped(first)}\u2013${grouped(last)}`;
}
