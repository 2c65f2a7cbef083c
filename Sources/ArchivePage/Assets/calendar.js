// The calendar: a year at a time, a cell a day. Days are chosen by a click or by the keyboard.

import { DayCells } from "./day-cells.js";
import { parsed, parts, spoken, written } from "./days.js";
import { announce, drawing, element, replace } from "./elements.js";
import { dayWords, legend } from "./marks.js";
import { address, replaceAddress } from "./navigation.js";
import { activities, count, grouped } from "./words.js";

export class Calendar {
  #days;
  #range;
  #years;
  #cells = null;
  #shownYear = null;
  #begun = null;
  #strip = element("ul", { class: "years", "aria-label": "Years" });
  #months = element("div", { class: "months" });
  #detail = element("p", { class: "detail" });
  #legend = element("div", { class: "legend" });

  /** A calendar of days, in which a range can be chosen. */
  constructor(days, range) {
    this.#days = new Map(days.map((day) => [parsed(day.day), day]));
    this.#range = range;
    this.#years = byYear(days);
    this.#months.addEventListener("mouseleave", () => this.#look(null));
    const help = element("p", { class: "note", id: "calendar-help" },
      "Choose a day, then another, to look at the days between. With the keyboard: arrows, Home,"
        + " End, Page Up and Page Down (with Shift: a year) move, Enter chooses, Escape lets go.");
    this.#months.setAttribute("aria-describedby", "calendar-help");
    this.element = element("div", { class: "calendar" },
      this.#years.size > 1 && this.#strip, this.#legend, this.#months, this.#detail, help);
  }

  /** Shows the year and the range of an address. */
  show(current) {
    const asked = Number(current.searchParams.get("year"));
    const year = this.#years.has(asked) ? asked : this.#usualYear();
    if (year !== this.#shownYear) this.#draw(year);
    const years = [...this.#years.keys()];
    replace(this.#strip, years.map((each) => this.#yearLink(each, year, current)));
    this.#begun = null;
    this.#cells.select((day) => this.#range.has(day));
    this.#tell(null);
  }

  /** Shows what is known of the same days now. */
  renew(days) {
    const day = parsed(document.activeElement?.dataset?.day);
    this.#days = new Map(days.map((each) => [parsed(each.day), each]));
    this.#years = byYear(days);
    this.#shownYear = null;
    this.show(new URL(location.href));
    if (day !== null) this.#cells.focus(day);
  }

  #usualYear() {
    const { since, until, last, isEverything } = this.#range;
    const day = isEverything ? last : Math.min((until ?? last + 1) - 1, last);
    const year = parts(Math.max(day, since ?? day))[0];
    return this.#years.has(year) ? year : [...this.#years.keys()].at(-1);
  }

  #draw(year) {
    const days = this.#years.get(year);
    const busiest = Math.max(...days.map((day) => day.activities), 0);
    this.#shownYear = year;
    this.#cells = new DayCells(year, this.#days, busiest, {
      first: this.#range.first, last: this.#range.last,
      onFocus: (day) => this.#look(day),
      onChoose: (day) => this.#choose(day),
      onCancel: () => this.#cancel(),
      onLeave: (day) => this.#leaveYear(day),
    });
    this.#months.setAttribute("role", "group");
    this.#months.setAttribute("aria-label", `Calendar of ${year}`);
    replace(this.#months, this.#cells.months);
    replace(this.#legend, legend(days, busiest));
  }

  /** Where the keyboard goes beyond the year that is shown. */
  #leaveYear(day) {
    const [year] = parts(day);
    if (!this.#years.has(year)) return;
    const begun = this.#begun;
    const here = new URL(location.href);
    here.searchParams.set("year", year);
    replaceAddress(here.pathname + here.search);
    this.#range.read(here);
    this.show(here);
    this.#begun = begun;
    this.#cells.focus(day);
  }

  #look(day) {
    this.#tell(day);
    if (this.#begun === null || day === null) return;
    const [from, to] = [Math.min(day, this.#begun), Math.max(day, this.#begun)];
    this.#cells.select((each) => each >= from && each <= to);
  }

  #choose(day) {
    if (this.#begun !== null) {
      const begun = this.#begun;
      this.#begun = null;
      this.#range.choose(begun, day);
      announce(`Chosen: ${this.#range.words}`);
      this.#cells.focus(day);
      return;
    }
    this.#begun = day;
    this.#cells.select((each) => each === day);
    this.#tell(day);
    announce(`From ${spoken(day)}. Choose the last day, or the same again for it alone.`);
  }

  #cancel() {
    if (this.#begun === null) return;
    this.#begun = null;
    this.#cells.select((day) => this.#range.has(day));
    announce("No day is chosen.");
  }

  #tell(day) {
    const begun = this.#begun === null ? "" : ` From ${written(this.#begun)}: choose the last day.`;
    if (day === null) {
      const range = this.#range.isEverything ? "" : ` Framed: ${this.#range.words}.`;
      replace(this.#detail, element("b", {}, `${this.#shownYear}: `),
        `${activities(sum(this.#years.get(this.#shownYear)))}.${range}`);
      return;
    }
    const words = dayWords(this.#days.get(day));
    replace(this.#detail, element("b", {}, `${spoken(day)}: `), words, begun);
  }

  #yearLink(year, shown, current) {
    const days = this.#years.get(year);
    const marked = days.filter((day) => day.marks.length > 0).length;
    const parameters = Object.fromEntries(current.searchParams);
    return element("li", {}, element("a", {
      href: address("/", { ...parameters, year }), "aria-current": year === shown ? "true" : null,
    },
    element("b", {}, `${year}`), " ", sparkline(days), " ",
    element("span", {}, grouped(sum(days))), " ",
    marked > 0 && element("small", {}, count(marked, "marked day"))));
  }
}

function sum(days) {
  return days.reduce((total, day) => total + day.activities, 0);
}

function byYear(days) {
  const years = new Map();
  for (const day of days) {
    const year = Number(day.day.slice(0, 4));
    if (!years.has(year)) years.set(year, []);
    years.get(year).push(day);
  }
  return years;
}

/** The months of a year as small columns. */
function sparkline(days) {
  const months = Array(12).fill(0);
  for (const day of days) months[Number(day.day.slice(5, 7)) - 1] += day.activities;
  const most = Math.max(...months, 1);
  return drawing("svg", { viewBox: "0 0 48 16", width: 48, height: 16, "aria-hidden": "true" },
    months.map((number, month) => {
      const height = number === 0 ? 0.5 : Math.max(1.5, (16 * number) / most);
      return drawing("rect", { x: month * 4, y: 16 - height, width: 3, height });
    }));
}
