// Numbers, times and foreign texts as people read them.

const numbers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en-US", {
  minimumFractionDigits: 1, maximumFractionDigits: 1,
});

/** `1234567` as `1,234,567`. */
export function grouped(number) {
  return numbers.format(number);
}

/** `1 day`, `2 days`. */
export function count(number, noun, plural = `${noun}s`) {
  return `${grouped(number)} ${number === 1 ? noun : plural}`;
}

/** `1 activity`, `2 activities`. */
export function activities(number) {
  return count(number, "activity", "activities");
}

/** Bytes in the unit that leaves one to three digits before the point. */
export function bytes(number) {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = number;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  if (unit === 0) return `${grouped(value)} bytes`;
  return `${value < 99.95 ? tenths.format(value) : grouped(value)} ${units[unit]}`;
}

/** A part of a whole, such as `12.3 %`; a dash of nothing. */
export function percent(part, whole) {
  return whole > 0 ? `${tenths.format((100 * part) / whole)}\u00A0%` : "\u2013";
}

/** An ISO 8601 time in UTC as `2025-03-14 09:22:11.483`, with all its digits. */
export function time(text) {
  const match = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?:[Zz]|\+00:00)$/.exec(text);
  if (match) return `${match[1]} ${match[2]}`;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? visible(text) : time(instant.toISOString());
}

/** The same with its zone, for running text. */
export function moment(text) {
  return `${time(text)} UTC`;
}

/** From one time to another; one of the bounds may be null, which is none. */
export function stretch({ from, until }) {
  if (!until) return `from ${moment(from)} on`;
  if (!from) return `before ${moment(until)}`;
  return `${moment(from)} to ${moment(until)}`;
}

// Controls, surrogates without their other half, line separators and what reorders or hides text.
const unseen = new RegExp(
  "[\\p{Cc}\\p{Cs}\\u00AD\\u061C\\u180E\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF"
    + "\\uFFF9-\\uFFFB\\u{E0000}-\\u{E007F}]", "gu");

/** A text in which what a reader would not see, or would be misled by, is written as an escape. */
export function visible(text) {
  return text.replace(unseen, (character) => {
    const code = character.codePointAt(0);
    if (code <= 0xFFFF) return `\\u${code.toString(16).padStart(4, "0")}`;
    return Array.from({ length: 2 }, (_, half) =>
      `\\u${character.charCodeAt(half).toString(16)}`).join("");
  });
}

/** The same of a text whose line ends are meant. */
export function visibleLines(text) {
  return text.split("\n").map(visible).join("\n");
}

/** The beginning of a text that may be long, fit for a cell. */
export function brief(text, length = 80) {
  const shown = visible(text.length > 2 * length ? text.slice(0, 2 * length) : text);
  return shown.length > length ? `${shown.slice(0, length - 1)}\u2026` : shown;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID. */
export function isUUID(text) {
  return uuid.test(text);
}

/** A UUID by its two ends, `01954b2e…c04a77`; other texts by their beginning. */
export function short(text) {
  return isUUID(text) ? `${text.slice(0, 8)}\u2026${text.slice(-6)}` : brief(text, 24);
}
