// What a verification found, in a table.

import { element } from "./elements.js";
import { count, grouped, visible } from "./words.js";

/** Every finding that is listed, with its kind and its place. */
export function findingsTable(findings) {
  if (findings.length === 0) return element("p", {}, "There are no findings.");
  return element("table", { class: "findings" },
    element("caption", {}, "Findings"),
    element("thead", {}, element("tr", {},
      ["Kind", "Place", "What"].map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, findings.map(row)));
}

function row(finding) {
  return element("tr", {},
    element("th", { scope: "row" }, element("code", {}, finding.kind)),
    element("td", { "data-name": "Place" }, element("code", {}, place(finding))),
    element("td", { "data-name": "What" }, element("bdi", {}, visible(finding.message)),
      finding.count > 0
        && element("small", {}, ` (${count(finding.count, "finding")} of this kind in all)`)));
}

function place({ path, line, pointer }) {
  return [
    path && visible(path),
    line && `line ${grouped(line)}`,
    pointer !== undefined && (pointer === "" ? "(whole record)" : visible(pointer)),
  ].filter(Boolean).join(", ") || "\u2013";
}
