// The months of a year as grids. One cell of all can be reached by Tab; keys move from there.

import {
  firstOf, monthName, monthsLater, parts, spoken, weekday, weekdayNames, written,
} from "./days.js";
import { element } from "./elements.js";
import { dayWords, level, signs } from "./marks.js";

export class DayCells {
  #cells = new Map();
  #days;
  #busiest;
  #bounds;
  #current;

  /** The cells of the days from `first` to `last`, and who is told of what is done with them. */
  constructor(year, days, busiest, { first, last, onFocus, onChoose, onCancel, onLeave }) {
    this.#days = days;
    this.#busiest = busiest;
    this.#bounds = { first, last };
    this.months = Array.from({ length: 12 }, (_, month) => this.#month(year, month + 1))
      .filter(Boolean);
    this.#current = [...this.#cells.keys()].at(-1);
    this.#cells.get(this.#current).tabIndex = 0;
    this.on = { focus: onFocus, choose: onChoose, cancel: onCancel, leave: onLeave };
  }

  /** Marks the cells of days that are chosen. */
  select(isChosen) {
    for (const [day, cell] of this.#cells) {
      cell.setAttribute("aria-selected", String(Boolean(isChosen(day))));
    }
  }

  /** Goes to a day's cell, or to who shows the other years. */
  focus(day) {
    const bounded = Math.min(Math.max(day, this.#bounds.first), this.#bounds.last);
    const cell = this.#cells.get(bounded);
    if (!cell) {
      this.on.leave(bounded);
      return;
    }
    this.#cells.get(this.#current).tabIndex = -1;
    this.#current = bounded;
    cell.tabIndex = 0;
    cell.focus();
  }

  #month(year, month) {
    const [first, end] = [firstOf(year, month), firstOf(year, month + 1)];
    if (end <= this.#bounds.first || first > this.#bounds.last) return null;
    const id = `month-${month}`;
    const rows = [];
    for (let monday = first - weekday(first); monday < end; monday += 7) {
      rows.push(element("tr", {}, Array.from({ length: 7 }, (_, offset) =>
        monday + offset >= first && monday + offset < end ? this.#cell(monday + offset)
          : element("td", { class: "blank" }))));
    }
    return element("table", {
      role: "grid", class: "month", "aria-labelledby": id, "aria-multiselectable": "true",
    },
      element("caption", { id }, `${monthName(month)} ${year}`),
      element("thead", {}, element("tr", {}, weekdayNames.map((name) =>
        element("th", { scope: "col", abbr: name.long }, name.short)))),
      element("tbody", {}, rows));
  }

  #cell(day) {
    const fact = this.#days.get(day);
    const date = parts(day)[2];
    if (!fact) return element("td", { class: "out" }, element("span", { class: "day" }, `${date}`));
    const classes = ["day", `l${level(fact.activities, this.#busiest)}`, ...fact.marks];
    const cell = element("td", {
      role: "gridcell", tabindex: -1, "aria-label": `${date}, ${spoken(day)}: ${dayWords(fact)}`,
      "aria-selected": "false", "data-day": written(day),
      on: {
        click: () => this.#chosen(day),
        focus: () => this.on.focus(day),
        mouseenter: () => this.on.focus(day),
        keydown: (event) => this.#key(event, day),
      },
    }, element("span", { class: classes.join(" "), "aria-hidden": "true" }, `${date}`,
      fact.marks.length > 0 && element("i", {}, signs(fact))));
    this.#cells.set(day, cell);
    return cell;
  }

  #chosen(day) {
    this.focus(day);
    this.on.choose(day);
  }

  #key(event, day) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowLeft: () => this.focus(day - 1),
      ArrowRight: () => this.focus(day + 1),
      ArrowUp: () => this.focus(day - 7),
      ArrowDown: () => this.focus(day + 7),
      Home: () => this.focus(day - weekday(day)),
      End: () => this.focus(day - weekday(day) + 6),
      PageUp: () => this.focus(monthsLater(day, event.shiftKey ? -12 : -1)),
      PageDown: () => this.focus(monthsLater(day, event.shiftKey ? 12 : 1)),
      Enter: () => this.on.choose(day),
      " ": () => this.on.choose(day),
      Escape: () => this.on.cancel(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}
