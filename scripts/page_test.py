"""Opens the page of topo-archive serve in a browser; scripts/test-page says how it is called."""
import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

from selenium.common.exceptions import WebDriverException

import page_access
import page_activity
import page_condition
import page_integrity
import page_overview
import page_search
import page_views
from page_browser import Browser, Failed
from page_ground import Ground, Impossible

PARTS = [page_overview, page_condition, page_search, page_activity, page_integrity, page_access,
         page_views]


def main():
    options = read_options()
    work = Path(tempfile.mkdtemp(prefix="topo-archive-page."))
    pictures = options.screenshots or work / "screenshots"
    pictures.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    passed, name = 0, "making the archives"
    ground = browser = None
    try:
        ground = Ground(options.programs.resolve(), work)
        ground.make()
        browser = Browser(work / "downloads", pictures)
        for part in PARTS:
            for name, check in part.checks():
                if options.only and options.only not in name:
                    continue
                browser.begin()
                check(ground, browser)
                browser.expect_quiet()
                passed += 1
                print(f"held: {name}", flush=True)
        if passed == 0:
            raise Impossible(f"nothing has {options.only!r} in its name")
        print(f"{time.monotonic() - started:,.0f} s, pictures in {pictures}" if options.screenshots
              else f"{time.monotonic() - started:,.0f} s")
        print(f"{passed} passed, 0 failed")
        return 0
    except (Failed, WebDriverException) as failure:
        words = str(failure).strip() if isinstance(failure, Failed) else failure.msg
        kept = browser.picture_of_failure() if browser else None
        print(f"FAILED: {name}: {words}", file=sys.stderr)
        if kept:
            print(f"what it looked like: {kept}", file=sys.stderr)
        print(f"{passed} passed, 1 failed")
        return 1
    except (Impossible, OSError, subprocess.SubprocessError) as error:
        print(f"scripts/test-page: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    finally:
        if browser:
            browser.end()
        if ground:
            ground.end()
        shutil.rmtree(work, ignore_errors=True)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help="the folder of the programs")
    parser.add_argument("--screenshots", type=Path, help="keep the pictures in this folder")
    parser.add_argument("--only", help="only what has this in its name")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
