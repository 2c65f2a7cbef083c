// The view of what the API has no more.

import { element, table } from "./elements.js";
import { shortTable } from "./long-lists.js";
import { value } from "./requests.js";
import { activities, grouped, moment } from "./words.js";

const mostShown = 200;

/** Draws the activities that have vanished. */
export async function drawVanished({ area, title, signal }) {
  title("Vanished from the API");
  const { total, activities: list } = await value("/data/vanished", signal);
  area.append(element("p", { class: "note" }, "Archived before, and then not there any more when the"
    + " API was read again: it answered 404 for them. Nothing of them was removed here."));
  if (total === 0) {
    area.append(element("p", {}, "Nothing has vanished, as far as is known."));
    return;
  }
  const shown = total > list.length
    ? `${activities(total)}, of which the last ${grouped(list.length)} are listed;`
      + " topo-archive status --json lists all" : activities(total);
  const result = table(shown, [{ name: "Activity" }, { name: "Noticed" }],
    list.map(({ id, noticed_at: at }) => [
      element("a", { class: "mono", href: `/activity/${id}` }, id), moment(at),
    ]), { class: "vanished" });
  area.append(shortTable(result, mostShown));
}
