// The view of one activity: what it says, its forms, where they lie, and its proof.

import { complaint, element, facts, section } from "./elements.js";
import { compare } from "./forms.js";
import { indented, leaves, member, read } from "./json.js";
import { long } from "./long-text.js";
import { address } from "./navigation.js";
import { noIdentifier, notHeld } from "./missing.js";
import { proof } from "./proof.js";
import { Refusal, text } from "./requests.js";
import { count, grouped, isUUID, moment, visible, visibleLines } from "./words.js";

const narrowing = [
  "person_id", "sequence_id", "sequence_template_id", "channel", "resource_type", "type",
];

/** Draws the view of the activity that the address names. */
export async function drawActivity({ area, address: here, title, signal }) {
  title("Activity");
  const id = decodeURIComponent(here.pathname.slice("/activity/".length));
  if (!isUUID(id)) {
    noIdentifier(area, id);
    return;
  }
  let source;
  try {
    source = await text(`/data/activities/${encodeURIComponent(id)}`, signal);
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 404)) throw error;
    await notHeld(area, id, signal);
    return;
  }
  const answer = JSON.parse(source);
  // Records are shown as they are written, not as JSON.parse reads them.
  const records = member(read(source), "forms").items.map((form) => member(form, "record"));
  const forms = answer.forms.map((form, index) => ({
    ...form, value: form.record === null ? null : records[index],
  }));
  const latest = forms.findLast((form) => form.value !== null)?.value ?? null;
  const type = member(member(latest, "payload"), "type")?.text;
  const at = member(latest, "created_at")?.text;
  title(type === undefined ? "Activity" : element("bdi", {}, visible(type).slice(0, 200)),
    at === undefined ? "" : `, ${moment(at)}`);
  area.append(element("p", { class: "days mono" }, answer.id));
  if (answer.redacted) area.append(redaction(answer.redacted));
  if (answer.faults > 0) {
    area.append(complaint("Not all of it could be read.",
      `${count(answer.faults, "place")} of the archive cannot be read. Integrity tells why.`));
  }
  if (latest && !answer.redacted) area.append(record(latest));
  area.append(history(forms, answer), place(forms), proof(answer));
}

function redaction({ reason, at }) {
  return element("div", { class: "verdict redacted" },
    element("strong", {}, `Redacted on ${moment(at)}`),
    element("p", {}, "Reason: ", element("bdi", {}, visible(reason))),
    element("p", {}, "What the activity said was erased for good. Its id, its time and the hash"
      + " of the record stay, so that the archive still verifies."));
}

function record(value) {
  return section("record", "What it says",
    facts(leaves(value).map((leaf) => [names(leaf.path), shown(leaf)]), { class: "record" }),
    element("details", {}, element("summary", {}, "As JSON"), raw(value)));
}

/** A record in lines; in strings, what would not be seen is an escape, which means the same. */
function raw(value) {
  return element("pre", {}, visibleLines(indented(value)));
}

function names(path) {
  return element("code", {}, visible(path.join(".")) || "(whole record)");
}

function shown({ path, value }) {
  if (value.kind !== "string") return element("span", { class: "mono" }, visible(value.source));
  const name = path.at(-1);
  if (name === "created_at" && path.length === 1) return `${value.text} (${moment(value.text)})`;
  if (isSearchable(path, value.text)) {
    return element("a", { href: address("/search", { [name]: value.text }) },
      element("bdi", { class: isUUID(value.text) ? "mono" : null }, visible(value.text)));
  }
  return isUUID(value.text) ? element("span", { class: "mono" }, value.text) : long(value.text);
}

function isSearchable(path, text) {
  return path.length === 2 && path[0] === "payload" && narrowing.includes(path[1])
    && text !== "" && text.length < 200;
}

function history(forms, { events, redacted }) {
  const one = redacted ? "It has one form, of which what it said was erased."
    : "It has one form: it has not changed since it was archived, as far as it was read again.";
  return section("history", "History",
    element("p", { class: "note" }, forms.length === 1 ? one
      : `It has ${count(forms.length, "form")}: the first stays as it was archived, each later one,`
        + ` an amendment, is kept beside it${redacted ? "; what they said was erased" : ""}.`),
    element("ol", { class: "events" }, events.map(({ kind, at, reason }) =>
      element("li", {}, element("time", { datetime: at }, moment(at)), " ", happened(kind),
        reason !== undefined && [" Reason: ", element("bdi", {}, visible(reason))]))),
    forms.slice(1).map((form, index) => compare(forms[index], form, index + 2)));
}

function happened(kind) {
  return {
    archived: "archived",
    amended: "archived in another form",
    vanished: "the API had it no more",
    returned: "the API had it again",
    redated: "the API had it at another time",
    unchanged: "read again, unchanged",
    redacted: "redacted: what it said was erased for good.",
  }[kind] ?? visible(kind);
}

function place(forms) {
  return section("place", "Where it lies", forms.map((form, index) =>
    element("div", {},
      forms.length > 1 && element("h3", {}, index === 0 ? "First form" : `Form ${index + 1}`),
      facts([
        ["Segment", element("code", {}, form.segment)],
        ["Line", grouped(form.line)],
        ["Block", `${grouped(form.block)}, at byte ${grouped(form.block_offset)}`],
        ["Hash of the record", element("code", {}, form.leaf_hash)],
      ]),
      element("pre", {},
        `zcat ${form.segment} | sed -n ${form.line}p`))));
}
