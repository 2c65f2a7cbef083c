// The view of whether the archive is what was archived, and whole.

import { element, facts, section } from "./elements.js";
import { value } from "./requests.js";
import { Verification } from "./verification.js";
import { count, moment, stretch } from "./words.js";

/** Draws the view; a verification that runs is followed. */
export async function drawIntegrity({ area, title, signal }) {
  title("Integrity");
  const verification = new Verification(signal);
  area.append(
    element("p", { class: "days" }, "Whether every byte is the byte that was archived, and whether"
      + " anything was left out."),
    section("verification", "Verification", verification.element));
  const overview = await value("/data/overview", signal);
  area.append(section("coverage", "What was read from the API", ...coverage(overview)),
    section("checkpoint", "Checkpoint", checkpoint(overview)));
  await verification.show();
}

function coverage(overview) {
  const list = (windows) => windows.length === 0 ? "none"
    : element("ul", {}, windows.map((window) => element("li", {}, stretch(window))));
  const walk = overview.last_walk;
  return [
    element("p", { class: "note" }, "As the index has it. A gap is what nothing has read to its"
      + " end; fetch reads it, if the API still has it."),
    facts([
      ["Read to its end", list(overview.coverage)],
      ["Gaps", list(overview.gaps)],
      ["Incomplete", list(overview.incomplete)],
      ["Not settled", list(overview.unsettled)],
      overview.expired_before && ["Expired", `all before ${moment(overview.expired_before)}`],
      walk && ["Last walk", `ended ${moment(walk.ended_at)}, read ${stretch(walk)}, `
        + (walk.complete ? "complete" : "incomplete")],
    ]),
  ];
}

function checkpoint(overview) {
  return facts([
    ["Archive", element("code", {}, overview.archive_id)],
    ["Index", count(overview.checkpoint.size, "entry", "entries")],
    ["Root", element("code", {}, overview.checkpoint.root)],
  ]);
}
