"""What is known of an archive's condition, and where its totals lead."""
import json
import re
import shutil

from page_browser import expect, expect_equal


def checks():
    return [
        ("what counts cannot read turns the overview red", unread),
        ("a missing file turns the overview red at once", missing),
        ("what a verification found turns the overview red", verified),
        ("an index that was written to is told, and can be verified", written),
        ("gaps and what is not settled are named, and lead to their days", stretches),
        ("totals lead to what they count", totals),
        ("a range that is none is told", ranges),
        ("the checkpoint's signature is told", signature),
        ("a checkpoint that nobody has signed is told beside a proof", unsigned),
    ]


def red(browser, victim):
    """The box at the top, once it is there."""
    browser.wait(lambda: browser.all("#damage"), "the overview does not tell of the damage")
    words = browser.text("#damage")
    expect(words.startswith("Not intact: 1 place"), f"the box begins: {words}")
    expect(f"created_date={victim.parent.name[-10:]}/{victim.name}" in words,
           f"the box does not name the file: {words}")
    tops = browser.run(
        "return ['#damage', '.totals', '.verdict.good'].map((each) =>"
        " document.querySelector(each)?.getBoundingClientRect().top ?? null)")
    expect(tops[0] < tops[1] and tops[2] is None, "the damage is not told first, and alone")
    cell = browser.wait(lambda: browser.all(".day.finding"), "no day is marked")
    expect_equal(len(cell), 1 + len(browser.all(".legend .day.finding")), "days that are marked")
    return words


def year_of(victim):
    return f"/?year={victim.parent.name[-10:-6]}"


def unread(ground, browser):
    browser.open(ground.serve(ground.damaged, "damaged-unread"), year_of(ground.victim))
    browser.wait(lambda: "were read" in browser.text(".counts .progress"), "the counts do not end")
    red(browser, ground.victim)
    progress = browser.text(".counts .progress")
    read, of = map(int, re.search(r"(\d+) of (\d+) segments were read", progress).groups())
    expect_equal(read, of - 1, "segments that were read")
    caption = browser.texts(".bars caption")[1]
    expect(f"of {read} of {of} segments only" in caption, f"the chart says: {caption}")
    browser.expect_accessible()
    browser.picture("damaged-overview")
    day = ground.victim.parent.name[-10:]
    browser.click(browser.link(day, "#damage"))
    browser.wait(lambda: f"since={day}" in browser.path, "the day leads nowhere")
    # The day is counted meanwhile, and the box may be drawn anew.
    browser.wait(lambda: browser.click(browser.link("Integrity", "#damage")) or True,
                 "the box has no link to Integrity")
    browser.wait(lambda: browser.path == "/integrity", "the box does not lead to Integrity")


def missing(ground, browser):
    archive = ground.work / "missing"
    shutil.copytree(ground.good, archive)
    victim = sorted((archive / "activities").glob("*/*.gz"))[3]
    victim.unlink()
    base = ground.serve(archive, "missing")
    browser.open(base, year_of(victim))
    expect("not there" in red(browser, victim), "it is not said that the file is missing")
    browser.open(base, "/days?with=finding")
    day = victim.parent.name[-10:]
    expect_equal(browser.texts(".day-list tbody th"), [day], "the days that are listed")


def verified(ground, browser):
    base = ground.serve(ground.damaged, "damaged-verified")
    browser.open(base, "/integrity")
    browser.click("#verification button")
    browser.wait(lambda: browser.all("#verification .verdict"), "the verification does not end")
    browser.click(browser.link("Overview", "nav"))
    browser.wait(lambda: browser.all("#damage"), "the overview is not told")
    browser.open(base, year_of(ground.victim))
    words = red(browser, ground.victim)
    report = json.loads(
        ground.run("verify", "--archive", ground.damaged, "--json", good=(1,)))
    findings = [each for each in report["findings"]
                if each["kind"] not in ("coverage_gap", "walk_incomplete")]
    expect(f"had {len(findings)} finding" in words, f"the box says: {words}")


def written(ground, browser):
    archive = ground.work / "written"
    shutil.copytree(ground.good, archive)
    base = ground.serve(archive, "written")
    browser.open(base, "/integrity")
    index = archive / "index.ndjson"
    content = bytearray(index.read_bytes())
    content[len(content) // 2] ^= 1
    index.write_bytes(content)
    browser.allow("status of 503")

    def told():
        browser.open(base)
        return [each for each in browser.texts("[role=alert]") if "cannot be read as it is" in each]

    words = browser.wait(told, "nobody notices that the index was written to")[0]
    expect("index" in words and "Integrity" in words, f"it says: {words}")
    browser.expect_accessible()
    browser.click(browser.link("Integrity", "main"))
    browser.wait(lambda: browser.all("#verification button"), "there is no way to verify")
    browser.click("#verification button")
    intact, _ = browser.wait(lambda: browser.texts("#verification .verdict"), "no verdict")
    expect(intact.startswith("NOT INTACT"), f"the verdict is {intact}")


def stretches(ground, browser):
    browser.open(ground.addresses[ground.good])
    words = browser.text("#completeness")
    gap = "2025-02-03 00:00:00 UTC to 2025-02-06 00:00:00 UTC"
    expect("Not complete" in words and gap in words, f"the gap is not named: {words}")
    expect("not settled" in words, f"what is not settled is not named: {words}")
    browser.click(browser.link(gap, "#completeness"))
    browser.wait(lambda: browser.path == "/?since=2025-02-03&until=2025-02-06",
                 "the gap does not lead to its days")
    status = ground.status(ground.hostile)
    browser.open(ground.addresses[ground.hostile])
    words = browser.text("#completeness")
    windows = status["incomplete"]
    expect(windows, "the hostile archive has nothing incomplete")
    expect(f"{len(windows)} stretch" in words, f"the incomplete are not counted: {words}")
    shown = [each for each in browser.texts("#completeness .stretches li") if each]
    expect(shown, "the incomplete are not named")


def total(browser, name, number):
    """The link of a total."""
    row = next(each for each in browser.all(".totals > div") if each.text.startswith(name))
    link = row.find_element("css selector", "a")
    expect_equal(link.text, f"{number:,}", name)
    return link


def totals(ground, browser):
    status = ground.status(ground.good)
    base = ground.addresses[ground.good]
    browser.open(base)
    amended = [day["day"] for day in status["days"] if day["amendments"] > 0]
    browser.click(total(browser, "Amendments", status["amendments"]))
    browser.wait(lambda: browser.all(".day-list"), "the amendments lead nowhere")
    expect_equal(browser.path, "/days?with=amendments", "the address")
    for button in browser.all("main button"):
        browser.click(button)
    expect_equal(browser.texts(".day-list tbody th"), amended[::-1], "the days with amendments")
    browser.driver.back()
    browser.settle()
    browser.click(total(browser, "In quarantine", status["quarantined"]))
    browser.wait(lambda: browser.all("main pre"), "the quarantine leads nowhere")
    command = browser.text("main pre").split()
    expect_equal(command[0], "zcat", "the command")
    expect((ground.good / command[1]).exists(), f"there is no {command[1]}")
    browser.open(base, "/days?with=redacted")
    redacted = {record["created_at"][:10] for record in ground.records() if "redacted" in record}
    expect_equal(browser.texts(".day-list tbody th"), sorted(redacted)[::-1], "days with redactions")
    browser.click(browser.all(".day-list a")[1])
    browser.settle()
    expect(browser.all(".activities .redacted"), "the day's search does not show the redacted")
    browser.open(base, "/vanished")
    listed = browser.texts(".vanished tbody th")
    expect_equal(listed, [each["id"] for each in status["vanished_activities"]][::-1], "vanished")
    browser.open(base, "/days?with=nothing")
    expect("does not say which days" in browser.text("main"), "an unknown list is not told")


def ranges(ground, browser):
    base = ground.addresses[ground.good]
    for query, words in (("since=2025-13-01", "'2025-13-01'"), ("until=soon", "'soon'"),
                         ("since=2025-05-02&until=2025-05-01", "ends before it begins")):
        browser.open(base, f"/?{query}")
        told = browser.text(".range .error")
        expect(words in told and "Everything is shown" in told, f"{query}: it says {told!r}")
    browser.expect_accessible()
    browser.open(base, "/?since=2025-05-01&until=2025-05-02")
    expect_equal(browser.text(".range .error"), "", "what is said of a right range")


def signature(ground, browser):
    for path in ("/", "/integrity"):
        browser.open(ground.addresses[ground.good], path)
        words = browser.text("main")
        expect("bears a signature of example.com/outreach" in words,
               f"{path} does not tell who has signed")


def unsigned(ground, browser):
    archive = ground.work / "unsigned"
    shutil.copytree(ground.good, archive)
    checkpoint = archive / "checkpoint"
    lines = checkpoint.read_text().splitlines(keepends=True)
    checkpoint.write_text("".join(lines[:3]))
    base = ground.serve(archive, "unsigned")
    browser.open(base)
    expect("The checkpoint is not signed" in browser.text("main"), "the overview does not say so")
    identifier = ground.records("--since", "2025-05-14", "--type", "message.sent")[0]["id"]
    browser.open(base, f"/activity/{identifier}")
    expect("will not take this proof" in browser.text("#proof .unsigned"), "the proof does not")
    browser.expect_accessible()
