"""The built site in a browser, with every other host blocked. Build it first (`make book`).

Chromium comes from the system, axe-core from `tools/page/package.json`.
"""

import re
from contextlib import ExitStack, contextmanager
from functools import partial
from types import SimpleNamespace

import build_site
import pytest
from editions import OTHERS
from playwright.sync_api import TimeoutError as Late
from serve_site import serving
from test_site import CHAPTERS, SITE, content_pages

AXE = build_site.BUILD / "page" / "node_modules" / "axe-core" / "axe.min.js"
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
MODES = ("light", "dark")
HEIGHT, WIDE, NARROW = 800, 1280, 360
# Milliseconds, for a busy machine: until a page has done what it must, and until a picture moves.
LATEST, PATIENCE = 10_000, 1500
PAGES = [path.relative_to(SITE).as_posix() for path in content_pages()]
LANDING = "index.html"
FIRST_CHAPTERS = {edition: f"{edition}/{page}.html" for edition, page in reversed(CHAPTERS)}
# The Japanese words stand inside sentences, without spaces around them.
SEARCHED = {"en": ["cross-entropy"], "ja": ["損失", "平均二乗誤差", "交差エントロピー"]}
EACH_WORD = [(edition, word) for edition, words in SEARCHED.items() for word in words]

pytestmark = [
    pytest.mark.site,
    pytest.mark.timeout(240),  # on a busy machine axe takes half a minute for a long page
    pytest.mark.skipif(not PAGES, reason="no site: run `make book`"),
]
each_mode = pytest.mark.parametrize("mode", MODES)
# A control in each mode, and in each language once.
each_control = pytest.mark.parametrize(
    ("chapter", "mode"),
    [
        pytest.param(path, mode, id=f"{edition}-{mode}")
        for edition, path in FIRST_CHAPTERS.items()
        for mode in MODES
        if mode == "dark" or edition not in OTHERS
    ],
)
each_first_chapter = pytest.mark.parametrize(
    "chapter", FIRST_CHAPTERS.values(), ids=FIRST_CHAPTERS.keys()
)


# ---- a page, and what may go wrong on it ----


@pytest.fixture(scope="session")
def site():
    with serving(SITE) as address:
        yield address


@contextmanager
def new_page(browser, site, mode="light", width=WIDE, **options):
    """An empty page in a context of its own, and the list that its faults are written to."""
    context = browser.new_context(
        color_scheme=mode, viewport={"width": width, "height": HEIGHT}, **options
    )
    context.set_default_timeout(LATEST)
    page, faults = context.new_page(), []

    def refuse(route):
        faults.append(f"asks another host: {route.request.url}")
        route.abort()

    # within the site, and what a page holds itself, is not another host
    context.route(re.compile(rf"^(?!{re.escape(site)}|data:|blob:)"), refuse)
    page.on("console", lambda said: said.type == "error" and faults.append(f"logs: {said.text}"))
    page.on("pageerror", lambda error: faults.append(f"raises: {error}"))
    page.on("response", lambda got: got.ok or faults.append(f"gets {got.status} for {got.url}"))
    try:
        yield page, faults
    finally:
        context.close()


def none_of(faults):
    if found := list(faults):
        pytest.fail("\n".join(found), pytrace=False)


@contextmanager
def opened(browser, site, path, **options):
    """The page at the path; at the end nothing may have gone wrong on it."""
    with new_page(browser, site, **options) as (page, faults):
        page.goto(site + path)
        yield page
        none_of(faults)


def settle(page):
    """Have what the page does a moment after a change done now; the page's clock is installed."""
    page.evaluate(
        """async () => {
            for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
            for (const moving of document.getAnimations()) moving.cancel();
        }"""
    )
    page.clock.fast_forward(1000)


def show(page, width, unfolded):
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.evaluate(
        "open => document.querySelectorAll('details').forEach(d => { d.open = open })", unfolded
    )
    settle(page)


def lay_out(page):
    """Have what waits for the reader to scroll laid out now; axe sees only what is."""
    page.add_style_tag(content="*, ::before { content-visibility: visible !important; }")


def load_all(page):
    """Have what waits for the reader to scroll loaded now."""
    lay_out(page)
    page.evaluate(
        """() => Promise.allSettled([document.fonts.ready, ...[...document.images].map(image => {
            image.loading = "eager";
            return image.decode();
        })])"""
    )


def theme(page):
    return page.evaluate("document.documentElement.dataset.theme")


def sideways_scroll(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def start_axe(page, within="html"):
    """Have axe look at the page, without waiting for what it finds."""
    lay_out(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(
        """given => {
            window.looking = new Promise(done => setTimeout(() => done(axe.run(...given))));
        }""",
        [within, AXE_OPTIONS],
    )


def axe_found(page):
    """Each rule that is broken, what it asks for, and the first places that break it."""
    return [
        f"{rule['id']}: {rule['help']} ({len(rule['nodes'])} places, such as "
        + "; ".join(str(node["target"][-1]) for node in rule["nodes"][:3])
        + ")"
        for rule in page.evaluate("window.looking")["violations"]
    ]


def violations(page, within="html"):
    start_axe(page, within)
    return axe_found(page)


# ---- every page ----


# What is folded is looked at on the narrow page, where it scrolls as well.
FOLDED, UNFOLDED = (WIDE, False), (NARROW, True)


def looks(path):
    """How a page is looked at, in turns: for each mode a width, and whether all is unfolded.

    The editions share structure, style and script: where only words differ, each look is taken in
    one mode.
    """
    if path.partition("/")[0] in OTHERS:
        return [{"light": UNFOLDED, "dark": FOLDED}]
    return [dict.fromkeys(MODES, look) for look in (UNFOLDED, FOLDED)]


@contextmanager
def visit(browser, site, path, mode):
    """The page as it first stands in a narrow window, and the list of its faults."""
    with new_page(browser, site, mode, NARROW) as (page, faults):
        page.clock.install()
        page.goto(site if path == LANDING else site + path)
        load_all(page)
        yield page, faults


@pytest.fixture(scope="module", params=PAGES, ids=lambda path: path.removesuffix(".html"))
def seen(browser, site, request):
    """What is to see on a page, by mode. Both modes are open at once: axe keeps two cores busy."""
    path, axe = request.param, {}
    with ExitStack() as stack:
        visits = {m: stack.enter_context(visit(browser, site, path, m)) for m in MODES}
        pages = {mode: page for mode, (page, _) in visits.items()}
        themes = {mode: theme(page) for mode, page in pages.items()}
        for turn in looks(path):
            for mode, look in turn.items():
                show(pages[mode], *look)
                start_axe(pages[mode])
            axe |= {(mode, width): axe_found(pages[mode]) for mode, (width, _) in turn.items()}
        for page in pages.values():
            show(page, NARROW, True)
            page.wait_for_load_state("networkidle")
        yield SimpleNamespace(
            path=path,
            axe=axe,
            theme=themes,
            sideways={mode: sideways_scroll(page) for mode, page in pages.items()},
            faults={mode: faults for mode, (_, faults) in visits.items()},
        )


@each_mode
def test_page_follows_the_mode_of_the_system(seen, mode):
    assert seen.theme[mode] == (None if seen.path == LANDING else mode)


def test_axe_finds_nothing(seen):
    none_of(
        f"{mode}, {width} pixels wide: {fault}"
        for (mode, width), faults in seen.axe.items()
        for fault in faults
    )


@each_mode
def test_narrow_page_does_not_scroll_sideways(seen, mode):
    assert seen.sideways[mode] == 0


@each_mode
def test_page_asks_no_other_host_and_logs_no_error(seen, mode):
    none_of(seen.faults[mode])


# ---- what the theme offers, by keyboard ----


def has_focus(target):
    return target.evaluate("element => element === document.activeElement")


def tab_to(page, target):
    """Press Tab until the target has the focus."""
    target.wait_for()
    for _ in range(40):
        page.keyboard.press("Tab")
        if has_focus(target):
            return
    pytest.fail("Tab does not lead to it within 40 steps.")


def press(page, target, key="Enter"):
    target.focus()
    page.keyboard.press(key)


@each_control
def test_theme_switch(browser, site, chapter, mode):
    with opened(browser, site, chapter, mode=mode) as page:
        switch = page.locator(".theme-switch-button:visible")
        tab_to(page, switch)
        assert theme(page) == mode
        press(page, switch)  # from the system's mode to the other
        assert theme(page) != mode
        press(page, switch)
        assert theme(page) == mode
        press(page, switch)  # back to the system's
        press(page, switch)
        page.reload()
        assert theme(page) != mode


@each_control
def test_sidebar_of_a_narrow_page(browser, site, chapter, mode):
    with opened(browser, site, chapter, mode=mode, width=NARROW) as page:
        links = page.locator(".bd-docs-nav")
        links.wait_for(state="hidden")
        tab_to(page, page.locator(".primary-toggle"))
        page.keyboard.press("Enter")
        links.wait_for()
        none_of(violations(page, "dialog[open]"))
        page.keyboard.press("Escape")
        links.wait_for(state="hidden")


@each_control
def test_launch_menu(browser, site, chapter, mode):
    with opened(browser, site, chapter, mode=mode) as page:
        link = page.locator(".dropdown-launch-buttons a").first
        link.wait_for(state="hidden")
        tab_to(page, page.locator(".dropdown-launch-buttons > button"))
        page.keyboard.press("Enter")
        link.wait_for()
        none_of(violations(page, ".dropdown-menu.show"))
        page.keyboard.press("ArrowDown")
        assert has_focus(link)


@each_first_chapter
def test_folded_cells_open(browser, site, chapter):
    with new_page(browser, site, width=NARROW) as (page, faults):
        page.clock.install()
        page.goto(site + chapter)
        cells = page.locator("details.hide")
        assert cells.count()
        for cell in cells.all():
            inside = cell.locator(":scope > :not(summary)").first
            inside.wait_for(state="hidden")
            press(page, cell.locator("summary"))
            inside.wait_for()
        settle(page)
        none_of([*faults, *violations(page, "main")])


@pytest.mark.parametrize(("edition", "word"), EACH_WORD)
def test_search_finds_and_marks_a_word(browser, site, edition, word):
    # each mode once, with the words of all editions
    mode = MODES[EACH_WORD.index((edition, word)) % len(MODES)]
    with opened(browser, site, f"{edition}/index.html", mode=mode) as page:
        page.keyboard.press("Control+k")
        field = page.locator("dialog input[type=search]")
        field.wait_for()
        assert has_focus(field)
        none_of(violations(page, "dialog[open]"))
        page.keyboard.insert_text(word)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?*")
        results = page.locator("#search-results li a")
        results.first.wait_for()
        load_all(page)
        none_of(violations(page))
        press(page, results.first)
        page.wait_for_url(lambda address: "/search.html" not in address)
        marked = page.locator("main .highlighted:visible")
        marked.first.wait_for()
        assert marked.first.inner_text().lower() in word
        none_of(violations(page))


@each_first_chapter
def test_twin_is_one_press_away_and_the_start_page_remembers_it(browser, site, chapter):
    edition, _, name = chapter.partition("/")
    other = next(language for language in build_site.EDITIONS if language != edition)
    with opened(browser, site, chapter) as page:
        press(page, page.locator(f"a.twin[hreflang={other}]"))
        page.wait_for_url(f"{site}{other}/{name}")
        assert page.evaluate("document.documentElement.lang") == other
        page.goto(site)
        page.wait_for_url(f"{site}{other}/index.html")
        page.goto(f"{site}#choose")
        assert page.locator("main li a:visible").count() == len(build_site.EDITIONS)


@each_first_chapter
def test_print_shows_the_text_alone(browser, site, chapter):
    with opened(browser, site, chapter) as page:
        around = page.locator(
            "#pst-primary-sidebar, #pst-secondary-sidebar, .bd-header-article, .prev-next-footer"
        )
        assert around.count() == 4
        for part in around.all():
            part.wait_for()
        page.emulate_media(media="print")
        for part in around.all():
            part.wait_for(state="hidden")
        assert page.locator("main h1:visible").count() == 1


# ---- the questions ----


def status(page):
    """The numbers in the last line about the answers: given, asked, right."""
    return [int(n) for n in re.findall(r"\d+", page.locator(".answers p").last.text_content())][-3:]


def choice(page, number, right):
    """A choice of the page's question of that number, right or wrong."""
    slugs = page.eval_on_selector_all(
        "details.choice", "all => [...new Set(all.map(one => one.dataset.question))]"
    )
    wanted = f'[data-question="{slugs[number]}"][data-right="{str(right).lower()}"]'
    return page.locator(f"details.choice{wanted}").first, len(slugs)


@each_first_chapter
def test_answers_are_remembered_counted_and_forgotten(browser, site, chapter):
    with opened(browser, site, chapter) as page:
        first, asked = choice(page, 0, True)
        assert status(page) == [0, asked, 0]
        press(page, first.locator("summary"))
        first.locator(".first-choice").wait_for()
        assert status(page) == [1, asked, 1]
        page.reload()
        first.locator(".first-choice").wait_for()
        assert status(page) == [1, asked, 1]

        second, _ = choice(page, 1, False)
        press(page, second.locator("summary"), key="Space")
        second.locator(".first-choice").wait_for()
        assert status(page) == [2, asked, 1]
        third, _ = choice(page, 1, True)
        press(page, third.locator("summary"))
        third.locator("p").first.wait_for()
        # the second try does not count
        assert status(page) == [2, asked, 1]
        assert page.locator(".first-choice").count() == 2

        page.goto(site + chapter.replace(chapter.rpartition("/")[2], "index.html"))
        assert status(page) == [2, asked, 1]
        page.goto(site + chapter)
        press(page, page.locator(".answers button"))
        for _ in range(2):
            assert status(page) == [0, asked, 0]
            assert page.locator(".first-choice, .answers button").count() == 0
            page.reload()


BLOCKED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("The reader keeps nothing.", "SecurityError"); },
})"""


@each_first_chapter
def test_answers_open_where_the_browser_keeps_nothing(browser, site, chapter):
    with new_page(browser, site) as (page, _):
        page.add_init_script(BLOCKED)
        page.goto(site + chapter)
        first, asked = choice(page, 0, True)
        press(page, first.locator("summary"))
        first.locator("p").first.wait_for()
        first.locator(".first-choice").wait_for()
        assert status(page) == [1, asked, 1]


@each_first_chapter
def test_page_is_read_without_javascript(browser, site, chapter):
    with opened(browser, site, chapter, java_script_enabled=False) as page:
        for folded in (choice(page, 0, True)[0], page.locator("details.hide").first):
            inside = folded.locator(":scope > :not(summary)").first
            inside.wait_for(state="hidden")
            press(page, folded.locator("summary"))
            inside.wait_for()


# ---- the explorers ----

WITH_EXPLORERS = [
    path for path in PAGES if "<course-explorer" in (SITE / path).read_text(encoding="utf-8")
]

PICTURE = """explorer => [...explorer.shadowRoot.querySelectorAll("svg, [role=status]")]
    .map(part => part.outerHTML).join()"""


def dead(explorer, *deeds):
    """Whether each of these leaves the picture and its words as they were."""
    element = explorer.element_handle()
    for deed in deeds:
        before = explorer.evaluate(PICTURE)
        deed()
        changed = f"([explorer, before]) => ({PICTURE})(explorer) !== before"
        try:
            explorer.page.wait_for_function(changed, arg=[element, before], timeout=PATIENCE)
        except Late:
            continue
        return False
    return True


def name_of(control):
    return control.evaluate(
        "e => e.getAttribute('aria-label') ?? (e.labels?.[0] ?? e).textContent.trim()"
    )


KEYS = {
    "input[type=range]": ("ArrowRight", "ArrowLeft"),
    "select": ("ArrowDown", "ArrowUp"),
    "button": ("Enter",),
}


def dead_keys(page, explorer):
    """The controls that do nothing when their keys are pressed."""
    names = []
    for kind, keys in KEYS.items():
        for control in explorer.locator(kind).all():
            if dead(explorer, *(partial(press, page, control, key) for key in keys)):
                names.append(name_of(control))
            if control.get_attribute("aria-pressed") == "true":
                press(page, control)
    return names


def drag_with_mouse(page, start, end):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()


def drag_with_finger(page, start, end):
    finger = page.context.new_cdp_session(page)
    steps = [[a + (b - a) * k / 5 for a, b in zip(start, end, strict=True)] for k in range(6)]
    for kind, at in [("touchStart", steps[0]), *(("touchMove", at) for at in steps[1:])]:
        points = [{"x": at[0], "y": at[1]}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()


DRAGS = {"mouse": drag_with_mouse, "finger": drag_with_finger}


def dead_places(page, explorer, drag):
    """The sliders and pictures that do nothing when they are dragged there and back."""
    names = []
    for target in explorer.locator("input[type=range], [data-drag]").all():
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        left, right = (
            (box["x"] + share * box["width"], box["y"] + share * box["height"])
            for share in (0.3, 0.7)
        )
        there, back = partial(drag, page, left, right), partial(drag, page, right, left)
        if dead(explorer, there, back):
            names.append(name_of(target))
    return names


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        (path, pointer)
        for path in WITH_EXPLORERS
        for pointer in DRAGS
        # one pointer where only words differ
        if pointer == "finger" or path.partition("/")[0] not in OTHERS
    ],
)
def test_explorers_move_by_keyboard_and_pointer(browser, site, path, pointer):
    width = NARROW if pointer == "finger" else WIDE
    with opened(browser, site, path, width=width, has_touch=pointer == "finger") as page:
        explorers = page.locator("course-explorer").all()
        assert explorers
        for explorer in explorers:
            assert explorer.locator("input, select, button, [data-drag]").count()
            assert dead_keys(page, explorer) == []
            assert dead_places(page, explorer, DRAGS[pointer]) == []


# ---- the checks themselves ----


@contextmanager
def made_page(browser, folder, body, **options):
    """A page of our own, served like the site's."""
    (folder / "page.html").write_text(
        f'<!doctype html><html lang="en"><title>T</title><main><h1>T</h1>{body}</main></html>',
        encoding="utf-8",
    )
    with serving(folder) as address, new_page(browser, address, **options) as (page, faults):
        page.goto(f"{address}page.html")
        load_all(page)
        page.wait_for_load_state("networkidle")
        yield page, faults


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<img src="https://example.org/a.png" alt="A">', "asks another host: https://example."),
        ('<img src="http://localhost:1/a.png" alt="A">', "asks another host: http://localhost:1"),
        ('<script src="gone.js"></script>', "gets 404 for "),
        ('<img src="gone.png" alt="A" loading="lazy" style="margin-top: 9000px">', "gets 404 for "),
        ("<script>console.error('oh')</script>", "logs: oh"),
        ("<script>throw Error('oh')</script>", "raises: oh"),
    ],
)
def test_fault_is_seen(browser, tmp_path, body, fault):
    with made_page(browser, tmp_path, body) as (_, faults):
        assert any(found.startswith(fault) for found in faults), faults


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<img src="data:,">', "image-alt"),
        ('<p style="color: #aaa; background: #fff">pale</p>', "color-contrast"),
        ('<button aria-label="Find">Search</button>', "label-content-name-mismatch"),
        ("<div><p>fine</p></div>", None),
    ],
)
def test_axe_sees_what_is_wrong(browser, tmp_path, body, rule):
    with made_page(browser, tmp_path, body) as (page, _):
        assert [found.partition(":")[0] for found in violations(page)] == ([rule] if rule else [])


def test_sideways_scroll_is_seen(browser, tmp_path):
    body = '<details><summary>a</summary><div style="width: 500px">b</div></details>'
    with made_page(browser, tmp_path, body, width=NARROW) as (page, _):
        page.clock.install()
        assert sideways_scroll(page) == 0
        show(page, NARROW, True)
        assert sideways_scroll(page) > 0


# Two sliders, a list, a button and a picture to drag; `dead` has those that do nothing.
TOY = """
<course-explorer></course-explorer>
<script>
const dead = DEAD, host = document.querySelector("course-explorer");
const root = host.attachShadow({ mode: "open" });
root.innerHTML = `<svg data-drag="0" aria-label="picture" width="200" height="100"></svg>
<style>svg { touch-action: none }</style>
<label>rate <input type="range" max="9" value="9"></label>
<label>start <input type="range" max="9" value="3"></label>
<label>loss <select aria-label="loss"><option>a<option>b</select></label>
<button type="button">Play</button><div role="status"><p></p></div>`;
let moved = 0;
const names = ["rate", "start", "loss", "Play", "picture"];
const say = (name) => { if (!dead.includes(name)) root.querySelector("p").textContent = ++moved; };
[...root.querySelectorAll("input, select")].forEach((control, i) =>
    control.addEventListener("input", () => say(names[i])));
root.querySelector("button").addEventListener("click", () => say("Play"));
root.querySelector("svg").addEventListener("pointermove", () => say("picture"));
</script>"""


@pytest.mark.parametrize("pointer", DRAGS)
def test_dead_explorer_is_seen(browser, tmp_path, pointer, monkeypatch):
    monkeypatch.setitem(globals(), "PATIENCE", 200)
    body = TOY.replace("DEAD", str(["rate", "Play", "picture"]))
    with made_page(browser, tmp_path, body, has_touch=pointer == "finger") as (page, _):
        explorer = page.locator("course-explorer")
        assert dead_keys(page, explorer) == ["rate", "Play"]
        assert dead_places(page, explorer, DRAGS[pointer]) == ["picture", "rate"]
