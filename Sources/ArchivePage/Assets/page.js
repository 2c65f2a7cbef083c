// The page's frame: shows the view of the address, and does what concerns all views.

import { drawActivity } from "./activity.js";
import { announce, complaint, element, replace } from "./elements.js";
import { drawIntegrity } from "./integrity.js";
import { begin, go } from "./navigation.js";
import { drawOverview } from "./overview.js";
import { isLeft, words } from "./requests.js";
import { drawSearch } from "./search.js";
import { offerLogOut } from "./session.js";
import { setUpShortcut } from "./shortcut.js";

const views = [
  { pattern: /^\/$/, draw: drawOverview },
  { pattern: /^\/search$/, draw: drawSearch },
  { pattern: /^\/activity\/[^/]+$/, draw: drawActivity },
  { pattern: /^\/integrity$/, draw: drawIntegrity },
];
const content = document.getElementById("content");
let current = null;

function viewOf(pathname) {
  return views.find((view) => view.pattern.test(pathname));
}

/** Shows the address. A view that is there already is told of its new condition, so that the focus
 * stays where it is. */
function show({ isFirst = false }) {
  const address = new URL(location.href);
  markLinks(address.pathname);
  if (current?.pathname === address.pathname && current.update) {
    current.update(address);
    return;
  }
  current?.controller.abort();
  const controller = new AbortController();
  const heading = element("h1", { tabindex: "-1" });
  const area = element("div", { class: "view" }, heading);
  current = { pathname: address.pathname, controller };
  replace(content, area);
  const view = current;
  const title = (...text) => named(heading, text);
  const onUpdate = (update) => { view.update = update; };
  draw({ area, address, title, onUpdate, signal: controller.signal });
  if (!isFirst) {
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  }
}

async function draw(view) {
  try {
    await viewOf(view.address.pathname).draw(view);
  } catch (error) {
    if (isLeft(error) || view.signal.aborted) return;
    view.area.append(complaint("This could not be shown.", words(error)));
  }
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
