// From messages sent to replies that are interested, for each template.

import { bar, mostShown } from "./bars.js";
import { element } from "./elements.js";
import { more } from "./long-lists.js";
import { address } from "./navigation.js";
import { brief, grouped, isUUID, percent, short } from "./words.js";

const steps = [
  { name: "sent", heading: "Sent" },
  { name: "opened", heading: "Opened" },
  { name: "replied", heading: "Replied" },
  { name: "interested", heading: "Interested" },
];

/** The table of templates with messages, and all of them together. */
export function funnel({ templates, templates_total: all }, filter, isWhole) {
  const rows = templates.filter((template) => steps.some(({ name }) => template[name] > 0))
    .sort(bySteps);
  if (rows.length === 0) return null;
  const together = Object.fromEntries(steps.map(({ name }) =>
    [name, rows.reduce((sum, template) => sum + template[name], 0)]));
  const label = all > templates.length
    ? `The ${grouped(templates.length)} busiest together` : "All templates";
  const body = element("tbody", {}, funnelRow(element("b", {}, label), together),
    rows.map((template, index) =>
      funnelRow(name(template, filter), template, index >= mostShown)));
  return element("div", { class: "funnel" },
    element("h3", {}, "From sent to interested"),
    element("p", { class: "note" }, "Activities are counted, not people: a message that was opened"
      + " twice counts twice. Percentages are of what was sent. Interested are replies whose latest"
      + " category is INTERESTED. The templates by which most was sent come first."),
    element("table", {},
      element("caption", { class: "unseen" }, "Sent, opened, replied and interested by template"),
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Template"),
        steps.map(({ heading }) => element("th", { scope: "col" }, heading)))),
      body),
    all > templates.length && element("p", { class: "note" }, `Of ${grouped(all)} templates, the`
      + ` ${grouped(templates.length)} with the most activities; ${grouped(rows.length)} of them have`
      + " messages."),
    isWhole && more(body.rows));
}

function bySteps(one, other) {
  const step = steps.find(({ name }) => one[name] !== other[name]);
  return step ? other[step.name] - one[step.name] : String(one.id).localeCompare(String(other.id));
}

function funnelRow(heading, numbers, hidden = false) {
  return element("tr", { hidden }, element("th", { scope: "row", class: "mono" }, heading),
    steps.map((step, index) => element("td", {},
      element("span", { class: "number" }, grouped(numbers[step.name]),
        index > 0 && element("small", {}, ` ${percent(numbers[step.name], numbers.sent)}`)),
      element("span", { class: "place", "aria-hidden": "true" },
        bar(numbers.sent > 0 ? numbers[step.name] / numbers.sent : 0, `bar step${index}`)))));
}

function name({ id }, filter) {
  if (id === null) return element("i", {}, "(none)");
  if (!isUUID(id)) return element("bdi", {}, brief(id));
  return element("a", {
    href: address("/search", { ...filter, sequence_template_id: id }), title: id,
  }, short(id));
}
