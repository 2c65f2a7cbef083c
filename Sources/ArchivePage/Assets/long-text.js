// Texts that may be too long to be shown whole.

import { element } from "./elements.js";
import { grouped, visible } from "./words.js";

const longest = 2000;

/** A text; of a very long one the beginning, and the rest on request. */
export function long(text) {
  const part = element("bdi", {}, visible(text.slice(0, longest)));
  if (text.length <= longest) return part;
  const button = element("button", { type: "button", class: "quiet" },
    `Show all ${grouped(text.length)} characters`);
  button.addEventListener("click", () => {
    part.textContent = visible(text);
    button.remove();
  });
  return element("span", {}, part, "\u2026 ", button);
}
