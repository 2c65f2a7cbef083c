// The view of what the archive holds: totals, calendar, and counts of a range of days.

import { Calendar } from "./calendar.js";
import { condition } from "./condition.js";
import { Counts } from "./counts.js";
import { announce, element, facts, replace, section } from "./elements.js";
import { Range } from "./range.js";
import { value } from "./requests.js";
import { bytes, grouped, moment } from "./words.js";

/** Draws the view and keeps it at its address. */
export async function drawOverview({ area, address, title, signal, onUpdate }) {
  title("What the archive holds");
  const overview = await value("/data/overview", signal);
  const verdicts = element("div", { class: "condition" }, condition(overview));
  area.append(origin(overview), verdicts, totals(overview));
  if (overview.days.length === 0) {
    area.append(element("p", { class: "note" },
      "Nothing has been archived yet: run topo-archive fetch."));
    return;
  }
  const range = new Range(overview.days);
  const calendar = new Calendar(overview.days, range);
  let told = JSON.stringify(overview.damage);
  const counts = new Counts(signal, async () => {
    const known = await value("/data/overview", signal);
    // Whoever is at a link in the box stays there.
    if (JSON.stringify(known.damage) === told) return;
    told = JSON.stringify(known.damage);
    replace(verdicts, condition(known));
    announce("Not all is intact: see the top of the page.");
    calendar.renew(known.days);
  });
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
    ["Amendments", number(overview.amendments, "/days?with=amendments"),
      element("small", {}, "later forms of activities")],
    ["Redacted", number(overview.redacted, "/days?with=redacted"),
      element("small", {}, "erased on purpose")],
    ["Vanished from the API", number(overview.vanished, "/vanished"),
      element("small", {}, "kept here")],
    ["In quarantine", number(overview.quarantined, "/quarantine"),
      element("small", {}, "of no day")],
    ["On disk", element("b", {}, bytes(overview.size)),
      element("small", {}, `${bytes(overview.content_size)} of records`)],
  ], { class: "totals" });
}

/** A total that leads to what it counts. */
function number(total, href) {
  const text = grouped(total);
  return element("b", {}, total > 0 ? element("a", { href }, text) : text);
}
