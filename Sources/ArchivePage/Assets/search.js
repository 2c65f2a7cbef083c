// The view of a search: a form, and the activities that match, as they are found.

import { announce, complaint, element, replace } from "./elements.js";
import { go } from "./navigation.js";
import { Query } from "./query.js";
import { isLeft, lines, Refusal, words } from "./requests.js";
import { recordText, ResultTable } from "./results.js";
import { SearchForm } from "./search-form.js";
import { SearchProgress } from "./search-progress.js";
import { stretchList } from "./stretches.js";
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

/** What came of a search, and never more than that. */
function foundWords(number, end, isFirst) {
  if (end.next) return `${activities(number)} on this page, and more.`;
  const limits = [
    !end.whole && "in what can be read", end.unread.length > 0 && "in what is held",
  ].filter(Boolean).join(", ");
  if (number === 0) {
    return `${isFirst ? "Nothing matches" : "Nothing more matches"}${limits && ` ${limits}`}.`;
  }
  if (limits) return `${activities(number)} ${isFirst ? "" : "on this last page "}${limits}.`;
  return isFirst ? `${activities(number)}: that is all.`
    : `${activities(number)} on this page, the last.`;
}

class Results {
  #view;
  #form;
  #running = null;
  #heading = element("h2", { id: "results-heading", tabindex: "-1" }, "Found");
  #progress;
  #status = element("p", { class: "found" });
  #trouble = element("div");
  #exports = element("p", { class: "exports" });
  #list = element("div");
  #pages = element("nav", { class: "pages", "aria-label": "Pages of results" });

  constructor(form, view) {
    this.#view = view;
    this.#form = form;
    this.#progress = new SearchProgress(() => this.#stop(), view);
    this.element = element("section", { class: "results", "aria-labelledby": "results-heading" },
      element("div", { class: "heading" },
        this.#heading, this.#exports),
      this.#status, this.#progress.element, this.#trouble, this.#list, this.#pages);
  }

  show(query) {
    this.#running?.abort();
    this.#running = new AbortController();
    // What was followed is about to go: who was there goes on at the new results.
    if (this.element.contains(document.activeElement)) this.#heading.focus();
    replace(this.#trouble);
    replace(this.#pages);
    replace(this.#exports, "All that match, as a file: ",
      element("a", { href: query.exported("ndjson"), download: true }, "NDJSON"), " ",
      element("a", { href: query.exported("csv"), download: true }, "CSV"));
    this.#read(query, this.#running);
  }

  #stop() {
    this.#running.isStopped = true;
    this.#running.abort();
  }

  async #read(query, running) {
    const signal = AbortSignal.any([this.#view, running.signal]);
    const table = new ResultTable(query);
    replace(this.#list, table.element);
    replace(this.#status, "Searching\u2026");
    this.element.setAttribute("aria-busy", "true");
    this.#progress.begin();
    let end = null;
    try {
      for await (const line of lines(query.source, signal)) {
        if (signal.aborted) break;
        const found = JSON.parse(line);
        if (found.end) end = found.end;
        else if (found.progress) this.#progress.show(found.progress);
        else table.add(found, recordText(line));
        if (!end) this.#status.firstChild.data = `${activities(table.length)} so far\u2026`;
      }
      if (running.isStopped) this.#stopped(query, table);
      else if (signal.aborted) return;
      else if (end) this.#end(query, end, table);
      else throw new TypeError("The answer broke off.");
    } catch (error) {
      if (running.isStopped) this.#stopped(query, table);
      else if (isLeft(error) || signal.aborted) return;
      else this.#refused(error, table);
    }
    this.#progress.end();
    this.element.removeAttribute("aria-busy");
  }

  #end(query, end, table) {
    const found = foundWords(table.length, end, !query.values.after);
    replace(this.#status, element("b", {}, found),
      ` ${count(end.blocks_read, "block")} read, ${grouped(end.blocks_passed_over)} passed over.`);
    announce([found, ...end.hints.map((hint) => hint.message)].join(" "));
    if (table.length === 0) replace(this.#list);
    if (table.length === 0 && !query.values.after) replace(this.#exports);
    replace(this.#trouble, this.#hints(end.hints), !end.whole && complaint(
      "The answer is not whole.",
      [`${count(end.faults, "place")} of the archive cannot be read. `,
        element("a", { href: "/" }, "The overview"), " names them."]),
    stretchList(end.unread, "Not read from the API, or not held here, so that there may be more:"));
    this.#showPages(query, end.next && query.page(end.next), "Next page");
  }

  #hints(hints) {
    for (const { parameter, message } of hints) this.#form.hint(parameter, message);
    return hints.length > 0 && element("ul", { class: "hints" }, hints.map(({ message }) =>
      element("li", {}, element("bdi", {}, message))));
  }

  #stopped(query, table) {
    const found = `Stopped: ${activities(table.length)} found until then.`;
    replace(this.#status, element("b", {}, found), ` ${this.#progress.words}`);
    announce(found);
    if (table.length === 0) replace(this.#list);
    const onward = table.last ? query.page(table.last) : query.page(query.values.after);
    this.#showPages(query, onward, table.last ? "Go on from here" : "Search again");
    this.#heading.focus();
  }

  #showPages(query, onward, name) {
    replace(this.#pages,
      query.values.after && element("a", { class: "button", href: query.page() }, "First page"),
      onward && element("a", { class: "button", href: onward, rel: "next" }, name));
  }

  #refused(error, table) {
    replace(this.#exports);
    if (table.length === 0) replace(this.#list);
    replace(this.#status, table.length === 0 ? "The search could not be done."
      : `${activities(table.length)}, then it broke off.`);
    announce(words(error));
    const parameter = error instanceof Refusal ? error.parameter : null;
    if (parameter && this.#form.complain(parameter, words(error))) {
      replace(this.#status, "Nothing was searched: see what the form says.");
      return;
    }
    replace(this.#trouble, complaint("The search could not be done.", words(error)));
  }
}
