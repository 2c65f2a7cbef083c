// The view of a search: a form, and the activities that match, as they are found.

import { announce, complaint, element, replace } from "./elements.js";
import { go } from "./navigation.js";
import { Query } from "./query.js";
import { isLeft, lines, Refusal, words } from "./requests.js";
import { ResultTable } from "./results.js";
import { SearchForm } from "./search-form.js";
import { activities, count, grouped } from "./words.js";

/** Draws the view and keeps it at its address. */
export async function drawSearch({ area, address, title, signal, onUpdate }) {
  title("Search the archive");
  const form = new SearchForm((query) => go(query.page()), signal);
  const results = new Results(form, signal);
  area.append(form.element, results.element);
  const update = (address) => {
    const query = new Query(address.searchParams);
    form.show(query);
    results.show(query);
  };
  onUpdate(update);
  update(address);
}

class Results {
  #view;
  #form;
  #running = null;
  #heading = element("h2", { id: "results-heading", tabindex: "-1" }, "Found");
  #status = element("p", { class: "found" });
  #trouble = element("div");
  #exports = element("p", { class: "exports" });
  #list = element("div");
  #pages = element("nav", { class: "pages", "aria-label": "Pages of results" });

  constructor(form, view) {
    this.#view = view;
    this.#form = form;
    this.element = element("section", { class: "results", "aria-labelledby": "results-heading" },
      element("div", { class: "heading" },
        this.#heading, this.#exports),
      this.#status, this.#trouble, this.#list, this.#pages);
  }

  show(query) {
    this.#running?.abort();
    this.#running = new AbortController();
    const signal = AbortSignal.any([this.#view, this.#running.signal]);
    // What was followed is about to go: who was there goes on at the new results.
    if (this.element.contains(document.activeElement)) this.#heading.focus();
    replace(this.#trouble);
    replace(this.#pages);
    replace(this.#exports, "All that match, as a file: ",
      element("a", { href: query.exported("ndjson"), download: true }, "NDJSON"), " ",
      element("a", { href: query.exported("csv"), download: true }, "CSV"));
    this.#read(query, signal);
  }

  async #read(query, signal) {
    const table = new ResultTable(query);
    replace(this.#list, table.element);
    replace(this.#status, "Searching\u2026");
    this.element.setAttribute("aria-busy", "true");
    let end = null;
    try {
      for await (const line of lines(query.source, signal)) {
        if (signal.aborted) return;
        const found = JSON.parse(line);
        if (found.end) end = found.end;
        else table.add(found);
        if (!end) this.#status.firstChild.data = `${activities(table.length)} so far\u2026`;
      }
      if (!end) throw new TypeError("The answer broke off.");
      this.#end(query, end, table);
    } catch (error) {
      if (isLeft(error) || signal.aborted) return;
      this.#refused(error, table);
    }
    this.element.removeAttribute("aria-busy");
  }

  #end(query, end, table) {
    const isFirst = !query.values.after;
    const found = end.next ? `${activities(table.length)} on this page, and more.`
      : table.length === 0 ? isFirst ? "Nothing matches." : "Nothing more matches."
      : isFirst ? `${activities(table.length)}: that is all.`
      : `${activities(table.length)} on this page, the last.`;
    replace(this.#status, element("b", {}, found),
      ` ${count(end.blocks_read, "block")} read, ${grouped(end.blocks_passed_over)} passed over.`);
    announce(found);
    if (table.length === 0) replace(this.#list);
    if (!end.whole) {
      replace(this.#trouble, complaint("The answer is not whole.",
        `${count(end.faults, "place")} of the archive cannot be read. Integrity tells why.`));
    }
    replace(this.#pages,
      !isFirst && element("a", { class: "button", href: query.page() }, "First page"),
      end.next && element("a", {
        class: "button", href: query.page(end.next), rel: "next",
      }, "Next page"));
  }

  #refused(error, table) {
    if (table.length === 0) replace(this.#list);
    replace(this.#status, table.length === 0 ? "Nothing was found."
      : `${activities(table.length)}, then it broke off.`);
    const parameter = error instanceof Refusal ? error.parameter : null;
    if (parameter && this.#form.complain(parameter, words(error))) {
      announce(words(error));
      replace(this.#status, "Nothing was searched: see what the form says.");
      return;
    }
    replace(this.#trouble, complaint("The search could not be done.", words(error)));
  }
}
