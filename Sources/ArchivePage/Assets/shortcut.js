// The key / goes to the search box. As it is a single character, who speaks to the browser or types
// by other means can turn it off.

const name = "topo-archive.slash";

/** Listens for the key, and lets the footer's box turn it off. */
export function setUpShortcut() {
  const box = document.getElementById("shortcut");
  box.checked = remembered() !== "off";
  box.addEventListener("change", () => remember(box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!box.checked || event.target.closest("input:not([type=checkbox]), select")) return;
    const field = document.querySelector("main [name=pattern]")
      ?? document.getElementById("quick-pattern");
    event.preventDefault();
    field.focus();
  });
}

// A browser may forbid a page to remember anything.
function remembered() {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    return;
  }
}
