// The view of what is in quarantine, and where.

import { element, table } from "./elements.js";
import { value } from "./requests.js";
import { count, grouped } from "./words.js";

/** Draws the files of quarantine. */
export async function drawQuarantine({ area, title, signal }) {
  title("Quarantine");
  const { total, files } = await value("/data/quarantine", signal);
  area.append(element("p", { class: "note" }, "What came from the API and is no activity that could be"
    + " placed: without an id or a real time, or no whole JSON. It is kept as it came, byte for byte,"
    + " with the reason, belongs to no day, and is neither searched nor counted as an activity."));
  if (total === 0) {
    area.append(element("p", {}, "Nothing is in quarantine."));
    return;
  }
  area.append(
    table(`${count(total, "item")} in ${count(files.length, "file")}`,
      [{ name: "File" }, { name: "Items", class: "n" }],
      files.map(({ path, items }) => [element("code", {}, path), grouped(items)])),
    element("p", {}, "In the archive's folder, this shows when and why each was put aside, and what"
      + " came, in Base64:"),
    element("pre", {}, `zcat ${files[0].path}`));
}
