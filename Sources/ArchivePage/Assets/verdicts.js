// What a verification came to: two verdicts, never mixed, and the findings.

import { element } from "./elements.js";
import { findingsTable } from "./findings.js";
import { count, visible } from "./words.js";

/** All of it, for people. */
export function outcome({ report, verdicts }) {
  return [
    verdict(report.intact, verdicts.intact), verdict(report.complete, verdicts.complete),
    undocumented(report), findingsTable(report.findings),
  ];
}

function verdict(isGood, words) {
  const end = /[:;,]/.exec(words)?.index ?? words.length;
  return element("div", { class: `verdict ${isGood ? "good" : "bad"}` },
    element("strong", {}, words.slice(0, end)), words.slice(end));
}

function undocumented({ unrecognised }) {
  const rows = Object.entries(unrecognised ?? {});
  return rows.length > 0 && element("details", {},
    element("summary", {}, `Not documented, no error: ${count(rows.length, "kind")}`),
    element("ul", {}, rows.map(([what, number]) => element("li", {},
      element("code", {}, element("bdi", {}, visible(what))), `, ${count(number, "time")}`))));
}
