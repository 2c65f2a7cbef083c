// Logging out, where a token is asked for.

import { value } from "./requests.js";

/** Offers to log out, on whatever view, if the server says that somebody is logged in. */
export async function offerLogOut() {
  try {
    const { signed_in: isLoggedIn } = await value("/data/overview");
    document.getElementById("log-out").hidden = !isLoggedIn;
    if (isLoggedIn) addEventListener("pageshow", askAgain);
  } catch {
    // The view says what is wrong.
  }
}

/** A page that the browser kept whole is shown again only to who is still logged in. */
function askAgain(shown) {
  if (shown.persisted) location.reload();
}
