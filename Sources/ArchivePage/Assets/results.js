// The table of activities that were found. Values are links that narrow the search.

import { element } from "./elements.js";
import { excerpt } from "./excerpts.js";
import { brief, isUUID, short, time } from "./words.js";

const columns = [
  { name: "Time (UTC)" },
  { name: "Type", member: "type" },
  { name: "Channel", member: "channel" },
  { name: "Contact", member: "person_id", isID: true },
  { name: "Sequence run", member: "sequence_id", isID: true },
  { name: "Template", member: "sequence_template_id", isID: true },
];

/** The record of a line of an answer, as it is written. */
export function recordText(line) {
  return line.slice("{\"record\":".length, line.lastIndexOf(",\"redacted\":"));
}

export class ResultTable {
  length = 0;
  /** The cursor of the activity that was found last; null before the first. */
  last = null;
  #query;
  #columns;
  #body = element("tbody");

  /** A table of what a query finds. */
  constructor(query) {
    this.#query = query;
    this.#columns = query.values.pattern ? [...columns, { name: "Match" }] : columns;
    this.element = element("table", { class: "activities" },
      element("caption", { class: "unseen" }, "Activities found"),
      element("thead", {}, element("tr", {}, this.#columns.map((column) =>
        element("th", { scope: "col" }, column.name)))),
      this.#body);
  }

  /** Adds an activity as it was found, with its record as it is written. */
  add({ record, redacted, match }, text) {
    this.length += 1;
    this.last = `${record.created_at}_${record.id}`;
    const heading = element("th", { scope: "row", class: "mono" },
      element("a", { href: `/activity/${encodeURIComponent(record.id)}` },
        time(record.created_at)));
    if (redacted) {
      this.#body.append(element("tr", { class: "redacted" }, heading,
        element("td", { colspan: this.#columns.length - 1 },
          "redacted: what it said was erased on purpose")));
      return;
    }
    const payload = record.payload ?? {};
    this.#body.append(element("tr", {}, heading, columns.slice(1).map((column) =>
      element("td", { class: column.isID ? "mono" : null, "data-name": column.name },
        this.#cell(column, payload[column.member]))),
    this.#columns.length > columns.length && element("td", { "data-name": "Match" },
      match ? excerpt(text, match) : element("span", { class: "dim" }, "\u2013"))));
  }

  #cell({ member, isID }, value) {
    if (value === undefined || value === null) return element("span", { class: "dim" }, "\u2013");
    if (value === "") return element("i", {}, "(empty)");
    if (typeof value !== "string") return brief(JSON.stringify(value), 40);
    const text = element("bdi", {}, isID ? short(value) : brief(value, 40));
    if (value.length > 200 || (isID && !isUUID(value))) return text;
    const href = this.#query.narrowed(member, value);
    return element("a", { href, title: isID ? value : null }, text);
  }
}
