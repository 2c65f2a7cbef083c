"""The search: text, expressions, filters, pages, what is refused, and files of all that matches."""
from urllib.parse import urlencode

from selenium.webdriver.common.keys import Keys

from page_browser import expect, expect_equal


def checks():
    return [
        ("a text is found in either letter case", text),
        ("a regular expression is found", expression),
        ("an expression that is wrong is refused in words", refused),
        ("a value narrows the search", narrowing),
        ("pages follow each other to the end", pages),
        ("filters are the API's, and a day alone stands for all of it", filters),
        ("exports are what grep prints", exports),
        ("nothing found is told", nothing),
        ("the key / goes to the search box, and can be turned off", shortcut),
    ]


def ids(browser):
    return browser.run("return [...document.querySelectorAll('.activities tbody th a')]"
                       ".map((link) => link.pathname.split('/')[2])")


def expected(ground, *words):
    """What grep finds, the newest first."""
    return [record["id"] for record in reversed(ground.records(*words))]


def search(ground, browser, **parameters):
    browser.open(ground.addresses[ground.good], f"/search?{urlencode(parameters, doseq=True)}")


def text(ground, browser):
    browser.open(ground.addresses[ground.good])
    browser.fill("#quick-pattern", "out_of_OFFICE\n")
    browser.settle()
    expect_equal(browser.path, "/search?pattern=out_of_OFFICE", "the address of the search")
    found = expected(ground, "-F", "-i", "out_of_OFFICE")
    expect(0 < len(found), "grep finds nothing")
    expect_equal(ids(browser), found[:50], "what is found")
    browser.click("[name=ignore_case]")
    browser.click(".search button[type=submit]")
    browser.wait(lambda: "Nothing matches" in browser.text(".found"),
                 "the letter case is no matter")
    expect_equal(browser.path, "/search?pattern=out_of_OFFICE&ignore_case=false", "the address")


def expression(ground, browser):
    search(ground, browser)
    browser.fill("#pattern", 'stopped_reason":"[a-z_]*bounce')
    browser.click("[value=regex]")
    browser.click("[value=ASC]")
    browser.one("#pattern").send_keys(Keys.ENTER)
    browser.wait(lambda: "ASC" in browser.path, "Enter does not search")
    browser.settle()
    found = expected(ground, "-i", 'stopped_reason":"[a-z_]*bounce')[::-1]
    expect(found, "grep finds nothing")
    expect_equal(ids(browser), found[:50], "what is found, the oldest first")


def refused(ground, browser):
    browser.allow("status of 422")
    search(ground, browser, pattern="a(b", syntax="regex")
    words = browser.wait(lambda: browser.text("#error-pattern"),
                         "nothing is said of the expression")
    expect("character" in words and "without its )" in words, f"the words are: {words}")
    expect_equal(browser.one("#pattern").get_attribute("aria-invalid"), "true", "the field")
    expect_equal(browser.focused.get_attribute("id"), "pattern", "the field that has the focus")
    browser.expect_accessible()
    browser.picture("refused")
    browser.fill("#pattern", "bounce\n")
    browser.wait(lambda: ids(browser), "a right expression afterwards finds nothing")
    expect_equal(browser.text("#error-pattern"), "", "what is said afterwards")
    search(ground, browser, person_id="nobody")
    browser.wait(lambda: browser.text("#error-person_id"), "a wrong person_id is not refused")


def narrowing(ground, browser):
    search(ground, browser, type="message.replied")
    row = browser.all(".activities tbody tr:not(.redacted)")[0]
    links = row.find_elements("css selector", "td a")
    person, channel = links[2], links[1]
    identifier, value = person.get_attribute("title"), channel.text
    browser.click(person)
    browser.wait(lambda: "person_id" in browser.path, "the link does not narrow the search")
    browser.settle()
    found = expected(ground, "--type", "message.replied", "--person-id", identifier)
    expect_equal(ids(browser), found, "the replies of the person")
    expect_equal(browser.one("#field-person_id").get_property("value"), identifier, "the form")
    expect(browser.one("[name=type][value='message.replied']").get_property("checked"),
           "the form does not show the type")
    expect_equal(browser.focused.get_attribute("id"), "results-heading", "where the focus goes")
    browser.driver.back()
    browser.settle()
    browser.click(browser.all(".activities tbody tr:not(.redacted) td a")[1])
    browser.wait(lambda: "channel=" in browser.path, "the link does not narrow the search")
    browser.settle()
    found = expected(ground, "--type", "message.replied", "--channel", value)
    expect_equal(ids(browser), found[:50], "the replies of the channel")


def pages(ground, browser):
    found = expected(ground, "--since", "2025-05-01")
    expect(len(found) > 450, "there is too little for pages")
    search(ground, browser, created_at_after="2025-04-30T23:59:59.999999999Z", limit=200)
    seen, addresses = [], []
    while True:
        browser.settle()
        seen += ids(browser)
        addresses.append(browser.path)
        following = browser.all(".pages [rel=next]")
        if not following:
            break
        expect("and more" in browser.text(".found"), "it is not said that there is more")
        browser.click(following[0])
        browser.wait(lambda: browser.path != addresses[-1], "there is no next page")
    expect("the last" in browser.text(".found"), "it is not said that this is the last page")
    expect_equal(seen, found, "all pages together")
    browser.open(ground.addresses[ground.good], addresses[1])
    expect_equal(ids(browser), found[200:400], "the second page by its address alone")
    browser.click(browser.link("First page"))
    browser.wait(lambda: browser.path == addresses[0], "there is no way to the first page")
    browser.settle()
    expect_equal(ids(browser), found[:200], "the first page")


def filters(ground, browser):
    search(ground, browser)
    browser.click(".filters summary")
    for name, value in (("channel", "EMAIL"), ("event_type", "OPENED"),
                        ("resource_type", "MESSAGE"),
                        ("created_at_after", "2025-05-13"), ("created_at_before", "2025-05-15")):
        browser.fill(f"#field-{name}", value)
    browser.one("#field-channel").send_keys(Keys.ENTER)
    browser.wait(lambda: "created_at_before" in browser.path, "the form does not search")
    browser.settle()
    found = expected(ground, "--channel", "EMAIL", "--event-type", "OPENED", "--resource-type",
                     "MESSAGE", "--since", "2025-05-14", "--until", "2025-05-15")
    expect(found, "grep finds nothing")
    expect_equal(ids(browser), found, "what the filters leave")
    expect_equal(browser.one("#field-created_at_after").get_property("value"), "2025-05-13",
                 "the bound as it was typed")


def exports(ground, browser):
    search(ground, browser, pattern="email", channel="EMAIL",
           type=["message.replied", "note.pinned"], created_at_before="2025-05-01T00:00:00Z")
    words = ["-F", "-i", "email", "--channel", "EMAIL", "--type", "message.replied",
             "--type", "note.pinned", "--until", "2025-05-01"]
    for name, form in (("NDJSON", "ndjson"), ("CSV", "csv")):
        content, file = browser.download(browser.link(name, ".exports"))
        expect(file.endswith(f".{form}"), f"the file is called {file}")
        expect_equal(content, ground.grep("--format", form, *words), f"the file in {name}")
        expect(content.count(b"\n") > 5, f"the file in {name} holds next to nothing")


def nothing(ground, browser):
    search(ground, browser, pattern="surely not there")
    expect("Nothing matches" in browser.text(".found"), "it is not said that nothing matches")
    expect(not browser.all(".activities"), "there is a table of nothing")


def shortcut(ground, browser):
    browser.open(ground.addresses[ground.good], "/integrity")
    browser.keys("/")
    expect_equal(browser.focused.get_attribute("id"), "quick-pattern", "what / focuses")
    browser.keys("a/b", Keys.ENTER)
    browser.wait(lambda: browser.path == "/search?pattern=a%2Fb", "/ cannot be typed in the box")
    browser.settle()
    browser.run("document.activeElement.blur()")
    browser.keys("/")
    expect_equal(browser.focused.get_attribute("id"), "pattern", "what / focuses in the search")
    browser.click("#shortcut")
    browser.open(ground.addresses[ground.good], "/integrity")
    browser.keys("/")
    expect(browser.focused.tag_name == "body", "/ cannot be turned off")
    browser.click("#shortcut")
