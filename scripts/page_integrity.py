"""Integrity: verifying now, of a good archive and of a damaged one."""
import json

from selenium.webdriver.common.keys import Keys

from page_browser import expect, expect_equal


def checks():
    return [
        ("a good archive is verified, and its gap is told", good),
        ("a damaged archive is not intact, and its findings are listed", damaged),
        ("a verification is followed by who comes later", later),
    ]


def verify(ground, browser, archive):
    """Presses the button, waits for the end, and gives what the command reports."""
    browser.open(ground.addresses[archive], "/integrity")
    browser.one("#verification button").send_keys(Keys.ENTER)
    browser.wait(lambda: browser.all("#verification .verdict"), "the verification does not end")
    browser.wait(lambda: not browser.one("#verification .progress").is_displayed(),
                 "the progress does not end")
    return json.loads(ground.run("verify", "--archive", archive, "--json", good=(0, 1)))


def expect_report(browser, report):
    expect_equal(browser.texts(".findings tbody th"), [each["kind"] for each in report["findings"]],
                 "the kinds of findings")
    shown = [cell.text for cell in browser.all(".findings td[data-name=What] bdi")]
    expect_equal(shown, [each["message"] for each in report["findings"]], "the findings")


def good(ground, browser):
    browser.open(ground.addresses[ground.good], "/integrity")
    expect("Nothing has been verified" in browser.text("#verification"), "something was verified")
    report = verify(ground, browser, ground.good)
    expect(report["intact"] and not report["complete"], "the archive is not what it should be")
    intact, complete = browser.texts("#verification .verdict")
    expect_equal(intact, "intact", "the first verdict")
    expect(complete.startswith("NOT COMPLETE: 1 finding; run fetch"), f"the second: {complete}")
    expect_report(browser, report)
    expect("2025-02-03 00:00:00 UTC to 2025-02-06" in browser.text("#coverage"),
           "the gap is not listed")
    expect("intact" in browser.run("return document.getElementById('announcements').textContent"),
           "who listens is not told of the end")


def damaged(ground, browser):
    report = verify(ground, browser, ground.damaged)
    intact, _ = browser.texts("#verification .verdict")
    expect(intact.startswith("NOT INTACT: "), f"the verdict is {intact}")
    expect("repair" in intact, f"the verdict does not say what to do: {intact}")
    expect_report(browser, report)
    victim = str(ground.victim.relative_to(ground.damaged))
    expect(victim in browser.text(".findings"), "the damaged file is not named")
    browser.expect_accessible()
    browser.picture("damaged")
    browser.look(360, "light")
    browser.expect_no_overflow()
    browser.picture("damaged")
    browser.look(1280, "light")


def later(ground, browser):
    browser.open(ground.addresses[ground.hostile], "/integrity")
    browser.one("#verification button").send_keys(Keys.ENTER)
    browser.driver.refresh()
    browser.settle()
    browser.wait(lambda: len(browser.all("#verification .verdict")) == 2,
                 "who comes later is not shown the verdicts")
    browser.wait(lambda: not browser.one("#verification .progress").is_displayed(),
                 "the progress does not end")
