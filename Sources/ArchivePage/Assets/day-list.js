// The view of the days that have something: amendments, redactions, or another mark.

import { parsed, written } from "./days.js";
import { element, table } from "./elements.js";
import { shortTable } from "./long-lists.js";
import { markNamed } from "./marks.js";
import { address } from "./navigation.js";
import { value } from "./requests.js";
import { dayAddress } from "./stretches.js";
import { count, grouped } from "./words.js";

const mostShown = 200;

/** Draws the days that the address asks for. */
export async function drawDays({ area, address: here, title, signal }) {
  const name = here.searchParams.get("with") ?? "";
  const kind = kindOf(name);
  title(kind?.title ?? "Days");
  if (!kind) {
    area.append(element("p", {}, "The address does not say which days: ",
      element("a", { href: "/" }, "the overview"), " has links to them."));
    return;
  }
  const { days } = await value("/data/overview", signal);
  const found = days.filter(kind.isMeant).reverse();
  area.append(element("p", { class: "note" }, kind.words));
  if (found.length === 0) {
    area.append(element("p", {}, "There is no such day in this archive."));
    return;
  }
  const result = table(`${count(found.length, "day")}, the last first`, [
    { name: "Day" }, { name: "Activities", class: "n" }, { name: "Amendments", class: "n" },
    { name: "Records" },
  ], found.map((day) => [
    element("a", { href: dayAddress(day.day) }, day.day), grouped(day.activities),
    grouped(day.amendments), element("a", { href: searchAddress(day.day) }, "search this day"),
  ]), { class: "day-list" });
  area.append(shortTable(result, mostShown));
}

function kindOf(name) {
  if (name === "amendments") {
    return {
      title: "Days with amendments",
      isMeant: (day) => day.amendments > 0,
      words: "An amendment is a later form of an activity that was archived before. It counts for the"
        + " day of the activity; the activity's own page shows what differs.",
    };
  }
  const mark = markNamed(name);
  return mark && {
    title: `Days that are marked: ${mark.short}`,
    isMeant: (day) => day.marks.includes(name),
    words: `${mark.short}: ${mark.words}.`,
  };
}

function searchAddress(day) {
  return address("/search", {
    created_at_after: `${written(parsed(day) - 1)}T23:59:59.999999999Z`,
    created_at_before: `${written(parsed(day) + 1)}T00:00:00Z`,
  });
}
