// Where the page is. Every view's condition is its address, so that going anywhere is following a
// link, and going back is the browser's. Each entry of the history has a key, by which it is known how
// far down the page was there.

const tops = new Map();
let listener = () => {};
let count = 0;
let key = null;

/** Calls `show` whenever the page is to show another address, and now. It is told the key of the
 * entry and, if the entry is an old one, how far down the page was. */
export function begin(show, isOurs) {
  listener = show;
  // What is shown comes later than the browser would scroll.
  history.scrollRestoration = "manual";
  addEventListener("popstate", ({ state }) => {
    key = state?.key ?? newKey();
    listener({ key, top: tops.get(key) ?? state?.top ?? 0 });
  });
  addEventListener("scroll", () => tops.set(key, scrollY), { passive: true });
  addEventListener("pagehide", () => history.replaceState({ key, top: scrollY }, ""));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || isForTheBrowser(event, link)) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || !isOurs(address.pathname)) return;
    if (address.hash !== "" && address.href.split("#")[0] === location.href.split("#")[0]) return;
    event.preventDefault();
    go(address.pathname + address.search);
  });
  const before = history.state;
  key = before?.key ?? newKey();
  history.replaceState({ key }, "");
  show({ isFirst: true, key, top: before?.top ?? 0 });
}

/** Goes to an address of this page; where it is there already, the history stays as it is. */
export function go(address) {
  if (address !== location.pathname + location.search) {
    tops.set(key, scrollY);
    key = newKey();
    history.pushState({ key }, "", address);
  }
  listener({ key });
}

/** Gives the present entry of the history another address. */
export function replaceAddress(address) {
  history.replaceState({ key }, "", address);
}

/** The address with some parameters set, and those that are null left out. */
export function address(pathname, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const each of [value].flat()) {
      if (each !== null && each !== undefined && each !== "") query.append(name, each);
    }
  }
  const text = query.toString();
  return text === "" ? pathname : `${pathname}?${text}`;
}

function newKey() {
  count += 1;
  return `${Date.now()}-${count}`;
}

function isForTheBrowser(event, link) {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    || link.hasAttribute("download") || (link.target !== "" && link.target !== "_self");
}
