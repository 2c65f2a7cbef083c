// The view of whether the archive is what was archived, and whole.

import { knownDamage } from "./condition.js";
import { complaint, element, facts, replace, section } from "./elements.js";
import { shortList } from "./long-lists.js";
import { isLeft, value, words } from "./requests.js";
import { names, signatures } from "./signers.js";
import { Verification } from "./verification.js";
import { count, moment, stretch } from "./words.js";

/** Draws the view; a verification that runs is followed. */
export async function drawIntegrity({ area, title, signal }) {
  title("Integrity");
  const verification = new Verification(signal);
  const known = element("div");
  area.append(
    element("p", { class: "days" }, "Whether every byte is the byte that was archived, and whether"
      + " anything was left out."),
    known,
    section("verification", "Verification", verification.element));
  const index = element("div");
  area.append(index);
  await Promise.all([verification.show(), drawIndex(index, known, signal)]);
}

/** What the index says. If it cannot be read, a verification can still tell why. */
async function drawIndex(area, known, signal) {
  try {
    const overview = await value("/data/overview", signal);
    const { damage } = overview;
    // What a verification has found stands there already.
    const isNews = damage.places_total > 0 && damage.intact !== false;
    replace(known, isNews && section("known", "Known since the last verification",
      knownDamage(damage, element("p", {}, "Verify again to see all of it."))));
    replace(area, section("coverage", "What was read from the API", ...coverage(overview)),
      section("checkpoint", "Checkpoint", ...checkpoint(overview)));
  } catch (error) {
    if (isLeft(error)) throw error;
    replace(area, complaint("The archive cannot be read as it is now.", words(error)));
  }
}

function coverage(overview) {
  const list = (windows) => windows.length === 0 ? "none" : shortList(windows.map(stretch), {}, 20);
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
  const { signers } = overview;
  return [facts([
    ["Archive", element("code", {}, overview.archive_id)],
    ["Index", count(overview.checkpoint.size, "entry", "entries")],
    ["Root", element("code", {}, overview.checkpoint.root)],
    ["Signed by", ...(signers.length > 0 ? names(signers) : ["nobody"])],
  ]), element("p", { class: "note" }, signatures(signers))];
}
