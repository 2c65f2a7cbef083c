// What is searched for: the parameters of the address, as the server takes them.

import { address } from "./navigation.js";

/** The API's filters, in the API's words. */
export const filters = [
  { name: "person_id", label: "Contact" },
  { name: "sequence_id", label: "Sequence run" },
  { name: "sequence_template_id", label: "Template" },
  {
    name: "resource_type", label: "Resource",
    values: ["MESSAGE", "INVITATION", "HOT_LEAD", "MEETING", "SEQUENCE_STEP", "SEQUENCE", "TASK"],
  },
  { name: "channel", label: "Channel", values: ["EMAIL", "LINKEDIN", "MANUAL"] },
  {
    name: "event_type", label: "Event",
    values: [
      "SENT", "REPLIED", "OPENED", "LINK_CLICKED", "ACCEPTED", "CREATED", "PAUSED", "RESUMED",
      "STOPPED", "COMPLETED", "SKIPPED",
    ],
  },
  { name: "created_at_after", label: "After" },
  { name: "created_at_before", label: "Before" },
];

const usual = { syntax: "text", ignore_case: "true", sort_order: "DESC", limit: "50" };

/** The search that an address asks for. */
export class Query {
  /** Of the parameters of an address; what is no part of a search, the server refuses. */
  constructor(parameters) {
    this.values = {};
    for (const [name, value] of parameters) {
      if (name === "type" || value === "" || value === usual[name]) continue;
      if (!Object.hasOwn(this.values, name)) this.values[name] = value;
    }
    this.types = parameters.getAll("type").filter((type) => type !== "");
  }

  /** What a parameter is, or is where nothing says so. */
  value(name) {
    return this.values[name] ?? usual[name] ?? "";
  }

  /** The page of results after a cursor, or the first. */
  page(after = null) {
    return address("/search", { ...this.values, type: this.types, after });
  }

  /** The same search, only of activities that have a value as well. */
  narrowed(name, value) {
    const values = { ...this.values, after: null, type: this.types };
    return address("/search", { ...values, [name]: value });
  }

  /** Where the server gives the results. */
  get source() {
    return address("/data/activities", { ...this.values, type: this.types });
  }

  /** Where the server gives all that matches, in a format. */
  exported(format) {
    const { limit, after, ...values } = this.values;
    return address("/data/export", { format, ...values, type: this.types });
  }
}

/** A bound as people would write it. */
export function shownBound(name, text) {
  return text.replace(name === "created_at_after"
    ? /T23:59:59\.999999999Z$/ : /T00:00:00Z$/, "");
}
