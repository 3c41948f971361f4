"""The editions of the book: what each changes, and whether they say the same.

    python tools/editions.py                     what was changed in one edition and not in its twin
    python tools/editions.py --agree [PAGE ...]  record that twins say the same (default: all pages)

`book/editions.json` holds, for each part of a page, the digests of the two texts that were last
seen to agree. A part is a cell of a notebook, or what stands below a heading of another page. What
the package's catalogues hold (exercises, questions) is not recorded here: `tools/messages.py`.
"""

import argparse
import ast
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"
RECORD = BOOK / "editions.json"

# One entry for each language, the original first.
EDITIONS = {
    "en": {
        "name": "English",
        # on the page above the editions
        "about": "A course on loss functions, gradient descent and neural networks that runs.",
        "start": "Read in English",
        # the link to a page's twin, the search page in search engines, entries of the API page
        "twin": "This page in English",
        "search": "Search the course: its chapters, its notation and its package.",
        "introduced": "Introduced in: ",
        # the first cell of a notebook: its comment, and what else it installs on Colab
        "setup": "# On Colab, install the course's package; everywhere else this does nothing.",
        "installs": "",
        # captions of _toc.yml, words that the theme leaves in English, changes of _config.yml
        "captions": {},
        "theme": {},
        "config": {},
    },
    "ja": {
        "name": "日本語",
        "about": "損失関数、勾配降下法、ニューラルネットワークを、動かしながら学ぶ講座です。",
        "start": "日本語で読む",
        "twin": "このページの日本語版",
        "search": "この講座の各章、記号、付属パッケージの説明を検索できます。",
        "introduced": "初出：",
        "setup": "# Colabでだけ、付属パッケージをインストールする（ほかの環境では何もしない）",
        "installs": "matplotlib-fontja ",
        "captions": {"The course": "本編", "Reference": "資料"},
        "theme": {
            "Binder logo": "Binderのロゴ",
            "Color mode": "表示モード",
            "Colab logo": "Colabのロゴ",
            "Dark": "ダーク",
            "Launch interactive content": "ノートブックを動かす",
            "Launch on Binder": "Binderで開く",
            "Launch on Colab": "Colabで開く",
            "Light": "ライト",
            "Link to this definition": "この定義へのリンク",
            "Link to this heading": "この見出しへのリンク",
            "Main": "本編の目次",
            "Open issue": "問題を報告",
            "Page": "ページ",
            "Repository": "リポジトリ",
            "Source repositories": "リポジトリ",
            "System Settings": "システムの設定",
            "Toggle primary sidebar": "目次の表示を切り替える",
            "Toggle secondary sidebar": "ページ内の目次の表示を切り替える",
        },
        "config": {
            "title": "手を動かして学ぶ損失関数",
            "author": "講座の著者一同",
            "sphinx": {
                "config": {
                    "html_theme_options": {
                        "logo": {"text": "手を動かして学ぶ損失関数"},
                        "search_bar_text": "この講座を検索",
                    }
                }
            },
        },
    },
}
ORIGINAL, *OTHERS = EDITIONS

# Cells that are made, not written.
MADE = ("setup", "exercise", "check", "hints", "question")
JAPANESE = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uff60]")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def pages() -> list[str]:
    """The file names of the original edition."""
    return sorted(path.name for path in (BOOK / ORIGINAL).glob("*.*"))


# ---- Parts of a page ----


def parts(path: Path) -> dict[str, nbformat.NotebookNode]:
    """What is written by hand, by the ids of cells; a page without cells is cut at its headings."""
    if not path.exists():
        return {}
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = nbformat.reads(text, as_version=4).cells
        return {c.id: c for c in cells if c.id.partition("-")[0] not in MADE}
    blocks = [block for block in re.split(r"(?m)^(?=#+ )", text) if block.strip()]
    cells = (nbformat.v4.new_markdown_cell(block) for block in blocks)
    return {f"section-{i}": cell for i, cell in enumerate(cells)}


def alternative(cell: nbformat.NotebookNode) -> str:
    return cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")


def digest(cell: nbformat.NotebookNode) -> str:
    text = "\0".join((cell.source.strip(), alternative(cell)))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


# ---- What was changed ----


def recorded() -> dict[str, dict[str, list[str]]]:
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}


def now(page: str, language: str) -> dict[str, list[str]]:
    """The digests of each part and of its twin, "" where there is none."""
    original, twin = (
        {name: digest(cell) for name, cell in parts(BOOK / edition / page).items()}
        for edition in (ORIGINAL, language)
    )
    names = dict.fromkeys([*original, *twin])
    return {name: [original.get(name, ""), twin.get(name, "")] for name in names}


def stale() -> Iterator[str]:
    """A line for each part that was changed in one edition, or in both, since they agreed."""
    record = recorded()
    for language in OTHERS:
        for page in sorted({*pages(), *(p.name for p in (BOOK / language).glob("*.*"))}):
            known = record.get(f"{language}/{page}", {})
            for name, (left, right) in now(page, language).items():
                if not left or not right:
                    missing = ORIGINAL if not left else language
                    yield f"{page} {name}: missing in {missing}"
                    continue
                old_left, old_right = known.get(name, ["", ""])
                changed = [
                    edition
                    for edition, old, new in (
                        (ORIGINAL, old_left, left),
                        (language, old_right, right),
                    )
                    if old != new
                ]
                if changed:
                    yield f"{page} {name}: changed in {' and '.join(changed)}"


def agree(chosen: list[str]) -> None:
    """Record the parts of the chosen pages as they are now."""
    record = recorded()
    for language in OTHERS:
        for page in chosen:
            record[f"{language}/{page}"] = now(page, language)
    rows = (
        f"{json.dumps(page)}: {{\n"
        + ",\n".join(f"{json.dumps(name)}: {json.dumps(pair)}" for name, pair in known.items())
        + "\n}"
        for page, known in sorted(record.items())
    )
    RECORD.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


# ---- Whether twins do and say the same ----


def tree(source: str) -> ast.Module:
    """The cell's code, with lines for the notebook itself (%, !) taken out."""
    return ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.M))


class _Masked(ast.NodeTransformer):
    """Takes texts out of code, and keeps them; of f-strings stay the values, in any order."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if not isinstance(node.value, str):
            return node
        self.texts.append(node.value)
        return ast.Constant("")

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        values = [v for v in node.values if isinstance(v, ast.FormattedValue)]
        words = [v.value for v in node.values if isinstance(v, ast.Constant)]
        self.texts.append("".join(words))
        return ast.JoinedStr(sorted(values, key=ast.dump))


def code_differs(original: str, twin: str) -> str:
    """How the code of two cells differs, comments and shown texts apart; "" if it does not."""
    masks = _Masked(), _Masked()
    left, right = (
        ast.unparse(mask.visit(tree(s))) for mask, s in zip(masks, (original, twin), strict=True)
    )
    if left != right:
        pairs = zip(left.splitlines(), right.splitlines(), strict=False)
        a, b = next((pair for pair in pairs if pair[0] != pair[1]), (left, right))
        return f"{a.strip()!r} is {b.strip()!r}"
    for a, b in zip(masks[0].texts, masks[1].texts, strict=True):
        if a.split() != b.split() and not JAPANESE.search(b):  # columns are lined up by spaces
            return f"the text {a!r} is {b!r}, which is no Japanese"
    return ""


def printed(cell: nbformat.NotebookNode) -> str:
    outputs = cell.get("outputs", [])
    return "\n".join(str(o.get("text") or o.get("data", {}).get("text/plain", "")) for o in outputs)


def words(cell: nbformat.NotebookNode) -> str:
    return cell.source if cell.cell_type == "markdown" else ""


def numbers(text: str) -> Counter[str]:
    return Counter(NUMBER.findall(text))


def disagreements(page: str, language: str) -> Iterator[str]:
    """Parts whose code, tags or numbers, printed and in words, differ from their twins'."""
    original, twin = (parts(BOOK / edition / page) for edition in (ORIGINAL, language))
    if list(original) != list(twin):
        yield f"{page}: other parts, or in another order"
        return
    for name, cell in original.items():
        other = twin[name]
        place = f"{page} {name}"
        if cell.cell_type != other.cell_type:
            yield f"{place}: one is code, the other is not"
        elif cell.cell_type == "code":
            if difference := code_differs(cell.source, other.source):
                yield f"{place}: {difference}"
            if cell.metadata.get("tags") != other.metadata.get("tags"):
                yield f"{place}: other tags"
        # the words of another language may hold more numbers: 2乗, 1つ
        lost = set(numbers(printed(cell)) - numbers(printed(other)))
        for left, right in ((words(cell), words(other)), (alternative(cell), alternative(other))):
            lost |= numbers(left).keys() - numbers(right).keys()
        if lost:
            yield f"{place}: without the numbers {', '.join(sorted(lost))}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--agree", action="store_true", help="record that twins say the same")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="such as likelihood.ipynb")
    given = parser.parse_args()
    if unknown := set(given.pages) - set(pages()):
        parser.error(f"there is no {sorted(unknown)[0]} in {BOOK / ORIGINAL}")
    if given.agree:
        agree(given.pages or pages())
    found = [
        *stale(),
        *(d for other in OTHERS for page in pages() for d in disagreements(page, other)),
    ]
    found = [line for line in found if not given.pages or line.split()[0] in given.pages]
    print("\n".join(found) or "All editions say the same.")
    if found:
        print("\nBring each twin up to date, then run: make editions AGREE=1")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
