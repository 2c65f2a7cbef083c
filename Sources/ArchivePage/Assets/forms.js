// What is different between two forms of an activity.

import { element } from "./elements.js";
import { indented, leaves } from "./json.js";
import { long } from "./long-text.js";
import { visible, visibleLines } from "./words.js";

/** A table of the differences of a form from the one before, and the form itself. */
export function compare(before, after, number) {
  const heading = element("h3", {}, `Form ${number}`);
  if (!before.value || !after.value || before.record?.redacted || after.record?.redacted) {
    return element("div", { class: "form" }, heading,
      element("p", {}, "What it said, or what the form before said, is not there any more."));
  }
  const rows = differences(before.value, after.value);
  return element("div", { class: "form" }, heading,
    element("table", { class: "differences" },
      element("caption", {}, `What differs from form ${number - 1}`),
      element("thead", {}, element("tr", {},
        ["Where", "Before", "In this form"].map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, rows.map(row))),
    [["The form before, as JSON", before], ["This form, as JSON", after]].map(([name, form]) =>
      element("details", {}, element("summary", {}, name),
        element("pre", {}, visibleLines(indented(form.value))))));
}

function row({ path, was, is }) {
  return element("tr", {},
    element("th", { scope: "row" }, element("code", {}, visible(path))),
    element("td", { "data-name": "Before" }, was ? element("del", {}, value(was)) : "\u2013"),
    element("td", { "data-name": "In this form" },
      is ? element("ins", {}, value(is)) : "\u2013"));
}

function differences(before, after) {
  const [was, is] = [before, after].map((value) =>
    new Map(leaves(value).map((leaf) => [leaf.path.join("."), leaf.value])));
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({ path, was: was.get(path), is: is.get(path) }))
    .filter((row) => row.was?.source !== row.is?.source);
}

function value(leaf) {
  return leaf.kind === "string" ? long(leaf.text) : visible(leaf.source);
}
