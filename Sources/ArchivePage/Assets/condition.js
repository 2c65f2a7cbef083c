// What is known of the archive's condition, before anything else is told: damage first, then what was
// not read, then that all is well.

import { element } from "./elements.js";
import { shortList } from "./long-lists.js";
import { signatures } from "./signers.js";
import { dayAddress, stretchList } from "./stretches.js";
import { count, moment, visible } from "./words.js";

/** The verdicts on an archive. */
export function condition(overview) {
  const { damage } = overview;
  const isDamaged = damage.places_total > 0 || damage.intact === false;
  return [
    isDamaged && knownDamage(damage, element("p", {}, "What follows is what the index says. ",
      element("a", { href: "/integrity" }, "Integrity"),
      " verifies everything, lists what is found, and says what to do. What has been healed since is listed"
        + " here until then.")),
    completeness(overview, isDamaged), element("p", { class: "note" }, signatures(overview.signers)),
  ].filter(Boolean);
}

/** The box with all that is known not to be intact, and a way on. */
export function knownDamage(damage, way = null) {
  const { verified_at: at, intact, findings, places, places_total: total } = damage;
  const heading = total > 0 ? `Not intact: ${count(total, "place")} of the archive` : "Not intact";
  const unlisted = total - places.length;
  return element("div", { class: "verdict bad", id: "damage" },
    element("strong", {}, heading),
    intact === false && element("p", {},
      `The verification that ended ${moment(at)} had ${count(findings, "finding")}.`),
    shortList(places.map(place)),
    unlisted > 0 && element("p", {}, `${count(unlisted, "more place")} not listed here.`), way);
}

function place({ path, day, what, count: number }) {
  return [
    day && element("a", { href: dayAddress(day) }, day), day && ", ",
    path && element("code", {}, visible(path)), path && ": ",
    element("bdi", {}, visible(what)), number > 1 && `, and ${number - 1} more of this file`,
  ].filter(Boolean);
}

function completeness(overview, isDamaged) {
  const { coverage, gaps, incomplete, unsettled, complete, damage } = overview;
  const [first, last] = [coverage[0], coverage.at(-1)];
  if (!first && gaps.length === 0 && incomplete.length === 0) return null;
  const heading = !complete ? "Not complete"
    : `Complete ${isDamaged ? "as archived " : ""}from ${moment(first.from)} to`
      + ` ${moment(last.until)}`;
  const kind = !complete ? "bad" : isDamaged ? "plain" : "good";
  return element("div", { class: `verdict ${kind}`, id: "completeness" },
    element("strong", {}, heading),
    element("p", {}, !complete ? "There may be more than is held here."
      : `No gap, and no walk that did not reach its end${isDamaged
        ? "; but see above what of it is missing or damaged now." : "."}`),
    stretchList(gaps, `${count(gaps.length, "gap")} that nothing has read`),
    stretchList(incomplete,
      `${count(incomplete.length, "stretch", "stretches")} not read to the end`),
    stretchList(unsettled, `${count(unsettled.length, "stretch", "stretches")} not settled: read`
      + " soon after the end and not again, so that it may have changed"),
    expired(overview), source(damage, isDamaged));
}

function expired({ expired_before: midnight }) {
  return midnight && element("p", {},
    `Days before ${moment(midnight)} have expired: they were removed on purpose.`);
}

function source({ verified_at: at, intact }, isDamaged) {
  if (isDamaged) return null;
  if (intact) {
    return element("p", {}, `Verified ${moment(at)}: every byte was what was archived. `,
      element("a", { href: "/integrity" }, "Integrity"), " has the report.");
  }
  return element("p", {},
    "This is what the index says; whether every byte is still what was archived, ",
    element("a", { href: "/integrity" }, "Integrity"), " tells.");
}
