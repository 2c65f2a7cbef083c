// The part of a record that a pattern matches, with a little around it.

import { element } from "./elements.js";
import { visible } from "./words.js";

const around = 32;
const longest = 80;

/** An excerpt of a record, whose match is given in bytes of UTF-8. */
export function excerpt(record, [start, end]) {
  const bytes = new TextEncoder().encode(record);
  const text = (from, to) => new TextDecoder().decode(bytes.subarray(from, to));
  const [before, match, after] = [text(0, start), text(start, end), text(end)];
  const cut = match.length > longest;
  return element("code", { class: "excerpt" },
    before.length > around && "\u2026", element("bdi", {}, visible(before.slice(-around))),
    element("mark", {}, visible(cut ? match.slice(0, longest) : match)),
    cut ? "\u2026" : [element("bdi", {}, visible(after.slice(0, around))),
      after.length > around && "\u2026"]);
}
