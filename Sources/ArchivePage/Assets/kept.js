// Views that were left and can be gone back to as they were, with what they had found.

const most = 5;
const kept = new Map();

/** Keeps a view for when its entry of the history is gone back to; the oldest goes when there are too
 * many. */
export function keep(view) {
  view.focus = view.area.contains(document.activeElement) ? document.activeElement : null;
  view.documentTitle = document.title;
  letGo(view.key);
  kept.set(view.key, view);
  if (kept.size > most) letGo(kept.keys().next().value);
}

/** The view of an entry, which is kept no longer; undefined if there is none. */
export function take(key) {
  const view = kept.get(key);
  kept.delete(key);
  return view;
}

function letGo(key) {
  take(key)?.controller.abort();
}
