// The view of what the archive holds: totals, calendar, and counts of a range of days.

import { Calendar } from "./calendar.js";
import { Counts } from "./counts.js";
import { element, facts, section } from "./elements.js";
import { Range } from "./range.js";
import { value } from "./requests.js";
import { bytes, count, grouped, moment } from "./words.js";

/** Draws the view and keeps it at its address. */
export async function drawOverview({ area, address, title, signal, onUpdate }) {
  title("What the archive holds");
  const overview = await value("/data/overview", signal);
  area.append(origin(overview), totals(overview), ...verdict(overview));
  if (overview.days.length === 0) {
    area.append(element("p", { class: "note" },
      "Nothing has been archived yet: run topo-archive fetch."));
    return;
  }
  const range = new Range(overview.days);
  const calendar = new Calendar(overview.days, range);
  const counts = new Counts(signal);
  area.append(
    section("days", "Day by day", calendar.element),
    section("range", "In a range of days", range.element, counts.element));
  const update = (address) => {
    range.read(address);
    calendar.show(address);
    counts.show(range);
  };
  onUpdate(update);
  update(address);
}

function origin(overview) {
  const workspace = overview.organization_id ? `, workspace ${overview.organization_id}` : "";
  const snapshot = overview.snapshot;
  return element("p", { class: "days" },
    snapshot
      ? `A snapshot of ${moment(snapshot.from)} to ${moment(snapshot.until)}, from `
      : "The audit log of ",
    element("span", {}, overview.source + workspace),
    `, begun ${moment(overview.created_at)}`);
}

function totals(overview) {
  const held = overview.days.filter((day) => day.activities > 0);
  const span = held.length > 0 ? `${held[0].day} to ${held.at(-1).day}` : "";
  return facts([
    ["Activities", element("b", {}, grouped(overview.activities))],
    ["Days with activities", element("b", {}, grouped(held.length)), element("small", {}, span)],
    ["Amendments", element("b", {}, grouped(overview.amendments)),
      element("small", {}, "later forms of activities")],
    ["Redacted", element("b", {}, grouped(overview.redacted)),
      element("small", {}, "erased on purpose")],
    ["Vanished from the API", element("b", {}, grouped(overview.vanished)),
      element("small", {}, "kept here")],
    ["In quarantine", element("b", {}, grouped(overview.quarantined)),
      element("small", {}, "of no day")],
    ["On disk", element("b", {}, bytes(overview.size)),
      element("small", {}, `${bytes(overview.content_size)} of records`)],
  ], { class: "totals" });
}

function verdict(overview) {
  const { coverage, gaps, incomplete, expired_before: expired } = overview;
  const [first, last] = [coverage[0], coverage.at(-1)];
  if (!first) return [];
  const lines = [
    expired && `Days before ${moment(expired)} have expired: they were removed on purpose.`,
  ];
  if (overview.complete) {
    return [box("good", `Complete from ${moment(first.from)} to ${moment(last.until)}`,
      "No gap, and no walk that did not reach its end.", ...lines)];
  }
  return [box("bad", "Not complete",
    [
      gaps.length > 0 && `${count(gaps.length, "gap")} that nothing has read`,
      incomplete.length > 0
        && `${count(incomplete.length, "stretch", "stretches")} not read to the end`,
    ].filter(Boolean).join(", "), ...lines)];
}

function box(kind, heading, ...lines) {
  return element("div", { class: `verdict ${kind}` },
    element("strong", {}, heading),
    lines.filter(Boolean).map((line) => element("p", {}, line)),
    element("p", {}, "This is what the index says; whether every byte is still what was archived, ",
      element("a", { href: "/integrity" }, "Integrity"), " tells."));
}
