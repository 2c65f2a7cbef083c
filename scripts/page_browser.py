"""A browser that listens to the console, to every request, and to axe-core."""
import json
import shutil
import tempfile
import time
from pathlib import Path

import axe_playwright_python
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOG = {"browser": "ALL", "performance": "ALL"}


class Failed(Exception):
    """Something that was promised does not hold."""


def expect(condition, words):
    if not condition:
        raise Failed(words)


def expect_equal(found, expected, what):
    if found != expected:
        raise Failed(f"{what}: the page has {shortened(found)}, expected {shortened(expected)}")


def shortened(value):
    text = repr(value)
    return text if len(text) < 700 else f"{text[:700]}…"


class Browser:
    def __init__(self, downloads, pictures):
        downloads.mkdir()
        self.downloads = downloads
        self.pictures = pictures
        self.origins = set()
        self.allowed = []
        options = webdriver.ChromeOptions()
        # Chromium's sandbox does not work for root and in containers; the page is our own.
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage",
                         "--hide-scrollbars", "--lang=en-US", "--disable-gpu",
                         "--disable-background-networking", "--no-first-run"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", LOG)
        options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
        self.driver = webdriver.Chrome(
            options=options, service=Service(shutil.which("chromedriver")))
        self.driver.set_script_timeout(60)
        self.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
        self.look(1280, "light")

    def end(self):
        self.driver.quit()

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def look(self, width, scheme, height=900):
        """As wide as this, in light or dark, without motion."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=False)
        self.command("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"}])
        self.width, self.scheme = width, scheme

    # What is there

    def go(self, base, path):
        self.origins.add(base)
        self.driver.get(base + path)

    def open(self, base, path="/"):
        self.go(base, path)
        self.settle()

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.all(selector)
        expect(len(found) == 1, f"{len(found)} elements instead of one are {selector}")
        return found[0]

    def link(self, text, within="body"):
        found = [each for each in self.all(f"{within} a") if each.text.strip() == text]
        expect(found, f"there is no link '{text}' in {within}")
        return found[0]

    def text(self, selector):
        return self.one(selector).text

    def texts(self, selector):
        return [each.text for each in self.all(selector)]

    def run(self, script, *values):
        return self.driver.execute_script(script, *values)

    @property
    def path(self):
        return self.run("return location.pathname + location.search")

    @property
    def focused(self):
        return self.driver.switch_to.active_element

    def wait(self, condition, words):
        """Until a condition holds; a page that is drawn anew meanwhile is looked at again."""
        for _ in range(400):
            try:
                result = condition()
                if result:
                    return result
            except (StaleElementReferenceException, Failed):
                pass
            time.sleep(0.05)
        raise Failed(words)

    def settle(self):
        """Until everything that was asked of the server is there."""
        self.wait(lambda: self.run(SETTLED), f"{self.path} is not drawn to its end")

    # What is done

    def keys(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def chord(self, held, key):
        ActionChains(self.driver).key_down(held).send_keys(key).key_up(held).perform()

    def click(self, thing):
        target = self.one(thing) if isinstance(thing, str) else thing
        self.run("arguments[0].scrollIntoView({block: 'center'})", target)
        target.click()

    def fill(self, selector, text):
        field = self.one(selector)
        field.clear()
        field.send_keys(text)

    def download(self, link):
        """The bytes and the name of the file that a link gives."""
        self.click(link)

        def arrived():
            files = list(self.downloads.iterdir())
            return files if files and not any(f.suffix == ".crdownload" for f in files) else None

        file = self.wait(arrived, "no file was downloaded")[0]
        content, name = file.read_bytes(), file.name
        file.unlink()
        return content, name

    def picture(self, name):
        """All of the page, as it is now."""
        height = self.run("return document.documentElement.scrollHeight")
        self.look(self.width, self.scheme, min(max(height, 600), 8000))
        file = self.pictures / f"{name}-{self.scheme}-{self.width}.png"
        self.driver.save_screenshot(str(file))
        self.look(self.width, self.scheme)
        return file

    def picture_of_failure(self):
        """Where it is; None if the browser does not answer any more."""
        file = Path(tempfile.gettempdir()) / "topo-archive-page-failure.png"
        try:
            return file if self.driver.save_screenshot(str(file)) else None
        except WebDriverException:
            return None

    # What must never be

    def begin(self):
        """Forgets what was logged, so that a check answers for itself."""
        self.driver.get("about:blank")
        for kind in LOG:
            self.driver.get_log(kind)
        self.allowed = []
        self.origins = set()
        self.look(1280, "light")

    def allow(self, words):
        """A line of the console that the check brings about."""
        self.allowed.append(words)

    def expect_quiet(self):
        """No line on the console, and no request to anywhere else."""
        expect(not self.run("return window.broken"), "a text of a payload was run as a script")
        lines = [entry["message"] for entry in self.driver.get_log("browser")]
        bad = [line for line in lines if not any(words in line for words in self.allowed)]
        expect(not bad, f"the console says: {bad[:3]}")
        for address in self.requests():
            ours = tuple(f"{origin}/" for origin in self.origins)
            expect(address.startswith((*ours, "data:", "about:", "chrome:", "blob:")),
                   f"a request leaves the page's origin: {address}")

    def requests(self):
        messages = [json.loads(entry["message"])["message"]
                    for entry in self.driver.get_log("performance")]
        return [message["params"]["request"]["url"] for message in messages
                if message["method"] == "Network.requestWillBeSent"]

    def expect_accessible(self):
        """axe-core finds nothing against WCAG 2.2 AA and its own good practice."""
        self.run(AXE)
        result = self.driver.execute_async_script(
            "const done = arguments[1]; axe.run(document, {runOnly: arguments[0],"
            " resultTypes: ['violations']}).then(done, (error) => done({error: String(error)}))",
            TAGS)
        expect("violations" in result, f"axe-core could not be run: {result.get('error')}")
        expect(result["passes"] or result["violations"], "axe-core has looked at nothing")
        bare = self.run(
            "return [...document.querySelectorAll('input:not([type=hidden]), select')]"
            ".filter((field) => field.labels.length === 0).map((field) => field.outerHTML)")
        expect(not bare, f"fields without a label: {bare}")
        found = [f"{each['id']} ({each['help']}) at " + ", ".join(
            " ".join(map(str, node["target"])) + f": {node['failureSummary']}"
            for node in each["nodes"][:3])
            for each in result["violations"]]
        expect(not found, f"axe-core, {self.scheme}, {self.width} px: {'; '.join(found)}")

    def expect_no_overflow(self):
        wide = self.run("return document.documentElement.scrollWidth")
        expect(wide <= self.width, f"at {self.width} px the page is {wide} px wide")


SETTLED = """
  const main = document.querySelector("main");
  if (document.readyState !== "complete" || !main?.querySelector("h1")?.textContent) return false;
  if (main.querySelector("[role=alert]")) return true;
  const results = main.querySelector(".results");
  if (results) return !results.ariaBusy && results.querySelector(".found").textContent !== "";
  const counts = main.querySelector(".counts");
  if (counts) return / read\\./.test(counts.querySelector(".progress").textContent);
  if (main.querySelector("#verification")) {
    return Boolean(main.querySelector("#verification .note") && main.querySelector("#checkpoint"));
  }
  return Boolean(main.querySelector(".view > p"));
"""
