// An address of an activity that is none, or one that the archive does not hold.

import { element, replace } from "./elements.js";
import { address } from "./navigation.js";
import { isLeft, value } from "./requests.js";
import { brief, count, moment, stretch } from "./words.js";

/** Says that an address names no activity. */
export function noIdentifier(area, text) {
  tell(area, "This is no activity's id", [
    "An activity is named by a UUID such as ", code("01954b2e-fc10-7000-8a3f-d2e591c04a77"),
    ", and the address has ", code(brief(text)), ". It may be cut off or mistyped.",
  ], text);
}

/** Says that the archive does not hold an activity, and what may be the cause. */
export async function notHeld(area, id, signal) {
  const causes = element("ul");
  tell(area, "This archive does not hold the activity", [
    "Looked for: ", code(id), ". Possible causes:", causes,
  ], id);
  replace(causes, reasons(await facts(signal)).map((reason) => element("li", {}, reason)));
}

function tell(area, heading, words, text) {
  area.append(
    element("div", { class: "verdict plain", role: "alert" }, element("strong", {}, heading),
      element("div", {}, words)),
    element("p", {}, element("a", {
      class: "button", href: address("/search", { pattern: text }),
    }, "Search the records for it"), " ",
    element("a", { class: "button quiet", href: "/search" }, "Search for something else")));
}

function code(text) {
  return element("code", {}, text);
}

async function facts(signal) {
  try {
    return await value("/data/overview", signal);
  } catch (error) {
    if (isLeft(error)) throw error;
    return null;
  }
}

function reasons(overview) {
  const always = [
    "the id is mistyped, or that of something else: of a person, a sequence, a template",
    "it is of another workspace, or another archive",
  ];
  if (!overview) return always;
  const { coverage, gaps, incomplete, expired_before: expired, snapshot } = overview;
  return [
    ...always,
    snapshot && `it is of a day that is not in this snapshot of ${stretch(snapshot)}`,
    coverage.length > 0 && `it is older than ${moment(coverage[0].from)} or newer than`
      + ` ${moment(coverage.at(-1).until)}, between which the API was read`,
    gaps.length + incomplete.length > 0
      && `it lies in what was not read: ${count(gaps.length + incomplete.length, "stretch",
        "stretches")}, see the overview`,
    expired && `it lay before ${moment(expired)}, and has expired`,
  ].filter(Boolean);
}
