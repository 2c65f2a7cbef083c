// The range of days that is looked at: two date fields and presets. Its days are in the address as
// `since` and `until`, the latter exclusive; people are shown the last day.

import { firstOf, parsed, parts, written } from "./days.js";
import { element, replace } from "./elements.js";
import { address, go } from "./navigation.js";
import { brief } from "./words.js";

export class Range {
  since = null;
  until = null;
  #form;
  #trouble = element("p", { class: "error", role: "status" });
  #presets = element("ul", { class: "presets", "aria-label": "Ranges to choose" });

  /** The range of an archive that knows these days. */
  constructor(days) {
    this.first = parsed(days[0].day);
    this.last = parsed(days.at(-1).day);
    this.lastHeld = parsed(days.findLast((day) => day.activities > 0)?.day) ?? this.last;
    this.#form = this.#fields();
    this.element = element("div", { class: "range" }, this.#form, this.#trouble, this.#presets);
  }

  /** Takes the range of an address; what is no range is told, and everything is shown. */
  read(current) {
    const asked = ["since", "until"].map((name) => current.searchParams.get(name));
    const [since, until] = asked.map(parsed);
    const wrong = asked.filter((text, index) =>
      text !== null && text !== "" && [since, until][index] === null);
    const isTurned = since !== null && until !== null && since >= until;
    const isRange = wrong.length === 0 && !isTurned;
    this.since = isRange ? since : null;
    this.until = isRange ? until : null;
    replace(this.#trouble, !isRange && [
      wrong.map((text) => `The address has '${brief(text, 40)}' for a day, which is none: it takes`
        + " the form 2025-03-14. "),
      isTurned && "The address has a range that ends before it begins. ", "Everything is shown.",
    ].flat());
    this.#form.elements.since.value = written(this.since ?? this.first);
    this.#form.elements.through.value = written((this.until ?? this.last + 1) - 1);
    this.#form.elements.through.setCustomValidity("");
    replace(this.#presets, this.#ranges().map((range) => this.#link(range)));
  }

  /** Whether the range is all there is. */
  get isEverything() {
    return this.since === null && this.until === null;
  }

  /** Whether a day is in a range that was chosen. */
  has(day) {
    return !this.isEverything && (this.since === null || day >= this.since)
      && (this.until === null || day < this.until);
  }

  /** Goes to the range from one day to another, whichever is the first. */
  choose(day, other) {
    go(this.address(Math.min(day, other), Math.max(day, other) + 1));
  }

  /** The address of this view with another range. */
  address(since, until) {
    return address("/", days(since, until));
  }

  /** The range as parameters; what is open is null. */
  get days() {
    return days(this.since, this.until);
  }

  /** The parameters that ask the API for just this range. */
  get filter() {
    return {
      created_at_after: this.since === null
        ? null : `${written(this.since - 1)}T23:59:59.999999999Z`,
      created_at_before: this.until === null ? null : `${written(this.until)}T00:00:00Z`,
    };
  }

  /** The range in words. */
  get words() {
    const first = written(this.since ?? this.first);
    const last = written((this.until ?? this.last + 1) - 1);
    return first === last ? first : `${first} to ${last}`;
  }

  #fields() {
    const field = (name, label) => element("label", {}, element("span", {}, label),
      element("input", { type: "date", name, required: true, max: "9998-12-31" }));
    return element("form", { class: "fields", on: { submit: (event) => this.#submit(event) } },
      field("since", "First day"), field("through", "Last day"),
      element("button", { type: "submit" }, "Show"));
  }

  #submit(event) {
    event.preventDefault();
    const { since, through } = this.#form.elements;
    const [first, last] = [parsed(since.value), parsed(through.value)];
    through.setCustomValidity(last < first ? "The last day lies before the first." : "");
    if (!this.#form.reportValidity()) {
      through.addEventListener("input", () => through.setCustomValidity(""), { once: true });
      return;
    }
    go(this.address(first, last + 1));
  }

  #ranges() {
    const [year, month] = parts(this.lastHeld);
    const end = this.lastHeld + 1;
    return [
      { name: "Everything", since: null, until: null },
      { name: "Last 7 days", since: end - 7, until: end },
      { name: "Last 30 days", since: end - 30, until: end },
      { name: "Last 90 days", since: end - 90, until: end },
      { name: "Last month held", since: firstOf(year, month), until: firstOf(year, month + 1) },
      { name: `${year}`, since: firstOf(year, 1), until: firstOf(year + 1, 1) },
      { name: `${year - 1}`, since: firstOf(year - 1, 1), until: firstOf(year, 1) },
    ].filter(({ since, until }) => since === null || until > this.first);
  }

  #link({ name, since, until }) {
    const isChosen = since === this.since && until === this.until;
    return element("li", {}, element("a", {
      href: this.address(since, until), "aria-current": isChosen ? "true" : null,
    }, name));
  }
}

function days(since, until) {
  return {
    since: since === null ? null : written(since),
    until: until === null ? null : written(until),
  };
}
