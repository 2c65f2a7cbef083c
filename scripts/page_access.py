"""Access: a server with a token shows nothing without it, and lets who has it in and out."""
from page_browser import expect, expect_equal


def checks():
    return [("a token is asked for, taken, and given back", token)]


def token(ground, browser):
    base, secret = ground.serve_with_token()
    browser.go(base, "/search?pattern=bounce")
    expect(browser.path.startswith("/login"), f"without the token there is {browser.path}")
    for scheme, width in (("light", 1280), ("dark", 360)):
        browser.look(width, scheme)
        browser.expect_accessible()
        browser.expect_no_overflow()
        browser.picture("login")
    expect_equal(browser.text(".top .brand"), "topo-archive", "the top of the form")
    browser.allow("status of 403")
    # There are no users, so that a field for a name would be a lie.
    browser.allow("Password forms should have")
    browser.fill("#token", "not this\n")
    browser.wait(lambda: browser.all("[role=alert]"), "a wrong token is not refused in words")
    browser.fill("#token", f"{secret}\n")
    browser.wait(lambda: browser.path == "/search?pattern=bounce",
                 "the token does not lead to what was asked for")
    browser.settle()
    expect(browser.all(".activities tbody tr"), "the search finds nothing")
    browser.wait(lambda: browser.run("return !document.getElementById('log-out').hidden"),
                 "the search does not offer to log out")
    cookies = browser.run("return document.cookie")
    expect_equal(cookies, "", "what a script can read of the cookie")
    browser.open(base, "/integrity")
    browser.click("#verification button")
    browser.wait(lambda: browser.all("#verification .verdict"), "nothing can be verified")
    browser.click("#log-out button")
    browser.wait(lambda: browser.path == "/login", "logging out leads nowhere")
    browser.run("history.back()")
    browser.wait(lambda: browser.path.startswith("/login?"), "going back shows the page again")
    browser.go(base, "/")
    expect(browser.path.startswith("/login"), "logging out does not lock the page")
    kept(browser, base, secret)


def kept(browser, base, secret):
    """A page that the browser had kept whole, and shows again without asking."""
    browser.fill("#token", f"{secret}\n")
    browser.wait(lambda: browser.all("#log-out:not([hidden])"), "the token does not lead in again")
    browser.driver.delete_all_cookies()
    browser.run("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    browser.wait(lambda: browser.path.startswith("/login"),
                 "a page that was kept is shown to who is not logged in")
