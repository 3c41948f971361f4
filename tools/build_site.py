"""Build the site: every notebook executed, warnings as errors, pages in _site/.

    python tools/build_site.py            build what changed since the last good build
    python tools/build_site.py --fresh    execute everything again

For each edition the pages and both .yml files are laid out in _build/stage/<language>/, Jupyter
Book builds there, and the result replaces _site/<language>/. Nothing is built where no input has
changed. Executed notebooks are kept in a cache named after a digest of all that their outputs
depend on beside their own code: the package, its environment and the data that was found.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from string import Template

import yaml
from editions import EDITIONS, ORIGINAL
from finish_pages import CARD, PageError, alternates, fetch_tools, finish
from glossary import GLOSSARY, page
from notebooks import ROOT, UNATTENDED

BUILD = ROOT / "_build"
SITE = ROOT / "_site"
BUILD_SECONDS = 1200
DATA_SECONDS = 300

FIND_DATA = """\
import sys
from course_lib.mnist import load_mnist

try:
    print(load_mnist().origin)
except (OSError, ValueError) as error:
    sys.exit(error)
"""

LANDING = ROOT / "tools" / "page" / "landing.html"
LINK = (
    '<li><a href="{language}/index.html" lang="{language}" hreflang="{language}">'
    "<strong>{title}</strong>{about}<em>{start}</em></a></li>"
)


def step(text: str) -> None:
    print(f"== {text}", flush=True)


def files_in(*roots: Path) -> list[Path]:
    """All files below the roots, in an order that does not depend on the machine."""
    found = (p for root in roots for p in ([root] if root.is_file() else root.rglob("*")))
    skipped = {"__pycache__", ".ipynb_checkpoints"}
    return sorted(p for p in found if p.is_file() and not skipped & set(p.parts))


def digest(files: Iterable[Path], *more: str) -> str:
    sha = hashlib.sha256("\0".join(more).encode())
    for path in files:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        sha.update(f"\0{path.relative_to(ROOT).as_posix()}\0{content}".encode())
    return sha.hexdigest()[:16]


def merged(base: dict, change: dict) -> dict:
    """`base` with `change` laid over it, dictionaries key by key."""
    both = {k: merged(base[k], v) for k, v in change.items() if isinstance(base.get(k), dict)}
    return {**base, **change, **both}


def edition_config(language: str, config: dict) -> dict:
    """What _config.yml says, as the edition has it."""
    return merged(config, EDITIONS[language]["config"])


def find_data() -> str:
    """Fetch MNIST where it can be had; the origin of the data that the notebooks will find."""
    try:
        return subprocess.run(
            [sys.executable, "-c", FIND_DATA],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            timeout=DATA_SECONDS,
            check=True,
        ).stdout.strip()
    except subprocess.TimeoutExpired:
        late = f"MNIST did not arrive within {DATA_SECONDS} s: the bundled sample is used."
        print(late, file=sys.stderr)
        return "sample"
    except subprocess.CalledProcessError:
        sys.exit("The site was not built: MNIST could not be loaded, for the reason above.")


def stage(language: str, config: dict, cache: Path, tools: Path) -> Path:
    """Lay out one edition's sources as Jupyter Book wants them, at short addresses."""
    folder = BUILD / "stage" / language
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "book" / language, folder, ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(ROOT / "book" / "assets", folder / "_static")
    katex = tools / "katex" / "dist"
    shutil.copytree(katex / "fonts", folder / "_static" / "katex" / "fonts")
    shutil.copy(katex / "katex.min.css", folder / "_static" / "katex")
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    for caption, own in EDITIONS[language]["captions"].items():
        toc = toc.replace(f"caption: {caption}\n", f"caption: {own}\n")
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    (folder / GLOSSARY.with_suffix(".md").name).write_text(page(language), encoding="utf-8")
    places = {
        "repository": {"path_to_book": f"book/{language}"},
        "html": {"baseurl": f"{config['html']['baseurl']}/{language}"},
        "execute": {"cache": str(cache)},
        "sphinx": {
            "config": {"language": language},
            "local_extensions": {
                k: str(ROOT / v) for k, v in config["sphinx"]["local_extensions"].items()
            },
        },
    }
    text = yaml.safe_dump(merged(config, places), allow_unicode=True)
    (folder / "_config.yml").write_text(text, encoding="utf-8")
    return folder


def build(folder: Path, data: dict[str, str]) -> bool:
    """Run Jupyter Book, progress shown as it comes and warnings last; whether all is well."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    try:
        result = subprocess.run(
            [*command, "build", str(folder), "-W", "--keep-going", "-n"],
            cwd=folder,
            env={**os.environ, **UNATTENDED, **data, "PYTHONUTF8": "1"},
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=BUILD_SECONDS,
        )
    except subprocess.TimeoutExpired:
        print(f"\nThe build took more than {BUILD_SECONDS} s and was ended.", file=sys.stderr)
        return False
    if result.returncode == 0:
        return True
    said = [line for line in result.stderr.splitlines() if "[IPKernelApp]" not in line]
    print(
        "\nThe build failed. Each of these counts as an error:\n", *said, sep="\n", file=sys.stderr
    )
    return False


def write_landing(config: dict) -> None:
    """The page above the editions: it offers each, and remembers the one that was read last."""
    own = {name: edition_config(name, config) for name in EDITIONS}
    links = (
        LINK.format(
            language=name, title=own[name]["title"], about=edition["about"], start=edition["start"]
        )
        for name, edition in EDITIONS.items()
    )
    page = Template(LANDING.read_text(encoding="utf-8")).substitute(
        first=ORIGINAL,
        title=" · ".join(site["title"] for site in own.values()),
        about=" ".join(edition["about"] for edition in EDITIONS.values()),
        url=config["html"]["baseurl"],
        card=CARD.format("index"),
        alternates="\n".join(map(str, alternates("index", config["html"]["baseurl"]))),
        links="\n".join(links),
    )
    (SITE / "index.html").write_text(page, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fresh", action="store_true", help="execute everything again")
    fresh = parser.parse_args().fresh

    step("Data: looking for MNIST")
    origin = find_data()
    print(f"origin: {origin}")

    python = ".".join(map(str, sys.version_info[:3]))
    kind = "sample" if origin == "sample" else "whole"
    # asked for by name, the sample comes without the notice that was given above
    data = {"COURSE_LIB_MNIST": "sample"} if origin == "sample" else {}
    code = files_in(ROOT / "course_lib", ROOT / "requirements.txt")
    package = digest(code, python, kind, str(UNATTENDED))
    cache = BUILD / "executed" / package
    for old in (BUILD / "executed").glob("*"):
        if fresh or old != cache:
            shutil.rmtree(old)

    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    for number, (language, edition) in enumerate(EDITIONS.items(), 1):
        sources = [ROOT / "book" / language, ROOT / "book" / "assets", ROOT / "tools"]
        inputs = files_in(*sources, GLOSSARY, ROOT / "_config.yml", ROOT / "_toc.yml")
        # The mark goes before a build and comes back after a good one: no failure passes for done.
        mark, now = BUILD / f"built-{language}", digest(inputs, package)
        if not fresh and mark.exists() and mark.read_text() == now and (SITE / language).is_dir():
            step(f"Site {number}/{len(EDITIONS)}, {edition['name']}: nothing changed")
            continue
        mark.unlink(missing_ok=True)
        step(f"Site {number}/{len(EDITIONS)}, {edition['name']}: executing and building")
        try:
            tools = fetch_tools(BUILD / "page")
            own = edition_config(language, config)
            folder = stage(language, own, cache, tools)
            if not build(folder, data):
                return 1
            step(f"Site {number}/{len(EDITIONS)}, {edition['name']}: finishing the pages")
            finish(folder / "_build" / "html", tools, language, own)
        except PageError as error:
            print(f"\nThe site was not built: {error}", file=sys.stderr)
            return 1
        shutil.rmtree(SITE / language, ignore_errors=True)
        shutil.copytree(folder / "_build" / "html", SITE / language)
        mark.write_text(now)
    for gone in set(SITE.glob("*")) - {SITE / name for name in [*EDITIONS, "index.html"]}:
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    write_landing(config)
    print(f"\nThe site is built. Open {SITE / 'index.html'}, or serve it: make serve")
    return 0


if __name__ == "__main__":
    sys.exit(main())
