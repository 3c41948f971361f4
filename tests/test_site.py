"""The built site: links, pictures, addresses. Build it first (`make book`)."""

import gzip
import re
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

import build_site
import finish_pages
import pytest
import yaml
from bs4 import BeautifulSoup, Comment
from editions import EDITIONS, JAPANESE, OTHERS
from finish_pages import EXPLORER

from course_lib import exercises

SITE = build_site.SITE
CONFIG = yaml.safe_load((build_site.ROOT / "_config.yml").read_text(encoding="utf-8"))
TOC = yaml.safe_load((build_site.ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(entry["file"] for part in TOC["parts"] for entry in part["chapters"])]
EDITION_PAGES = [(edition, page) for edition in build_site.EDITIONS for page in PAGES]
CHAPTERS = [
    (edition, page)
    for edition, page in EDITION_PAGES
    if (build_site.ROOT / "book" / edition / f"{page}.ipynb").exists()
]
ERRORS = {"traceback", "stderr"}
ELSEWHERE = {"alternate", "canonical"}  # relations of a page to another that no browser loads

pytestmark = [
    pytest.mark.site,
    pytest.mark.skipif(not (SITE / "index.html").exists(), reason="no site: run `make book`"),
]


class Page(HTMLParser):
    """The links, anchors, images and classes of one page, what it loads and says of itself."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors, self.images, self.classes = [], set(), [], []
        self.scripts, self.loaded, self.unsized = [], [], []
        self.about, self.in_title = {}, False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        self.links += [given[name] for name in ("href", "src") if given.get(name)]
        self.classes.append(set((given.get("class") or "").split()))
        if tag == "img":
            self.images.append((given.get("src", ""), given.get("alt")))
            inline = given.get("src", "").startswith("data:")
            if not inline and not {"width", "height"} <= given.keys():
                self.unsized.append(given.get("src", ""))
        if tag == "script" and given.get("src"):
            self.scripts.append(given["src"])
        if tag == "meta" and given.get("content"):
            self.about[given.get("name") or given.get("property")] = given["content"]
        if tag != "a" and given.get("rel") not in ELSEWHERE:
            self.loaded += [given[name] for name in ("href", "src", "srcset") if given.get(name)]
        self.in_title = tag == "title"

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        if self.in_title:
            self.about.setdefault("title", data)
            self.in_title = False


@cache
def load(path):
    return Page(path.read_text(encoding="utf-8"))


@cache
def parsed(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def broken_links(path):
    """Links of a page that lead to no file or no anchor of the site."""
    broken = []
    for link in load(path).links:
        address, anchor = urldefrag(link)
        if urlsplit(address).scheme or address.startswith("//"):
            continue
        target = (path.parent / unquote(urlsplit(address).path)).resolve() if address else path
        target = target / "index.html" if target.is_dir() else target
        exists = target.is_relative_to(SITE) and target.exists()
        if exists and anchor and target.suffix == ".html":
            exists = unquote(anchor) in load(target).anchors
        broken += [] if exists else [link]
    return broken


def images_without_alternative(path):
    """Images whose alternative text is missing, empty, or a mere file name.

    The logo's is empty: the course's name stands beside it, in the same link.
    """
    return [
        src
        for src, alt in load(path).images
        if not (alt or src.endswith("/logo.svg")) or re.search(r"\.(png|svg)$", alt or "")
    ]


def content_pages():
    """All pages, without the theme's templates among the static files."""
    return [p for p in sorted(SITE.rglob("*.html")) if "_static" not in p.relative_to(SITE).parts]


@pytest.mark.parametrize(("edition", "page"), EDITION_PAGES)
def test_page_has_its_address(edition, page):
    assert (SITE / edition / f"{page}.html").is_file()


def test_every_internal_link_and_anchor_resolves():
    faults = {str(p.relative_to(SITE)): broken_links(p) for p in content_pages()}
    assert {page: links for page, links in faults.items() if links} == {}


def test_every_image_has_a_text_alternative():
    faults = {str(p.relative_to(SITE)): images_without_alternative(p) for p in content_pages()}
    assert {page: images for page, images in faults.items() if images} == {}


def asks_elsewhere(path):
    """What a page, or a stylesheet of the site, loads from another host."""
    if path.suffix == ".css":
        loaded = re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')]+)", path.read_text("utf-8"))
    else:
        loaded = load(path).loaded
    return [link for link in loaded if re.match(r"(?:[a-z]+:)?//", link)]


def test_no_page_asks_another_host():
    files = [*content_pages(), *SITE.rglob("*.css")]
    faults = {str(p.relative_to(SITE)): asks_elsewhere(p) for p in files}
    assert {page: links for page, links in faults.items() if links} == {}


@pytest.mark.parametrize(("edition", "page"), EDITION_PAGES)
def test_page_loads_one_script_and_one_stylesheet(edition, page):
    found = load(SITE / edition / f"{page}.html")
    assert len(found.scripts) == 1
    assert len([link for link in found.loaded if link.endswith(".css")]) == 1
    assert found.unsized == []


def test_every_page_describes_itself_unlike_any_other():
    about = {path: load(path).about for path in content_pages()}
    for key in ("title", "description", "og:image"):
        values = [said.get(key) for path, said in about.items() if path.parent != SITE]
        assert None not in values, key
        assert len(set(values)) == len(values), key
    for path, said in about.items():
        # a Japanese letter says more, and has three bytes
        assert len(said["description"].encode()) >= 50, path
        assert len(said["description"]) <= finish_pages.DESCRIPTION_LIMIT, path
        assert not set("\\$") & set(said["description"]), path
        picture = said["og:image"].removeprefix(CONFIG["html"]["baseurl"] + "/")
        assert (SITE / picture).is_file(), path


@pytest.mark.parametrize(("edition", "page"), EDITION_PAGES)
def test_no_formula_is_left_for_a_script(edition, page):
    text = (SITE / edition / f"{page}.html").read_text(encoding="utf-8")
    assert "katex-error" not in text
    formulas = re.findall(r'<(?:span|div) class="math [^>]*>(.{9})', text)
    assert all(found.startswith("<span cla") for found in formulas)
    prose = re.sub(r"(?s)<pre.*?</pre>", "", text)
    assert not re.search(r"\\(\(|frac\b|sum\b|log\b|begin\b)", prose)


def shows_error(path):
    """Whether an output of a cell is an error or a warning."""
    return any("output" in classes and classes & ERRORS for classes in load(path).classes)


def test_no_page_shows_an_error():
    assert [path.name for path in content_pages() if shows_error(path)] == []


@pytest.mark.parametrize(("edition", "page"), CHAPTERS)
def test_launch_buttons_lead_to_the_notebook(edition, page):
    repository = CONFIG["repository"]
    owner_and_name = urlsplit(repository["url"]).path.strip("/")
    file = f"book/{edition}/{page}.ipynb"
    binder, colab = (CONFIG["launch_buttons"][name] for name in ("binderhub_url", "colab_url"))
    branch = repository["branch"]
    assert {
        f"{binder}/v2/gh/{owner_and_name}/{branch}?urlpath=lab/tree/{file}",
        f"{colab}/github/{owner_and_name}/blob/{branch}/{file}",
    } <= set(load(SITE / edition / f"{page}.html").links)


@pytest.mark.parametrize("edition", build_site.EDITIONS)
def test_every_documented_name_and_its_chapter_are_linked(edition):
    api = load(SITE / edition / "api.html")
    documented = {anchor for anchor in api.anchors if anchor.startswith("course_lib.losses.")}
    assert {f"course_lib.losses.{name}" for name in ("squared_error", "huber")} <= documented
    assert {"introduced-in"} in api.classes
    linked = {
        urldefrag(link).fragment
        for name in PAGES
        if name != "api"
        for link in load(SITE / edition / f"{name}.html").links
        if link.startswith("api.html#")
    }
    assert linked & documented


@pytest.mark.parametrize(
    ("name", "page"),
    [("losses.huber", "measure_error"), ("optimizers.Momentum", "gradient_descent")],
)
@pytest.mark.parametrize("edition", build_site.EDITIONS)
def test_entry_leads_to_the_chapter_that_introduces_it(edition, name, page):
    text = (SITE / edition / "api.html").read_text(encoding="utf-8")
    entry = text.partition(f'id="course_lib.{name}"')[2]
    introduction = entry.partition('class="introduced-in"')[2]
    assert re.search(r'href="([^"#]*)#', introduction)[1] == f"{page}.html"


@pytest.mark.parametrize("edition", build_site.EDITIONS)
def test_favicon(edition):
    page = load(SITE / edition / "index.html")
    icons = [link for link in page.links if "favicon" in link]
    assert icons
    assert all((SITE / edition / icon).is_file() for icon in icons)


@pytest.mark.parametrize(("edition", "page"), EDITION_PAGES)
def test_page_is_in_its_language_and_declares_its_twins(edition, page):
    found = parsed(SITE / edition / f"{page}.html")
    assert found.html["lang"] == edition
    base = CONFIG["html"]["baseurl"]
    twins = {link["hreflang"]: link["href"] for link in found.select("link[rel=alternate]")}
    for other in build_site.EDITIONS:
        assert twins[other] == f"{base}/{other}/{page}.html"
        link = found.select_one(f"a.twin[hreflang={other}]")
        assert (link is None) == (other == edition)
        assert link is None or link["href"] == f"../{other}/{page}.html"


@pytest.mark.parametrize(("edition", "page"), EDITION_PAGES)
def test_section_has_the_same_address_in_every_edition(edition, page):
    first = next(iter(build_site.EDITIONS))
    here, there = (
        [section["id"] for section in parsed(SITE / e / f"{page}.html").select("section[id]")]
        for e in (edition, first)
    )
    assert here == there


# What a control may be called in any language.
NAMES = re.compile(
    r"Ctrl|K|Binder|Colab|[A-Z][a-z]+ [A-Z][a-z]+, .*|\.?(?:ipynb|pdf)|English|© Copyright \d+\."
)


@pytest.mark.parametrize(("edition", "page"), [pair for pair in EDITION_PAGES if pair[0] in OTHERS])
def test_controls_around_a_page_speak_its_language(edition, page):
    text = EXPLORER.sub("", (SITE / edition / f"{page}.html").read_text(encoding="utf-8"))
    found = BeautifulSoup(text, "html.parser")
    for part in found.select("article, script, style, .section-nav, .prev-next-area"):
        part.extract()
    strings = found.body.find_all(string=lambda text: text and not isinstance(text, Comment))
    texts = {text.strip() for text in strings}
    for control in found.body.find_all(True):
        texts |= {control.get(name, "") for name in finish_pages.NAMING}
    english = {t for t in texts if re.search(r"[A-Za-z]{3}", t) and not JAPANESE.search(t)}
    assert {t for t in english if not NAMES.fullmatch(t)} - {EDITIONS["en"]["twin"]} == set()


def test_first_page_leads_to_every_edition():
    assert {f"{edition}/index.html" for edition in build_site.EDITIONS} <= set(
        load(SITE / "index.html").links
    )


def test_checks_see_what_is_wrong(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "SITE", tmp_path)
    page = tmp_path / "page.html"
    (tmp_path / "other.html").write_text('<p id="here">')
    page.write_text(
        '<a href="gone.html">a</a><a href="other.html#gone">b</a><a href="#gone">c</a>'
        '<a href="other.html#here">d</a><a href="https://example.org/x">e</a>'
        '<img src="_images/a.png"><img src="a.png" alt=""><img src="a.png" alt="_images/a.png">'
        '<img src="a.png" alt="A curve that rises.">'
        '<div class="output traceback highlight-ipythontb"></div>'
    )
    (tmp_path / "a.png").touch()
    assert broken_links(page) == ["gone.html", "other.html#gone", "#gone", "_images/a.png"]
    assert images_without_alternative(page) == ["_images/a.png", "a.png", "a.png"]
    assert load(page).unsized == ["_images/a.png", "a.png", "a.png", "a.png"]
    assert shows_error(page)
    outside = tmp_path / "outside.html"
    outside.write_text(
        '<a href="https://example.org/a">a</a><link rel="canonical" href="https://example.org/b">'
        '<link rel="preconnect" href="https://example.org/c"><img src="//example.org/d">'
    )
    assert asks_elsewhere(outside) == ["https://example.org/c", "//example.org/d"]
    style = tmp_path / "a.css"
    style.write_text('@import "https://example.org/e";a{b:url(data:,)}c{d:url("//example.org/f")}')
    assert asks_elsewhere(style) == ["https://example.org/e", "//example.org/f"]
    assert not shows_error(tmp_path / "other.html")


@pytest.mark.parametrize(("edition", "page"), CHAPTERS)
def test_questions_stand_on_the_page_and_are_remembered(edition, page):
    text = (SITE / edition / f"{page}.html").read_text(encoding="utf-8")
    module = next((m for m in exercises.CHAPTERS if m.__name__.endswith(f"._{page}")), None)
    for question in module.QUESTIONS if module else ():
        assert text.count(f'data-question="{question.slug}"') == len(question.choices)
    (script,) = load(SITE / edition / f"{page}.html").scripts
    assert "course-answers" in (SITE / edition / script).read_text(encoding="utf-8")
    assert 'id="answers"' in (SITE / edition / "index.html").read_text(encoding="utf-8")


ELEMENT = re.compile(r"<course-explorer.*?</course-explorer>\s*<script>.*?</script>", re.DOTALL)


def explorers_of(path):
    """What each explorer of a page weighs, compressed: still, script, states that come later."""
    for element in ELEMENT.findall(path.read_text(encoding="utf-8")):
        later = re.findall(r'data-src="([^"]+)"', element)
        texts = [element, *((path.parent / address).read_text("utf-8") for address in later)]
        yield sum(len(gzip.compress(text.encode())) for text in texts)


@pytest.mark.parametrize("edition", build_site.EDITIONS)
def test_the_explorers_of_a_page_are_light(edition):
    weights = {page: list(explorers_of(SITE / edition / f"{page}.html")) for page in PAGES}
    assert sum(map(len, weights.values())) > 10
    assert {page for page, parts in weights.items() if sum(parts) > 150_000} == set()
