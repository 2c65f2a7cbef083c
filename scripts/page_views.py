"""All views: in light and dark, wide and narrow, by the keyboard alone, by their address alone."""
import urllib.request

from selenium.webdriver.common.keys import Keys

from page_browser import Failed, expect, expect_equal

POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'",
    "img-src": "'self' data:", "connect-src": "'self'", "form-action": "'self'",
    "base-uri": "'none'", "frame-ancestors": "'none'",
}


def checks():
    return [
        *((f"{name}, {scheme}, {width} px: accessible, nothing beyond the edge",
           looked_at(name, scheme, width))
          for name in VIEWS for scheme in ("light", "dark") for width in (1280, 360)),
        ("a text that is twice as large fits", enlarged),
        ("the headers forbid what the page does not need", headers),
        ("views are gone to and back, and known by their address", addresses),
        ("the keyboard reaches everything, sees where it is, and is trapped nowhere", keyboard),
        ("nothing moves where that is not wanted", motion),
    ]


def amended(ground):
    return next(each["id"] for each in ground.records("INTERESTED", "--type", "message.replied"))


VIEWS = {
    "overview": lambda ground: (ground.good, "/"),
    "overview-gap": lambda ground: (ground.good, "/?since=2025-01-20&until=2025-02-20"),
    "search": lambda ground: (ground.good, "/search?type=message.replied&channel=EMAIL"),
    "activity": lambda ground: (ground.good, f"/activity/{amended(ground)}"),
    "redacted": lambda ground: (ground.good, f"/activity/{ground.redacted['id']}"),
    "integrity": lambda ground: (ground.good, "/integrity"),
    "days": lambda ground: (ground.good, "/days?with=amendments"),
    "quarantine": lambda ground: (ground.good, "/quarantine"),
    "no-id": lambda ground: (ground.good, "/activity/none"),
    "hostile-overview": lambda ground: (ground.hostile, "/"),
    "hostile-search": lambda ground: (ground.hostile, "/search"),
    "hostile-activity": lambda ground: (
        ground.hostile, f"/activity/{ground.records(archive=ground.hostile)[5]['id']}"),
}


def looked_at(name, scheme, width):
    def check(ground, browser):
        archive, path = VIEWS[name](ground)
        browser.look(width, scheme)
        browser.open(ground.addresses[archive], path)
        expect_equal(browser.path, path, "the address")
        if name != "overview":
            for summary in browser.all("main summary"):
                browser.click(summary)
        browser.picture(name)
        browser.expect_no_overflow()
        browser.expect_accessible()
        dark = browser.run("return getComputedStyle(document.body).backgroundColor")
        expect_equal(dark == "rgb(255, 255, 255)", scheme == "light", "a light background")
    return check


def enlarged(ground, browser):
    for path in ("/", "/search", "/integrity"):
        browser.look(640, "light")
        browser.open(ground.addresses[ground.good], path)
        browser.run("document.documentElement.style.fontSize = '200%'")
        browser.expect_no_overflow()


def headers(ground, browser):
    base = ground.addresses[ground.good]
    for path in ("/", "/search", "/assets/page.js", "/assets/base.css"):
        answer = urllib.request.urlopen(base + path)
        policy = answer.headers["Content-Security-Policy"] or ""
        parts = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
        expect_equal(parts, POLICY, f"the Content-Security-Policy of {path}")
        expect_equal(answer.headers["X-Content-Type-Options"], "nosniff", path)


def addresses(ground, browser):
    base = ground.addresses[ground.good]
    browser.open(base)
    visited = []

    def follow(link):
        visited.append((browser.path, browser.text("h1")))
        browser.click(link)
        browser.wait(lambda: browser.path != visited[-1][0], "the link does not lead anywhere")
        browser.settle()

    follow(browser.link("message.replied", ".bars"))
    expect_equal(browser.text("h1"), "Search the archive", "the heading")
    expect_equal(browser.focused.tag_name, "h1", "where the focus is after a link")
    follow(browser.all(".activities tbody tr:not(.redacted) th a")[0])
    expect("message.replied" in browser.text("h1"), "the heading of the activity")
    follow(browser.link("Integrity", "nav"))
    for path, heading in reversed(visited):
        browser.driver.back()
        browser.wait(lambda: browser.path == path, f"back does not lead to {path}")
        browser.settle()
        expect_equal(browser.text("h1"), heading, f"the heading of {path}, gone back to")
    for path, heading in visited:
        browser.driver.switch_to.new_window("tab")
        browser.open(base, path)
        expect_equal(browser.text("h1"), heading, f"the heading of {path}, by its address alone")
        browser.driver.close()
        browser.driver.switch_to.window(browser.driver.window_handles[0])
    titles = browser.driver.title
    expect("topo-archive" in titles, f"the title is {titles}")


FOCUS = """
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const middle = document.elementFromPoint(
    box.x + Math.min(box.width / 2, 20), box.y + Math.min(box.height / 2, 10));
  window.stops ??= new Map();
  if (!window.stops.has(element)) window.stops.set(element, window.stops.size);
  return {
    number: window.stops.get(element),
    name: element.outerHTML.slice(0, 120),
    isSeen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    isFree: Boolean(middle) && (element.contains(middle) || middle.contains(element)
      || element.closest("label")?.contains(middle)),
    isMarked: getComputedStyle(element).outlineStyle !== "none",
    isLarge: Math.max(box.width, box.height) >= 24,
  };
"""


def keyboard(ground, browser):
    for name, view in VIEWS.items():
        archive, path = view(ground)
        browser.open(ground.addresses[archive], path)
        reachable = browser.run(
            "return [...document.querySelectorAll('a[href], button, input, select, summary,"
            " [tabindex=\"0\"]')].filter((each) => each.checkVisibility() && !each.disabled"
            " && each.type !== 'radio').length")
        seen = walk(browser, name)
        expect(len(seen) >= reachable, f"{name}: {len(seen)} of {reachable} controls are reached")
        expect("Skip to" in seen[0], f"{name}: Tab reaches first {seen[0]}")
    browser.open(ground.addresses[ground.good], "/search")
    browser.keys(Keys.TAB, Keys.ENTER, Keys.TAB)
    inside = browser.run("return document.querySelector('main').contains(document.activeElement)")
    expect(inside, "the skip link does not lead to the content")


def walk(browser, name):
    seen, last, stays = {}, None, 0
    for _ in range(700):
        browser.keys(Keys.TAB)
        focus = browser.run(FOCUS)
        # A date field is several stops: day, month, year and its calendar.
        stays = stays + 1 if focus and focus["number"] == last else 0
        last = focus and focus["number"]
        if 0 < stays < 5:
            continue
        if focus is None or focus["number"] == 0 and len(seen) > 1:
            return [seen[key] for key in sorted(seen)]
        if focus["number"] in seen:
            raise Failed(f"{name}: the keyboard is trapped at {focus['name']}")
        expect(focus["isSeen"], f"{name}: the focus is not to be seen at {focus['name']}")
        expect(focus["isFree"], f"{name}: something covers {focus['name']}")
        expect(focus["isMarked"], f"{name}: nothing shows the focus at {focus['name']}")
        seen[focus["number"]] = focus["name"]
    raise Failed(f"{name}: the keyboard comes to no end")


def motion(ground, browser):
    browser.open(ground.addresses[ground.good])
    moving = browser.run(
        "return [...document.querySelectorAll('*')].filter((each) => {"
        " const style = getComputedStyle(each);"
        " return parseFloat(style.transitionDuration) > 0"
        " || style.animationName !== 'none'; }).length")
    expect_equal(moving, 0, "elements that move")
