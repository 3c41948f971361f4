"""The explorers in a browser: in each state the page shows what Python computed for it."""

import numpy as np
import pytest

from course_lib import explorers
from course_lib.explorers._explorer import Axis, Control, Explorer, Mark, Panel, Table

# Explorers that need arguments are made here; the others as they come.
ARGUMENTS: dict[str, tuple] = {
    "explore_grid": ([(-5, 0, lambda x: x + 2, True), (0, 5, lambda x: x - 2, False)],),
    "explore_mistakes": (np.eye(10), np.arange(10)[::-1], np.eye(10, 784)),
    "explore_valley": (lambda x, y: x**2 + 10 * y**2,),
}
MADE = [name for name in explorers.__all__ if name.startswith("explore_")]
STATES = 12

READ = """() => {
    const root = document.querySelector("course-explorer").shadowRoot;
    const read = e => Object.fromEntries([...e.attributes].map(a => [a.name, a.value]));
    return Object.fromEntries(
        [...root.querySelectorAll("[id]")].map(e => [e.id, {text: e.textContent, ...read(e)}]));
}"""
SET = """state => {
    const root = document.querySelector("course-explorer").shadowRoot;
    for (const [k, stop] of state.entries()) {
        const control = root.querySelector(`[data-control="${k}"]`);
        control.value = stop;
        control.dispatchEvent(new Event("input", {bubbles: true}));
    }
}"""
# as JupyterLab does it: no declarative shadow root, scripts made anew
INSERT = """html => {
    document.body.innerHTML = html;
    for (const old of document.body.querySelectorAll("script:not([type])")) {
        const script = document.createElement("script");
        script.textContent = old.textContent;
        old.replaceWith(script);
    }
}"""


@pytest.fixture
def page(browser):
    page = browser.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert not faults


def make(name):
    return getattr(explorers, name)(*ARGUMENTS.get(name, ()))


def states(explorer, count=STATES):
    """The ends, and some states between them."""
    sizes = [len(control.labels) for control in explorer.controls]
    rng = np.random.default_rng(0)
    between = [[int(rng.integers(size)) for size in sizes] for _ in range(count)]
    return [[0] * len(sizes), [size - 1 for size in sizes], *between]


def shown_as_computed(page, explorer, state):
    shown = page.evaluate(READ)
    by_name = {name: stop for name, stop in zip(explorer.names, state, strict=True)}
    computed = {tuple(k.split()): v for k, v in explorer.drawn(**by_name).items()}
    assert {(to, what): shown[to][what] for to, what in computed} == computed
    said = page.locator("course-explorer [role=status] p").all_text_contents()
    assert said == explorer.at(**by_name)


@pytest.mark.parametrize("name", MADE)
def test_every_state_shows_what_python_computed(page, name):
    explorer = make(name)
    page.set_content(explorer.html)
    for state in states(explorer):
        page.evaluate(SET, state)
        shown_as_computed(page, explorer, state)
        for k, stop in enumerate(state):
            control = page.locator(f'[data-control="{k}"]')
            assert control.input_value() == str(stop)
            if control.get_attribute("type") == "range":
                label = explorer.controls[k].labels[stop]
                assert page.locator(f"#label-{k}").text_content() == label
                assert control.get_attribute("aria-valuetext") == label


@pytest.mark.parametrize("name", MADE)
def test_a_notebook_shows_the_same(page, name):
    explorer = make(name)
    page.evaluate(INSERT, explorer.html)
    state = states(explorer)[1]
    page.evaluate(SET, state)
    shown_as_computed(page, explorer, state)


@pytest.mark.parametrize("name", MADE)
def test_the_still_is_the_first_state(browser, name):
    """Without JavaScript, and in print, the start state stands, and no dead control."""
    explorer = make(name)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_content(explorer.html)
    assert page.locator("[role=status]").inner_text().split("\n\n") == explorer.at()
    assert not page.locator(".controls").is_visible()
    for key, value in explorer.drawn().items():
        to, what = key.split()
        found = page.locator(f"#{to}")
        shown = found.text_content() if what == "text" else found.get_attribute(what)
        assert shown == value
    page.context.close()


@pytest.mark.parametrize("name", MADE)
def test_dragging_takes_the_nearest_stop(page, name):
    explorer = make(name)
    page.set_content(explorer.html)
    for number, drag in explorer._drags.items():
        svg = page.locator(f'svg[data-drag="{number}"]')
        for stop in (0, 2):
            svg.scroll_into_view_if_needed()
            box, unit = svg.bounding_box(), svg.bounding_box()["width"] / 4200
            [moved] = drag
            stop = min(stop, len(moved["places"]) - 1)
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            page.mouse.down()
            page.mouse.move(box["x"] + moved["places"][stop] * unit, box["y"] + 1200 * unit)
            assert live(page) == "off"  # what is passed over is not read out
            page.mouse.up()
            assert live(page) == "polite"
            control = page.locator(f'[data-control="{moved["control"]}"]')
            assert control.input_value() == str(stop)


def live(page):
    return page.locator("course-explorer [role=status]").get_attribute("aria-live")


def test_only_the_keys_that_move_a_control_are_kept_from_the_page(page):
    page.set_content(explorers.explore_surprise().html)
    page.evaluate("document.addEventListener('keydown', e => (window.heard ??= []).push(e.key))")
    page.locator("input").focus()
    for key in ("ArrowRight", "Home", "Control+k", "Shift+Enter", "Escape"):
        page.keyboard.press(key)
    assert page.evaluate("heard") == ["Control", "k", "Shift", "Enter", "Escape"]


def test_a_button_plays_to_the_end(page):
    y = np.arange(4.0)[:, None]
    axes = Axis("x", 0, 1), Axis("y", 0, 4)
    explorer = Explorer(
        "t",
        "about",
        [Control("step", list("0123"), 1, play="Play")],
        [Panel("p", *axes, [Mark("m", 0.5, y, ("step",), shape="dots")])],
        ["Step {s}"],
        {"s": Table(list("0123"), ("step",))},
    )
    page.clock.install()
    page.set_content(explorer.html)
    button = page.get_by_role("button", name="Play")
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    page.clock.run_for(300)
    assert live(page) == "off"
    shown_as_computed(page, explorer, [2])
    page.clock.run_for(3000)
    shown_as_computed(page, explorer, [3])
    assert button.get_attribute("aria-pressed") == "false"
    assert live(page) == "polite"
    button.click()
    shown_as_computed(page, explorer, [0])
