"""The search: text, expressions, filters, pages, what is refused, and files of all that matches."""
from urllib.parse import urlencode

from selenium.webdriver.common.keys import Keys

from page_browser import expect, expect_equal
from page_slow_server import SlowServer


def checks():
    return [
        ("a text is found in either letter case", text),
        ("a regular expression is found", expression),
        ("an expression that is wrong is refused in words", refused),
        ("a parameter that there is not is refused in words", unknown),
        ("a value narrows the search", narrowing),
        ("pages follow each other to the end", pages),
        ("filters are the API's, and a day alone stands for all of it", filters),
        ("exports are what grep prints", exports),
        ("nothing found is told", nothing),
        ("a search that lies over a gap does not claim to be all", over_a_gap),
        ("a value that may be misspelt gets a hint", hints),
        ("times as people write them are taken, and others told", times),
        ("what matches is shown and marked", excerpts),
        ("a search tells how far it is, and is stopped", stopped),
        ("back from an activity shows the results where they were", back),
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


def unknown(ground, browser):
    browser.allow("status of 422")
    search(ground, browser, pattern="bounce", chanel="EMAIL")
    browser.wait(lambda: "There is no parameter chanel" in browser.text(".results"),
                 "a parameter that there is not is left out")
    expect(not browser.all(".exports a"), "what was refused can be saved")


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


def over_a_gap(ground, browser):
    gap = "2025-02-03 00:00:00 UTC to 2025-02-06 00:00:00 UTC"
    category = "MEETING_REQUEST"
    search(ground, browser, pattern=category)
    browser.settle()
    expect("in what is held" in browser.text(".found"), "the gap is not told beside what is found")
    expect(gap in browser.text(".results"), "the gap is not named")
    search(ground, browser, pattern=category, created_at_after="2025-03-01")
    browser.settle()
    expect("that is all" in browser.text(".found"), "a search beside the gap is not all")
    expect(gap not in browser.text(".results"), "a gap is named that was not searched")
    for bound, day, words, days in (
            ("created_at_after", "2030-01-01", "from 2030-01-02 00:00:00 UTC on", "since=2030-01-02"),
            ("created_at_before", "2020-01-01", "before 2020-01-01 00:00:00 UTC", "until=2020-01-01")):
        search(ground, browser, **{bound: day})
        browser.settle()
        told = browser.text(".results")
        expect(words in told, f"that all lies beyond the archive is not told: {told}")
        browser.click(browser.link(words, ".results"))
        browser.wait(lambda: browser.path == f"/?{days}", "what lies beyond does not lead to its days")


def hints(ground, browser):
    search(ground, browser, channel="linkedin")
    words = "no documented channel is called 'linkedin'; did you mean LINKEDIN?"
    expect_equal(browser.text("#hint-channel"), words, "the hint at the field")
    told = browser.texts(".hints li")
    expect_equal(told[0], words, "the hint below the form")
    expect("redacted: what they said is not found" in told[1], f"the hints are {told}")
    browser.expect_accessible()
    browser.picture("hint")
    browser.fill("#field-channel", "LINKEDIN\n")
    browser.wait(lambda: ids(browser), "what was meant is not found")
    browser.settle()
    expect(not browser.text("#hint-channel"), "the hint at the field stays")
    expect_equal(browser.texts(".hints li"), told[1:], "the hints of what was meant")


def times(ground, browser):
    day = expected(ground, "--since", "2025-05-14", "--until", "2025-05-15")
    search(ground, browser, created_at_after="2025-05-13", created_at_before="2025-05-15", limit=500)
    expect_equal(ids(browser), day, "what a day in the address stands for")
    search(ground, browser, created_at_after="2025-05-13 23:59:59.999",
           created_at_before="2025-05-15 00:00", limit=500)
    expect_equal(ids(browser), day, "what a time as the page shows it stands for")
    browser.allow("status of 422")
    search(ground, browser, created_at_after="17 April")
    words = browser.wait(lambda: browser.text("#error-created_at_after"), "a wrong time is taken")
    expect("'17 April' is neither a UTC day like 2025-03-14 nor a time" in words, words)
    search(ground, browser, sequence_id="12-34")
    words = browser.wait(lambda: browser.text("#error-sequence_id"), "a wrong id is taken")
    expect("'12-34' is no UUID like" in words, words)


def excerpts(ground, browser):
    search(ground, browser, pattern='stopped_reason":"[a-z_]*bounce', syntax="regex")
    marked = [each.lower() for each in browser.texts(".excerpt mark")]
    expect_equal(len(marked), len(ids(browser)), "results with their match")
    expect(all(each.startswith('stopped_reason":"') and each.endswith("bounce") for each in marked),
           f"what is marked: {marked[:3]}")
    browser.expect_accessible()
    browser.picture("matches")
    browser.look(360, "dark")
    browser.expect_no_overflow()
    browser.expect_accessible()
    browser.look(1280, "light")


def stopped(ground, browser):
    slow = SlowServer(ground.addresses[ground.good])
    try:
        for stop in (lambda: browser.click(".results .progress button"),
                     lambda: browser.keys(Keys.ESCAPE)):
            browser.go(slow.address, "/search?type=message.sent")
            browser.wait(lambda: "2 of 9 blocks" in browser.text(".results .progress"),
                         "it is not told how far the search is")
            expect("20 activities so far" in browser.text(".found"), "what is found is not counted")
            browser.expect_accessible()
            stop()
            browser.settle()
            expect("Stopped: 20 activities" in browser.text(".found"), browser.text(".found"))
            found = ids(browser)
            expect_equal(found, expected(ground, "--type", "message.sent")[:20], "what is kept")
        onward = browser.link("Go on from here").get_attribute("href")
        browser.open(ground.addresses[ground.good], onward.removeprefix(slow.address))
        expect_equal(ids(browser), expected(ground, "--type", "message.sent")[20:70], "what follows")
    finally:
        slow.end()


def back(ground, browser):
    search(ground, browser, type="message.sent", limit=200)
    found = ids(browser)
    link = browser.all(".activities tbody th a")[120]
    browser.click(link)
    browser.wait(lambda: browser.path.startswith("/activity/"), "the link leads nowhere")
    browser.settle()
    top = browser.run("return scrollY")
    expect_equal(top, 0, "where an activity begins")
    browser.requests()
    browser.driver.back()
    browser.wait(lambda: browser.path.startswith("/search"), "back leads nowhere")
    browser.settle()
    expect_equal(ids(browser), found, "the results")
    shown = browser.run("const box = document.activeElement.getBoundingClientRect();"
                        "return [document.activeElement.pathname, box.top > 0"
                        " && box.bottom < innerHeight]")
    expect_equal(shown, [f"/activity/{found[120]}", True], "where one is after going back")
    asked = [each for each in browser.requests() if "/data/activities" in each]
    expect_equal(asked, [], "what was searched for again")
    browser.driver.forward()
    browser.wait(lambda: browser.path.startswith("/activity/"), "forward leads nowhere")
    browser.settle()
    expect("message.sent" in browser.text("h1"), "the activity, gone forward to")


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
