"""Where this machine has a Chromium, for the browser tests and `make lighthouse`.

    python tools/chromium.py     print its path

Where there is none it says what to install.
"""

import shutil
import sys

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
MISSING = (
    "WARNING: NO BROWSER TEST CAN RUN, for there is no Chromium and no Google Chrome here. "
    "On Debian: apt install chromium"
)

# The pages are our own, and a container often allows no sandbox.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


if __name__ == "__main__":
    sys.exit(print(path) if (path := find()) else MISSING)
