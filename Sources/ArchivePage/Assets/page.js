// The page's frame: shows the view of the address, and does what concerns all views.

import { drawActivity } from "./activity.js";
import { drawDays } from "./day-list.js";
import { announce, complaint, element, replace } from "./elements.js";
import { drawIntegrity } from "./integrity.js";
import { keep, take } from "./kept.js";
import { begin, go } from "./navigation.js";
import { drawOverview } from "./overview.js";
import { drawQuarantine } from "./quarantine.js";
import { isLeft, words } from "./requests.js";
import { drawSearch } from "./search.js";
import { offerLogOut } from "./session.js";
import { setUpShortcut } from "./shortcut.js";
import { drawVanished } from "./vanished.js";

const views = [
  { pattern: /^\/$/, draw: drawOverview },
  { pattern: /^\/search$/, draw: drawSearch, isKept: true },
  { pattern: /^\/activity\/[^/]*$/, draw: drawActivity },
  { pattern: /^\/integrity$/, draw: drawIntegrity },
  { pattern: /^\/days$/, draw: drawDays },
  { pattern: /^\/vanished$/, draw: drawVanished },
  { pattern: /^\/quarantine$/, draw: drawQuarantine },
];
const content = document.getElementById("content");
let current = null;

function viewOf(pathname) {
  return views.find((view) => view.pattern.test(pathname));
}

/** Shows the address. A view that is there already is told of its new condition, so that the focus
 * stays where it is; one that was left and is gone back to is shown as it was. */
function show({ isFirst = false, key, top }) {
  const address = new URL(location.href);
  markLinks(address.pathname);
  const before = take(key);
  if (!before && current?.pathname === address.pathname && current.update) {
    current.key = key;
    current.update(address);
    return;
  }
  leave();
  if (before) showAgain(before, top);
  else showAnew(address, { isFirst, key, top });
}

function leave() {
  if (!current) return;
  if (viewOf(current.pathname).isKept && !current.area.querySelector("[aria-busy]")) keep(current);
  else current.controller.abort();
}

function showAgain(view, top) {
  current = view;
  replace(content, view.area);
  document.title = view.documentTitle;
  announce(view.heading.textContent);
  (view.focus ?? view.heading).focus({ preventScroll: true });
  scrollTo(0, top ?? 0);
}

async function showAnew(address, { isFirst, key, top }) {
  const controller = new AbortController();
  const heading = element("h1", { tabindex: "-1" });
  const area = element("div", { class: "view" }, heading);
  const view = { pathname: address.pathname, key, area, heading, controller };
  current = view;
  replace(content, area);
  const drawn = draw({
    area, address, signal: controller.signal,
    title: (...text) => named(heading, text),
    onUpdate: (update) => { view.update = update; },
  });
  if (!isFirst) {
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }
  await drawn;
  if (top && current === view) scrollTo(0, top);
}

async function draw(view) {
  try {
    await viewOf(view.address.pathname).draw(view);
  } catch (error) {
    if (isLeft(error) || view.signal.aborted) return;
    view.area.append(failure(error));
  }
}

function failure(error) {
  if (error.code !== "archive_unreadable") {
    return complaint("This could not be shown.", words(error));
  }
  const box = complaint("The archive is damaged, or cannot be read as it is now.", words(error));
  box.append(element("p", {}, element("a", { href: "/integrity" }, "Integrity"),
    " verifies everything and says what to do."));
  return box;
}

function named(heading, text) {
  replace(heading, ...text);
  document.title = `${heading.textContent} \u00B7 topo-archive`;
  announce(heading.textContent);
}

function markLinks(pathname) {
  for (const link of document.querySelectorAll("header nav a")) {
    if (link.pathname === pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  // The search view has a form of its own, which can do more.
  document.getElementById("quick").hidden = pathname === "/search";
}

document.getElementById("quick").addEventListener("submit", (event) => {
  event.preventDefault();
  const pattern = new FormData(event.target).get("pattern");
  event.target.reset();
  go(pattern === "" ? "/search" : `/search?${new URLSearchParams({ pattern })}`);
});

setUpShortcut();
offerLogOut();
begin(show, (pathname) => viewOf(pathname) !== undefined);
