// Logging out, where a token is asked for.

import { value } from "./requests.js";

/** Offers to log out, on whatever view, if the server says that somebody is logged in. */
export async function offerLogOut() {
  try {
    const { signed_in: isLoggedIn } = await value("/data/overview");
    document.getElementById("log-out").hidden = !isLoggedIn;
  } catch {
    // The view says what is wrong.
  }
}
