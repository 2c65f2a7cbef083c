// Logging out, where a token is asked for.

/** Offers to log out if what the server tells says that somebody is logged in. */
export function offerLogOut({ signed_in: isLoggedIn }) {
  document.getElementById("log-out").hidden = !isLoggedIn;
}
