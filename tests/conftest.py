"""What all tests share: no windows, the same hypothesis examples on every run, and a browser."""

import os

import chromium
import matplotlib
import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright

from course_lib import use_language

os.environ["COURSE_LIB_STATIC"] = "1"
matplotlib.use("Agg")
settings.register_profile("course", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("course")


# One for each module: while it runs, asyncio takes the whole thread for busy.
@pytest.fixture(scope="module")
def browser():
    """The system's Chromium. Without one its tests are skipped, but fail in CI."""
    found = chromium.find()
    if not found:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(chromium.MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=chromium.FLAGS)
        yield running
        running.close()


@pytest.fixture(autouse=True)
def english():
    """Each test begins in English, whatever the environment or the test before it chose."""
    use_language("en")
