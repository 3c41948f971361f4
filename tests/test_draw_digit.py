"""Paper to draw on, in a browser: the one forward pass in JavaScript beside Python's."""

import numpy as np
import pytest
from test_explorers_shown import INSERT

from course_lib import MLP, load_mnist, softmax, softmax_cross_entropy
from course_lib.explorers import draw_digit, explore_learning_rates

NUMBERS = 1e-12
PAGE = """<!doctype html><html lang="en"><title>T</title>
<main style="height: 3000px"><h1>T</h1>{}</main></html>"""
# The last reading, kept where a test finds it.
LISTEN = """() => document.querySelector("course-explorer").addEventListener("read", (event) => {
    const { seen, probabilities, loss } = event.detail;
    window.reading = { seen: [...seen], probabilities: [...probabilities], loss };
})"""


@pytest.fixture(scope="module")
def drawn():
    return draw_digit()


@pytest.fixture(scope="module")
def examples():
    """The first of each digit in the sample's validation part."""
    images, labels = load_mnist(source="sample").validation
    return images[[np.flatnonzero(labels == digit)[0] for digit in range(10)]].astype(float)


@pytest.fixture
def page(browser, drawn):
    page = browser.new_page(has_touch=True)
    page.set_default_timeout(5000)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    put(page, drawn)
    yield page
    page.close()
    assert not faults


def put(page, drawn):
    page.set_content(PAGE.format(drawn.html))
    page.evaluate(LISTEN)


def reading(page):
    """What the network saw last, its probabilities, and the loss of the meant digit."""
    found = page.evaluate("reading")
    return np.array(found["seen"]), np.array(found["probabilities"]), found["loss"]


def choose(page, label, digit):
    page.get_by_label(label).select_option(str(digit))


def said(page):
    return page.locator("[role=status] p").all_inner_texts()


def shown(page):
    """The numbers of the table: ten probabilities, then the loss."""
    return [float(text) for text in page.locator("td:last-child").all_inner_texts()]


def cells(page, canvas="#pad"):
    """The ink on the paper, or on the small picture `#seen`: 28 x 28, from 0 to 1."""
    alpha = page.locator(canvas).evaluate(
        "c => [...c.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 == 3)"
    )
    return np.reshape(alpha, (28, 28)) / 255


def place(page, column, row):
    box = page.locator("#pad").bounding_box()
    return (
        box["x"] + (column + 0.5) / 28 * box["width"],
        box["y"] + (row + 0.5) / 28 * box["height"],
    )


def draw(page, *points, lift=True):
    """A stroke from cell to cell, as (column, row)."""
    for k, (column, row) in enumerate(points):
        page.mouse.move(*place(page, column, row), steps=4)
        if k == 0:
            page.mouse.down()
    if lift:
        page.mouse.up()


def clear(page):
    page.get_by_role("button", name="Clear").click()


def agrees(page, network, meant):
    """What the page computed is what Python computes for the image that it saw."""
    seen, probabilities, loss = reading(page)
    assert cells(page, "#seen") == pytest.approx(seen.reshape(28, 28), abs=1.01 / 255)
    logits = network.logits(seen[np.newaxis])
    np.testing.assert_allclose(probabilities, softmax(logits)[0], rtol=1e-9, atol=NUMBERS)
    truth = softmax_cross_entropy(logits, [meant])[0]
    assert loss == pytest.approx(truth, rel=1e-9, abs=NUMBERS)
    assert shown(page) == pytest.approx([*probabilities, loss], abs=5.1e-5)


# ---- the same numbers as Python's ----


def test_each_example_is_read_as_python_reads_it(page, drawn, examples):
    for digit, image in reversed([*enumerate(examples)]):
        choose(page, "Example", digit)
        # it lies where MNIST has put it already
        assert reading(page)[0] == pytest.approx(image, abs=1e-6)
        agrees(page, drawn.network, digit)
        assert said(page) == drawn.at(image, digit)
        assert cells(page) == pytest.approx(image.reshape(28, 28), abs=1e-6)


def test_each_digit_may_be_meant(page, drawn, examples):
    choose(page, "Example", 7)
    for meant in range(10):
        choose(page, "Meant digit", meant)
        agrees(page, drawn.network, meant)
        assert said(page) == drawn.at(examples[7], meant)
        marked = page.locator("tr.meant th").all_inner_texts()
        assert [text[0] for text in marked] == [str(meant)]


@pytest.mark.parametrize("size", [1.0, 300.0])
def test_a_network_of_the_readers_own(page, size):
    """Deeper than the shipped one; with large weights the logits run into the thousands."""
    network = MLP((784, 9, 6, 10), np.random.default_rng(4))
    network.theta *= size
    own = draw_digit(network)
    put(page, own)
    for meant in (0, 5):
        choose(page, "Example", 3)
        choose(page, "Meant digit", meant)
        agrees(page, own.network, meant)
    highest = abs(own.network.logits(reading(page)[0][np.newaxis])).max()
    assert (highest > 1000) == (size > 1)


def test_blank_paper(page, drawn):
    clear(page)
    assert not cells(page).any() and not reading(page)[0].any()
    agrees(page, drawn.network, 4)


# ---- drawing ----


SEVEN = ((9, 6), (19, 6), (13, 22))


def test_a_stroke_is_dark_where_it_was_drawn_and_fades(page):
    clear(page)
    draw(page, (5, 14), (22, 14))
    ink = cells(page)
    assert ink[14, 5:23] == pytest.approx(1)
    # a cell beside the stroke is nearly full, the next but one is paper
    assert ink[13, 10] == pytest.approx(0.8, abs=0.05) == ink[15, 10]
    assert not ink[12, 10] and not ink[14, 25:].any() and not ink[:12].any()


def test_a_drawn_seven_is_read_wherever_it_stands(page, drawn):
    seen = []
    for right, down in ((0, 0), (-6, 3), (7, -4)):
        clear(page)
        draw(page, *((column + right, row + down) for column, row in SEVEN))
        choose(page, "Meant digit", 7)
        agrees(page, drawn.network, 7)
        assert said(page)[0].startswith("The network reads 7")
        seen.append(reading(page)[0])
    for other in seen[1:]:
        assert other == pytest.approx(seen[0], abs=0.1)


@pytest.mark.parametrize("size", [0.5, 1.2])
def test_a_drawing_is_made_as_large_as_mnists(page, drawn, size):
    clear(page)
    draw(page, *((14 + size * (column - 14), 14 + size * (row - 14)) for column, row in SEVEN))
    ink = reading(page)[0].reshape(28, 28)
    across, down = (np.ptp(np.flatnonzero(ink.any(axis=axis))) + 1 for axis in (0, 1))
    assert 19 <= max(across, down) <= 22
    middle = [(ink.sum(axis=axis) * np.arange(28)).sum() / ink.sum() for axis in (0, 1)]
    assert middle == pytest.approx([14, 14], abs=0.5)
    agrees(page, drawn.network, 4)
    assert said(page)[0].startswith("The network reads 7")


def test_numbers_and_words_follow_the_stroke_and_are_read_out_after_it(page):
    clear(page)
    before, read_before = shown(page), reading(page)
    draw(page, *SEVEN, lift=False)
    numbers, words = shown(page), said(page)
    assert numbers != before
    highest, loss = max(numbers[:10]), numbers[10]
    assert words == [
        f"The network reads {numbers.index(highest)}, with probability {highest:.4f}.",
        f"If 4 is meant, the loss is {loss:.4f}.",
    ]
    status = page.locator("[role=status]")
    assert status.get_attribute("aria-busy") == "true" and reading(page)[2] == read_before[2]
    page.mouse.up()
    assert status.get_attribute("aria-busy") == "false" and reading(page)[2] != read_before[2]
    assert said(page) == words


def test_your_own_is_in_the_list_of_examples_but_cannot_be_chosen(page):
    examples = page.get_by_label("Example")
    assert examples.locator("option:disabled").all_inner_texts() == ["your own"]
    draw(page, *SEVEN)
    assert examples.evaluate("list => list.selectedOptions[0].text") == "your own"


def test_a_finger_draws_and_scrolls_nothing(page):
    clear(page)
    finger = page.context.new_cdp_session(page)
    before = page.evaluate("scrollY")
    for kind, at in (("touchStart", (14, 5)), ("touchMove", (14, 13)), ("touchMove", (14, 22))):
        x, y = place(page, *at)
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("reading.seen.some((value) => value > 0)")
    assert (cells(page)[5:23, 14] > 0.9).all()
    assert page.evaluate("scrollY") == before


def test_drawing_and_erasing_by_keyboard(page, drawn):
    clear(page)
    page.keyboard.press("Shift+Tab")  # from the button back over two lists to the paper
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    pad, pen = page.locator("#pad"), page.locator(".pad span")
    assert pad.evaluate("pad => pad.getRootNode().activeElement === pad")
    assert pen.is_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#cursor").inner_text() == "The pen is at row 13, column 13, on paper."
    assert not cells(page).any()
    page.keyboard.press("Space")
    assert cells(page)[12, 12] == 1 and reading(page)[0].any()
    assert page.locator("#cursor").inner_text() == "The pen is at row 13, column 13, on ink."
    for _ in range(5):
        page.keyboard.press("Shift+ArrowDown")
    assert cells(page)[12:18, 12] == pytest.approx(1) and not cells(page)[20:].any()
    agrees(page, drawn.network, 4)
    page.keyboard.press("Delete")
    assert cells(page)[17, 12] == 0 and cells(page)[12, 12] == 1
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    assert page.locator("#cursor").inner_text() == "The pen is at row 18, column 28, on paper."
    page.keyboard.press("Enter")
    assert cells(page)[17, 27] == 1
    page.keyboard.press("Delete")
    assert not cells(page)[:, 24:].any()  # no ring is left
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("Tab")
    assert not pen.is_visible() and page.locator("#cursor").inner_text() == ""
    page.keyboard.press("Shift+Tab")
    assert pen.is_visible() and page.locator("#cursor").inner_text()
    draw(page, *SEVEN)
    assert not pen.is_visible() and page.locator("#cursor").inner_text() == ""


# ---- what it is without, and beside others ----


def test_the_still_has_an_example_its_bars_and_words(browser, drawn, examples):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_content(PAGE.format(drawn.html))
    logits = drawn.network.logits(examples[[4]])
    truth = [*softmax(logits)[0], *softmax_cross_entropy(logits, [4])]
    assert shown(page) == pytest.approx(truth, abs=5.1e-5)
    assert said(page) == drawn.at(examples[4], 4)
    assert page.get_by_role("img", name="Example: 4").is_visible()
    assert page.locator(".seen img").is_visible()
    for dead in ("#pad", "#seen", ".controls", "#how"):
        assert not page.locator(dead).is_visible()
    page.context.close()


def test_the_page_starts_as_the_still_does(page, drawn, examples):
    assert said(page) == drawn.at(examples[4], 4)
    assert cells(page) == pytest.approx(examples[4].reshape(28, 28), abs=1e-6)
    assert page.locator("img:visible").count() == 0


def test_each_script_starts_its_own_kind(page, drawn, examples):
    page.set_content(PAGE.format(""))
    page.evaluate(INSERT, drawn.html + explore_learning_rates().html + drawn.html)
    assert page.locator("course-explorer[data-ready]").count() == 3
    assert page.locator(".controls:visible").count() == 3
    page.locator("#pad").last.evaluate("pad => pad.getRootNode().querySelector('button').click()")
    texts = said(page)
    assert texts[:2] == drawn.at(examples[4], 4) and texts[-2:] == drawn.at(np.zeros(784), 4)


def test_a_notebook_without_html_has_its_words(drawn):
    bundle = drawn._repr_mimebundle_()
    assert bundle["text/html"] == drawn.html
    assert bundle["text/plain"].startswith("Draw a digit\nDraw with the mouse")
