"""The overview: its numbers, the calendar by keyboard and by clicks, ranges, charts, the funnel."""
import re
from datetime import date, timedelta

from selenium.webdriver.common.keys import Keys

from page_browser import expect, expect_equal
from page_ground import RANGE

STEPS = ["message.sent", "message.opened", "message.replied"]


def checks():
    return [
        ("the overview's totals are those of status", totals),
        ("every day of the calendar has its count and its marks", days),
        ("the calendar goes by the keyboard", keyboard),
        ("a range is chosen by the keyboard", keyboard_range),
        ("a range is chosen by clicks", clicks),
        ("a range is chosen by its dates, and by a preset", dates),
        ("the charts count what grep counts", charts),
        ("the funnel counts what grep counts", funnel),
    ]


def number(text):
    return int(text.replace(",", ""))


def total(browser):
    return number(browser.text(".total b").split()[0])


def totals(ground, browser):
    status = ground.status(ground.good)
    browser.open(ground.addresses[ground.good])
    shown = {row.split("\n")[0]: row.split("\n")[1] for row in browser.texts(".totals > div")}
    for name, key in (("Activities", "activities"), ("Amendments", "amendments"),
                      ("Redacted", "redacted"), ("In quarantine", "quarantined"),
                      ("Vanished from the API", "vanished")):
        expect_equal(number(shown[name]), status[key], name)
    expect(status["amendments"] > 0 and status["redacted"] > 0, "the archive shows too little")
    expect_equal(number(shown["Days with activities"]),
                 sum(day["activities"] > 0 for day in status["days"]), "days with activities")
    expect("Not complete" in browser.text("main"), "the gap is not told")


def cells(browser):
    """What each cell of the year that is shown says."""
    rows = browser.run(
        "return [...document.querySelectorAll('.month [role=gridcell]')]"
        ".map((cell) => [cell.dataset.day, cell.getAttribute('aria-label')])")
    return dict(rows)


def days(ground, browser):
    status = ground.status(ground.good)
    counts = {day["day"]: day["activities"] for day in status["days"]}
    redacted = {record["created_at"][:10] for record in ground.records() if "redacted" in record}
    expired, gap = set(span("2024-05-04", "2024-05-11")), set(span("2025-02-03", "2025-02-06"))
    seen = {}
    for year in ("2024", "2025"):
        browser.open(ground.addresses[ground.good], f"/?year={year}")
        shown = cells(browser)
        expect(shown and all(day.startswith(year) for day in shown), f"{year} is not shown alone")
        seen |= shown
    expect_equal(sorted(seen), span("2024-05-04", "2025-06-28"), "the days")
    for day, label in seen.items():
        expect_equal(number(re.search(r": ([\d,]+) activit", label)[1]), counts.get(day, 0), day)
        for mark, marked in (("expired", expired), ("not read", gap), ("redacted", redacted)):
            expect_equal(mark in label, day in marked, f"whether {day} is {mark}")
    expect("not settled" in seen["2025-06-27"], "the last day is not told to be unsettled")
    legend = browser.text(".legend .marks")
    expect("not read" in legend and "redacted" in legend, f"the legend has only: {legend}")


def span(first, end):
    day, days = date.fromisoformat(first), []
    while day < date.fromisoformat(end):
        days.append(day.isoformat())
        day += timedelta(1)
    return days


def at(browser):
    return browser.run("return document.activeElement.dataset.day ?? null")


def enter_calendar(browser):
    """By Tab alone, from the link before."""
    browser.run("document.querySelector('.legend .marks li:last-child a').focus()")
    browser.keys(Keys.TAB)
    expect(at(browser), "Tab does not reach the calendar")


def keyboard(ground, browser):
    browser.open(ground.addresses[ground.good])
    enter_calendar(browser)
    expect_equal(at(browser), "2025-06-27", "the day that Tab reaches")
    for keys, day in (
            ([Keys.ARROW_LEFT], "2025-06-26"), ([Keys.ARROW_UP], "2025-06-19"),
            ([Keys.ARROW_RIGHT], "2025-06-20"), ([Keys.ARROW_DOWN], "2025-06-27"),
            ([Keys.ARROW_DOWN], "2025-06-27"), ([Keys.HOME], "2025-06-23"),
            ([Keys.END], "2025-06-27"), ([Keys.PAGE_UP], "2025-05-27"),
            ([Keys.PAGE_UP] * 3, "2025-02-27"), ([Keys.PAGE_DOWN], "2025-03-27"),
            ([Keys.PAGE_UP] * 3, "2024-12-27"), ([Keys.PAGE_DOWN], "2025-01-27")):
        browser.keys(*keys)
        expect_equal(at(browser), day, "the day that the key reaches")
    browser.chord(Keys.SHIFT, Keys.PAGE_UP)
    expect_equal(at(browser), "2024-05-04", "Shift and Page Up stop at the first day")
    tabs = browser.run("return document.querySelectorAll('.months [tabindex=\"0\"]').length")
    expect_equal(tabs, 1, "cells that Tab reaches")
    browser.keys(Keys.TAB)
    expect(at(browser) is None, "Tab does not leave the calendar")
    detail = browser.text(".detail")
    expect("4 May 2024" in detail, f"the day is not told in words: {detail}")


def keyboard_range(ground, browser):
    browser.open(ground.addresses[ground.good])
    enter_calendar(browser)
    browser.keys(Keys.PAGE_UP, Keys.ENTER, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ESCAPE)
    browser.settle()
    expect_equal(browser.path, "/", "Escape lets go of the beginning")
    browser.keys(Keys.ENTER, Keys.ARROW_LEFT, Keys.ARROW_LEFT, " ")
    browser.settle()
    expect_equal(browser.path, "/?since=2025-05-11&until=2025-05-14", "the address of the range")
    expect_equal(at(browser), "2025-05-11", "the day where the keyboard is")
    expect_range(ground, browser, "2025-05-11", "2025-05-14")


def expect_range(ground, browser, since, until):
    selected = browser.run(
        "return [...document.querySelectorAll('[aria-selected=true]')].map((c) => c.dataset.day)")
    shown = [day for day in span(since, until) if day in cells(browser)]
    expect_equal(selected, shown, "the days that are marked as chosen")
    found = len(ground.records("--since", since, "--until", until))
    expect_equal(total(browser), found, f"activities from {since} until {until}")


def clicks(ground, browser):
    browser.open(ground.addresses[ground.good])
    browser.click("[data-day='2025-03-10']")
    browser.click("[data-day='2025-04-02']")
    browser.settle()
    expect_equal(browser.path, "/?since=2025-03-10&until=2025-04-03", "the address of the range")
    expect_range(ground, browser, "2025-03-10", "2025-04-03")
    browser.picture("range")
    browser.driver.back()
    browser.settle()
    expect_equal(browser.path, "/", "back")
    expect_equal(total(browser), ground.status(ground.good)["activities"], "all activities")
    browser.driver.forward()
    browser.settle()
    expect_range(ground, browser, "2025-03-10", "2025-04-03")


def set_date(browser, name, value):
    # A date field takes keys in the order of the language of the browser.
    year, month, day = value.split("-")
    browser.one(f"[name={name}]").send_keys(month + day + year)


def dates(ground, browser):
    browser.open(ground.addresses[ground.good])
    set_date(browser, "since", "2024-11-01")
    set_date(browser, "through", "2024-11-30")
    browser.click(".range button")
    browser.settle()
    expect_equal(browser.path, "/?since=2024-11-01&until=2024-12-01", "the address of the range")
    expect("November 2024" in browser.text(".months"), "the year of the range is not shown")
    expect_range(ground, browser, "2024-11-01", "2024-12-01")
    set_date(browser, "through", "2024-10-01")
    browser.click(".range button")
    expect_equal(browser.path, "/?since=2024-11-01&until=2024-12-01", "a range that ends too soon")
    expect("before" in browser.one("[name=through]").get_property("validationMessage"),
           "it is not said what is wrong with the range")
    browser.click(browser.link("Last 30 days", ".presets"))
    browser.settle()
    expect_equal(browser.path, "/?since=2025-05-29&until=2025-06-28", "the last 30 days")
    expect_range(ground, browser, "2025-05-29", "2025-06-28")
    current = browser.texts(".presets [aria-current]")
    expect_equal(current, ["Last 30 days"], "the preset that is marked")


def open_range(ground, browser):
    browser.open(ground.addresses[ground.good], "/?since=2024-06-01&until=2025-05-01")


def bars(browser, caption):
    """The rows of a chart, those too that are only shown on request."""
    table = next(each for each in browser.all(".bars")
                 if each.find_element("tag name", "caption").text.startswith(caption))
    for button in table.find_elements("tag name", "button"):
        browser.click(button)
    rows = browser.run(
        "return [...arguments[0].querySelectorAll('tbody tr')].filter((row) => !row.hidden)"
        ".map((row) => [row.cells[0].textContent, row.cells[1].textContent])", table)
    return {name: number(count) for name, count in rows}


def charts(ground, browser):
    open_range(ground, browser)
    expect_equal(bars(browser, "By type"), ground.types, "by type, as first archived")
    for caption, key in (("By channel", "channel"), ("By template", "sequence-template-id")):
        # The redacted have neither.
        expected = {value: count for value, count in ground.counts(key, *RANGE).items() if value}
        expect_equal(bars(browser, caption), expected, caption)
    fewer = sum(ground.types.values()) - sum(bars(browser, "By channel").values())
    expect(fewer > 0 and f" {fewer} activities fewer" in browser.text(".counts .progress"),
           "it is not said that the redacted have no channel")
    widths = browser.run("return [...document.querySelectorAll('.bars .bar')].map("
                         "(bar) => bar.getBoundingClientRect().width)")
    expect(max(widths) > 100 and min(widths) > 0, "the bars have no length")


def funnel(ground, browser):
    open_range(ground, browser)
    for button in browser.all(".funnel button"):
        browser.click(button)
    numbers = browser.run(
        "return [...document.querySelectorAll('.funnel tbody tr')].map((row) => ["
        "row.querySelector('th a')?.title ?? 'all', ...[...row.querySelectorAll('.number')]"
        ".map((each) => each.firstChild.data)])")
    shown = {name: list(map(number, values)) for name, *values in numbers}
    kinds = [ground.counts("sequence-template-id", *RANGE, "--type", step) for step in STEPS]
    kinds.append(ground.counts("sequence-template-id", *RANGE, "--type", "message.replied",
                               '"reply_category":"INTERESTED"'))
    together = [sum(count for name, count in kind.items() if name) for kind in kinds]
    expect(together[3] > 0, "the archive has no reply that is interested")
    expect_equal(shown.pop("all"), together, "all templates")
    expected = {name: [kind.get(name, 0) for kind in kinds]
                for name in set().union(*kinds) if name}
    expect_equal(shown, expected, "the funnel by template")
    order = [values[0] for name, values in shown.items()]
    expect_equal(order, sorted(order, reverse=True), "the order of the templates, by what was sent")
    headings = browser.texts(".funnel thead th")[1:]
    expect_equal(headings, ["Sent", "Opened", "Replied", "Interested"], "the steps")
