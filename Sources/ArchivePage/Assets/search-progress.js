// How far a search has come, and the way to stop it: a button, or Escape.

import { element } from "./elements.js";
import { count, grouped } from "./words.js";

export class SearchProgress {
  words = "";
  #meter = element("progress", { max: 1, value: 0, "aria-label": "Blocks searched" });
  #text = element("span");

  /** Progress of searches of a view; who is told that the present one is to stop. */
  constructor(stop, view) {
    const button = element("button", { type: "button", class: "quiet", on: { click: stop } },
      "Stop");
    button.setAttribute("aria-keyshortcuts", "Escape");
    this.element = element("p", { class: "progress", hidden: true },
      this.#meter, " ", this.#text, " ", button);
    document.addEventListener("keydown", (event) => {
      // In a search box, Escape means something already.
      if (event.key !== "Escape" || !this.element.checkVisibility() || event.defaultPrevented) return;
      if (event.target.closest("select, input[type=search]")?.value) return;
      stop();
    }, { signal: view });
  }

  /** A search begins, of which nothing is known. */
  begin() {
    this.#meter.removeAttribute("value");
    this.#tell("");
    this.element.hidden = false;
  }

  /** A search has come so far. */
  show({ blocks, total_blocks: total }) {
    this.#meter.max = Math.max(total, 1);
    this.#meter.value = blocks;
    this.#tell(`${grouped(blocks)} of ${count(total, "block")} searched.`);
  }

  /** A search has come to its end, or was stopped. */
  end() {
    this.element.hidden = true;
  }

  #tell(words) {
    this.words = words;
    this.#text.textContent = words;
  }
}
