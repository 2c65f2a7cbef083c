// Where the page is. Every view's condition is its address, so that going anywhere is following a
// link, and going back is the browser's.

let listener = () => {};

/** Calls `show` whenever the page is to show another address, and now. */
export function begin(show, isOurs) {
  listener = show;
  addEventListener("popstate", () => show({ isBack: true }));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || isForTheBrowser(event, link)) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || !isOurs(address.pathname)) return;
    if (address.hash !== "" && address.href.split("#")[0] === location.href.split("#")[0]) return;
    event.preventDefault();
    go(address.pathname + address.search);
  });
  show({ isFirst: true });
}

/** Goes to an address of this page; where it is there already, the history stays as it is. */
export function go(address) {
  const isSame = address === location.pathname + location.search;
  history[isSame ? "replaceState" : "pushState"](null, "", address);
  listener({});
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

function isForTheBrowser(event, link) {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    || link.hasAttribute("download") || (link.target !== "" && link.target !== "_self");
}
