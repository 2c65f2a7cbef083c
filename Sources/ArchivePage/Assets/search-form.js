// The form of a search: text or regular expression, and the API's filters by their own names.

import { element, replace } from "./elements.js";
import { filters, Query, shownBound } from "./query.js";
import { isLeft, value } from "./requests.js";
import { brief, grouped } from "./words.js";

const documented = [
  "message.sent", "message.opened", "message.link_clicked", "message.replied", "invitation.sent",
  "invitation.accepted", "hot_lead.created", "meeting.created", "sequence.created",
  "sequence.paused", "sequence.resumed", "sequence.stopped", "sequence.completed", "task.created",
  "task.completed", "task.skipped",
];

export class SearchForm {
  #types = element("fieldset", { class: "types" });
  #typesSummary = element("summary");
  #held = {};
  #form;

  /** A form that hands over the query that is asked for. */
  constructor(search, signal) {
    this.#form = this.#drawn(search);
    this.element = this.#form;
    this.#askForTypes(signal);
  }

  /** Shows a query. */
  show(query) {
    for (const field of this.#form.elements) {
      if (field.type === "radio") field.checked = field.value === query.value(field.name);
      else if (field.name === "ignore_case") field.checked = query.value("ignore_case") !== "false";
      else if (field.name && field.name !== "type") {
        field.value = shownBound(field.name, query.value(field.name));
      }
      field.removeAttribute("aria-invalid");
    }
    for (const words of this.#form.querySelectorAll(".error, .hint")) replace(words);
    this.#drawTypes(query.types);
    const isFiltered = filters.some(({ name }) => query.value(name) !== "");
    if (isFiltered) this.#form.querySelector(".filters").open = true;
  }

  /** Says at a field what is wrong with it; whether there is such a field. */
  complain(parameter, words) {
    const error = this.#form.querySelector(`#error-${CSS.escape(parameter)}`);
    const field = this.#form.querySelector(`[name="${CSS.escape(parameter)}"]`);
    if (!error || !field) return false;
    replace(error, words);
    field.setAttribute("aria-invalid", "true");
    const details = field.closest("details");
    if (details) details.open = true;
    field.focus();
    return true;
  }

  /** Says at a field, if there is one, what may be otherwise than was meant. */
  hint(parameter, words) {
    const hint = parameter && this.#form.querySelector(`#hint-${CSS.escape(parameter)}`);
    if (!hint) return;
    replace(hint, words);
    this.#form.querySelector(".filters").open = true;
  }

  #drawn(search) {
    const form = element("form", {
      class: "search", role: "search", "aria-label": "Activities", action: "/search",
      on: { submit: (event) => { event.preventDefault(); search(this.#asked()); } },
    }, this.#pattern(), this.#options(), this.#filters(),
    element("details", { class: "by-type" }, this.#typesSummary, this.#types),
    element("div", { class: "fields" },
      element("button", { type: "submit" }, "Search"),
      element("a", { class: "button quiet", href: "/search" }, "Start again")));
    form.addEventListener("change", (event) => {
      if (event.target.name === "type") this.#summarise();
    });
    return form;
  }

  #pattern() {
    return element("div", { class: "pattern" },
      element("label", { for: "pattern" }, "Text or regular expression"),
      element("input", {
        id: "pattern", name: "pattern", type: "search", autocomplete: "off", spellcheck: "false",
        "aria-describedby": "error-pattern pattern-help", "aria-keyshortcuts": "/",
      }),
      element("p", { class: "error", id: "error-pattern" }),
      element("p", { class: "note", id: "pattern-help" },
        "Looked for in the whole record, which is JSON: \"channel\":\"EMAIL\" works, too."));
  }

  #options() {
    const radio = (name, option, label) => element("label", {},
      element("input", { type: "radio", name, value: option }), ` ${label}`);
    return element("div", { class: "options" },
      element("fieldset", {}, element("legend", {}, "Read it as"),
        radio("syntax", "text", "text"), radio("syntax", "regex", "regular expression"),
        element("label", {}, element("input", { type: "checkbox", name: "ignore_case" }),
          " either letter case")),
      element("fieldset", {}, element("legend", {}, "Order"),
        radio("sort_order", "DESC", "newest first"), radio("sort_order", "ASC", "oldest first")),
      element("label", {}, element("span", {}, "Per page"),
        element("select", { name: "limit" }, ["50", "100", "200", "500"].map((limit) =>
          element("option", { value: limit }, limit)))));
  }

  #filters() {
    return element("details", { class: "filters" }, element("summary", {}, "Filters of the API"),
      element("div", { class: "grid" }, filters.map(({ name, label, values }) =>
        element("div", {},
          element("label", { for: `field-${name}` }, `${label} `, element("code", {}, name)),
          element("input", {
            id: `field-${name}`, name, type: "text", autocomplete: "off", spellcheck: "false",
            list: values ? `values-${name}` : null,
            "aria-describedby": `error-${name} hint-${name}`,
            placeholder: name.startsWith("created_at") ? "2025-03-14 or a time" : null,
          }),
          values && element("datalist", { id: `values-${name}` }, values.map((each) =>
            element("option", { value: each }))),
          element("p", { class: "error", id: `error-${name}` }),
          element("p", { class: "hint", id: `hint-${name}` })))),
      element("p", { class: "note" }, "After and before are exclusive, in UTC; a day alone stands"
        + " for all of it, so that after 2025-03-13 and before 2025-03-15 is the 14th. Times as the"
        + " page shows them, 2025-03-14 09:22, are taken, too."));
  }

  async #askForTypes(signal) {
    try {
      this.#held = (await value("/data/overview", signal)).types;
      this.#drawTypes(new FormData(this.#form).getAll("type"));
    } catch (error) {
      if (!isLeft(error)) this.#held = {};
    }
  }

  #drawTypes(chosen) {
    const names = new Set([...Object.keys(this.#held), ...documented, ...chosen].filter(Boolean));
    replace(this.#types, element("legend", {}, "Types, all if none is chosen"),
      [...names].sort().map((name) => element("label", {},
        element("input", {
          type: "checkbox", name: "type", value: name, checked: chosen.includes(name),
        }), " ", element("bdi", {}, brief(name, 48)), " ",
        this.#held[name] !== undefined && element("small", {}, grouped(this.#held[name])))));
    this.#summarise();
  }

  #summarise() {
    const chosen = this.#form.querySelectorAll("[name=type]:checked").length;
    replace(this.#typesSummary, chosen === 0 ? "Types: all" : `Types: ${grouped(chosen)} chosen`);
  }

  /** The query that the fields ask for. */
  #asked() {
    const parameters = new URLSearchParams();
    for (const [name, value] of new FormData(this.#form)) {
      if (name === "ignore_case") continue;
      parameters.append(name, name === "pattern" ? value : value.trim());
    }
    if (!this.#form.elements.ignore_case.checked) parameters.set("ignore_case", "false");
    return new Query(parameters);
  }
}
