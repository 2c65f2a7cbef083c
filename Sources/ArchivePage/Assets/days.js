// UTC days as numbers since 1970-01-01, which makes them easy to add and compare.

const DAY = 86_400_000;
const months = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December",
];
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** The day that a text such as `2025-03-14` names; null if it names none. */
export function parsed(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text ?? "")) return null;
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 ? date.getTime() / DAY : null;
}

/** A day as `2025-03-14`. */
export function written(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Year, month from 1, day of the month. */
export function parts(day) {
  return written(day).split("-").map(Number);
}

/** The first day of a month; months beyond the year are those of other years. */
export function firstOf(year, month) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, 1);
  return date.getTime() / DAY;
}

/** From 0, Monday, to 6. */
export function weekday(day) {
  return (((day + 3) % 7) + 7) % 7;
}

/** The same day of another month, or that month's last. */
export function monthsLater(day, number) {
  const [year, month, date] = parts(day);
  const first = firstOf(year, month + number);
  const last = firstOf(year, month + number + 1) - 1;
  return Math.min(first + date - 1, last);
}

/** `March` of 3. */
export function monthName(month) {
  return months[month - 1];
}

/** `Mon` to `Sun`, with what each stands for. */
export const weekdayNames = weekdays.map((name) => ({ short: name.slice(0, 2), long: name }));

/** `Friday 14 March 2025`. */
export function spoken(day) {
  const [year, month, date] = parts(day);
  return `${weekdays[weekday(day)]} ${date} ${monthName(month)} ${year}`;
}
