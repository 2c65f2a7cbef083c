// Makes elements. Text is only ever put in as text, so that whatever a payload holds stays text.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element with its attributes and what is in it: elements, or texts. */
export function element(name, attributes = {}, ...content) {
  return filled(document.createElement(name), attributes, content);
}

/** An SVG element, likewise. */
export function drawing(name, attributes = {}, ...content) {
  return filled(document.createElementNS(SVG, name), attributes, content);
}

function filled(result, attributes, content) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) {
        result.addEventListener(event, listener);
      }
    } else if (value === true) {
      result.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      result.setAttribute(name, value);
    }
  }
  result.append(...present(content));
  return result;
}

/** Puts new content in the place of what an element has. */
export function replace(parent, ...content) {
  parent.replaceChildren(...present(content));
}

/** The same while somebody may be at a link in it, who stays there. */
export function renew(parent, ...content) {
  const active = document.activeElement;
  const href = parent.contains(active) ? active.getAttribute("href") : null;
  replace(parent, ...content);
  if (href === null) return;
  [...parent.querySelectorAll("a")].find((link) => link.getAttribute("href") === href)?.focus();
}

function present(content) {
  return content.flat(Infinity).filter((each) => each !== null && each !== undefined && each !== false);
}

/** A section with a heading that names it. */
export function section(id, heading, ...content) {
  return element("section", { id, "aria-labelledby": `${id}-heading` },
    element("h2", { id: `${id}-heading` }, heading), ...content);
}

/** A list of names and values. */
export function facts(rows, attributes = {}) {
  return element("dl", attributes, rows.filter(Boolean).map(([name, ...value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, ...value))));
}

/** A table with a caption, whose first column names the rows. */
export function table(caption, columns, rows, attributes = {}) {
  return element("table", attributes,
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, columns.map((column) =>
      element("th", { scope: "col", class: column.class }, column.name)))),
    element("tbody", {}, rows.map((cells) => row(columns, cells))));
}

/** A row of such a table. */
export function row(columns, cells, attributes = {}) {
  return element("tr", attributes, cells.map((cell, index) =>
    index === 0
      ? element("th", { scope: "row", class: columns[0].class, "data-name": columns[0].name }, cell)
      : element("td", { class: columns[index].class, "data-name": columns[index].name }, cell)));
}

/** What is wrong, in a box that is read out. */
export function complaint(heading, ...lines) {
  return element("div", { class: "verdict bad", role: "alert" },
    element("strong", {}, heading), ...lines.filter(Boolean).map((line) => element("p", {}, line)));
}

/** Says something to who listens instead of looking. */
export function announce(text) {
  document.getElementById("announcements").textContent = text;
}
