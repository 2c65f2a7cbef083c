"""One activity: what it says, its forms, where it lies, its proof, and hostile texts."""
import json
import subprocess

from page_browser import expect, expect_equal
from page_hostile_api import NUMBER, TEXTS


def checks():
    return [
        ("an activity shows its record, and lies where it says", record),
        ("an amended activity shows what differs between its forms", amended),
        ("a proof is downloaded and checked", proof),
        ("a redacted activity says so, when and why", redacted),
        ("an activity that is not held, or no id, is told", missing),
        ("an address that is none is told, with a way back", unknown),
        ("hostile texts stay texts, in every view", hostile),
    ]


def open_activity(ground, browser, identifier, archive=None):
    browser.open(ground.addresses[archive or ground.good], f"/activity/{identifier}")


def leaves(value, path=()):
    if isinstance(value, (dict, list)) and value:
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for name, part in parts:
            yield from leaves(part, (*path, str(name)))
    else:
        yield ".".join(path), value


def record(ground, browser):
    archived = ground.records("--since", "2025-05-14", "--type", "sequence.stopped")[0]
    open_activity(ground, browser, archived["id"])
    shown = browser.run("return [...document.querySelectorAll('.record > div')].map("
                        "(row) => [...row.children].map((each) => each.textContent))")
    shown = dict(shown)
    expect_equal(list(shown), [path for path, _ in leaves(archived)], "the fields")
    for path, value in leaves(archived):
        words = value if isinstance(value, str) else json.dumps(value)
        expect(shown[path].startswith(words), f"{path} is {shown[path]}, not {words}")
    browser.click("#record summary")
    expect_equal(json.loads(browser.text("#record pre")), archived, "the JSON")
    line = ground.line(ground.good, browser.text("#place pre"))
    expect_equal(json.loads(line), archived, "the line of the segment")
    expect(archived["payload"]["type"] in browser.driver.title, "the title")


def history(ground):
    """An id that has more than one form, with them."""
    forms = {}
    for each in ground.records("--all-versions", "--type", "message.replied"):
        forms.setdefault(each["id"], []).append(each)
    return next((item for item in forms.items() if len(item[1]) == 2), None)


def amended(ground, browser):
    identifier, _ = history(ground)
    lines = ground.run("get", identifier, "--history", "--archive", ground.good).splitlines()
    forms = [json.loads(line) for line in lines]
    open_activity(ground, browser, identifier)
    rows = [[cell.text for cell in row.find_elements("css selector", "th, del, ins")]
            for row in browser.all(".differences tbody tr")]
    was, now = (form["payload"]["metadata"]["reply_category"] for form in forms)
    words = [value if isinstance(value, str) else json.dumps(value) for value in (was, now)]
    expect(any(row[0] == "payload.metadata.reply_category" and row[1:] == words for row in rows),
           f"the differences are {rows}")
    places = [each.text for each in browser.all("#place pre")]
    expect_equal([json.loads(ground.line(ground.good, place)) for place in places], forms,
                 "the forms where they lie")
    events = browser.texts(".events li")
    expect("archived" in events[0] and any("another form" in each for each in events),
           f"the events are {events}")
    browser.picture("amended")


def proof(ground, browser):
    identifier = ground.records("--since", "2025-05-14", "--type", "message.sent")[0]["id"]
    open_activity(ground, browser, identifier)
    content, name = browser.download(browser.link("Download the proof"))
    expect_equal(content, ground.run("prove", identifier, "--archive", ground.good), "the proof")
    told = browser.texts("#proof pre")[0].split()
    expect_equal(told[:3], ["topo-archive", "check-proof", name], "how to check it")
    file = ground.work / name
    file.write_bytes(content)
    told = [str(ground.public_key) if word == "FILE" else word for word in told]
    done = subprocess.run(told, env=ground.environment, cwd=ground.work, capture_output=True)
    expect_equal(done.returncode, 0, f"the exit code of {told}")
    file.write_bytes(content.replace(b"message.sent", b"message.send"))
    done = subprocess.run(told, env=ground.environment, cwd=ground.work, capture_output=True)
    expect_equal(done.returncode, 1, "the exit code for a proof that was changed")


def redacted(ground, browser):
    open_activity(ground, browser, ground.redacted["id"])
    words = browser.text("main")
    expect("asked for, Art. 17" in words and "Redacted on 20" in words, f"it says: {words[:300]}")
    expect(ground.redacted["payload"]["person_id"] not in words, "the person is still told")
    expect(not browser.all("#proof a"), "there is a proof of what was redacted")
    history = browser.text("#history")
    expect("has not changed" not in history, f"the history contradicts the redaction: {history}")
    event = [each for each in browser.texts(".events li") if "redacted" in each]
    expect(len(event) == 1 and "asked for, Art. 17" in event[0], f"the events: {history}")
    day = ground.redacted["created_at"][:10]
    browser.open(ground.addresses[ground.good],
                 f"/search?created_at_after={day}T00:00:00Z&limit=500&sort_order=ASC")
    expect(browser.all(".activities .redacted"), "the search does not tell of what was redacted")


def missing(ground, browser):
    browser.allow("status of 404")
    identifier = "01954b2e-fc10-7000-8a3f-d2e591c04a77"
    open_activity(ground, browser, identifier)
    browser.wait(lambda: len(browser.all("main [role=alert] li")) > 3, "no cause is told")
    words = browser.text("main")
    expect(identifier in words and "does not hold" in words and "expired" in words, words)
    browser.expect_accessible()
    browser.picture("missing")
    browser.click(browser.link("Search the records for it"))
    browser.wait(lambda: browser.path == f"/search?pattern={identifier}", "there is no search")
    open_activity(ground, browser, "12-34")
    words = browser.text("main [role=alert]")
    expect("no activity's id" in words and "12-34" in words, words)
    browser.expect_accessible()


def unknown(ground, browser):
    browser.allow("status of 404")
    for width, scheme in ((1280, "light"), (360, "dark")):
        browser.look(width, scheme)
        browser.go(ground.addresses[ground.good], "/nothing/here")
        expect_equal(browser.text("h1"), "There is no such page", "the heading")
        browser.expect_accessible()
        browser.expect_no_overflow()
        browser.picture("unknown")
    browser.click(browser.link("What the archive holds", "main"))
    browser.wait(lambda: browser.path == "/", "there is no way back")


def hostile(ground, browser):
    identifiers = [each["id"] for each in ground.records(archive=ground.hostile)]
    expect(len(identifiers) >= len(TEXTS) - 1, "not all hostile texts are archived")
    for path in ("/", "/search", *(f"/activity/{each}" for each in identifiers)):
        for width in (1280, 360):
            browser.look(width, "light")
            browser.open(ground.addresses[ground.hostile], path)
            for summary in browser.all("main summary"):
                browser.click(summary)
            inside = browser.run(
                "return document.querySelectorAll('main script, main img, main style, main iframe,"
                " main [onerror], main [onload], main a[href^=javascript]').length")
            expect_equal(inside, 0, f"elements that a text has made in {path}")
            seen = browser.run("return document.querySelector('main').textContent")
            for hidden in "\u202e\u2066\u200b\u0000\u001b\u2028":
                expect(hidden not in seen, f"{path} holds the character U+{ord(hidden):04X}")
            browser.expect_no_overflow()
            expect(not browser.run("return window.broken"), f"a text was run as a script in {path}")
    open_activity(ground, browser, identifiers[0], ground.hostile)
    words = browser.run("return document.querySelector('main').textContent")
    expect(TEXTS[0] in words, "the text is not shown as it is")
    expect(NUMBER in words, "a number lost digits")
    browser.open(ground.addresses[ground.hostile])
    expect("incomplete" in browser.text(".legend"), "the incomplete day is not marked")
