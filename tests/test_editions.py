"""The editions cannot drift apart: what changes in one and not in the other is seen."""

import json
from types import SimpleNamespace

import anchors
import editions
import glossary
import pytest
import yaml
from docutils import nodes
from editions import EDITIONS, ORIGINAL, OTHERS
from nbformat import v4
from search_words import SearchJapanese

PAGES = [(page, language) for language in OTHERS for page in editions.pages()]


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_twins_do_and_say_the_same(page, language):
    assert list(editions.disagreements(page, language)) == []


def test_no_part_is_stale():
    assert list(editions.stale()) == [], "run `make editions`"


# Each kind of difference is seen.


def text(source, name="a"):
    return v4.new_markdown_cell(source, id=name)


def code(source, printed="", alt="", tags=("x",)):
    metadata = {"tags": list(tags), "mystnb": {"image": {"alt": alt}}}
    outputs = [v4.new_output("stream", name="stdout", text=printed)]
    return v4.new_code_cell(source, id="a", metadata=metadata, outputs=outputs)


@pytest.fixture
def twins(tmp_path, monkeypatch):
    """Write a page of these cells in both editions."""
    monkeypatch.setattr(editions, "BOOK", tmp_path)
    monkeypatch.setattr(editions, "RECORD", tmp_path / "editions.json")

    def write(*cells):
        for edition, found in zip(EDITIONS, cells, strict=True):
            notebook = v4.new_notebook(cells=list(found))
            (tmp_path / edition).mkdir(exist_ok=True)
            path = tmp_path / edition / "p.ipynb"
            path.write_text(v4.writes(notebook), encoding="utf-8")

    return write


PRINT = code("print(f'loss {x:.2f} of {n}')  # shown", "loss 0.25 of 3")


@pytest.mark.parametrize(
    "twin",
    [
        code("print(f'{n}個の損失{x:.2f}')  # 表示する", "3個の損失0.25"),
        code("print(f'loss {x:.2f} of {n}')", "loss 0.25 of 3"),
    ],
)
def test_other_words_and_comments_are_no_difference(twins, twin):
    twins([PRINT], [twin])
    assert list(editions.disagreements("p.ipynb", "ja")) == []


@pytest.mark.parametrize(
    ("original", "twin", "fault"),
    [
        (PRINT, code("print(f'損失{x:.3f}、{n}個')", "損失0.25、3個"), "is"),
        (PRINT, code("print(f'損失{x:.2f}')", "損失0.25、3個"), "is"),
        (PRINT, code("print(f'損失{x:.2f}、{n}個')", "損失0.26、3個"), "without the numbers 0.25"),
        (PRINT, code(PRINT.source, "loss 0.25 of 3", tags=()), "other tags"),
        (code("f('sgd')"), code("f('sgdm')"), "'sgd' is 'sgdm', which is no Japanese"),
        (code("x = 1"), code("x = 2"), "'x = 1' is 'x = 2'"),
        (code("x", alt="It is 0.5."), code("x", alt="半分です。"), "without the numbers 0.5"),
        (text("It is 0.5."), text("半分です。"), "without the numbers 0.5"),
        (text("It is."), code("x"), "one is code"),
        (text("It is.", "a"), text("です。", "b"), "other parts"),
    ],
)
def test_difference_is_seen(twins, original, twin, fault):
    twins([original], [twin])
    (found,) = editions.disagreements("p.ipynb", "ja")
    assert fault in found


def test_part_is_stale_until_its_twin_is_seen_to_agree(twins):
    def stale():
        return [line.removeprefix("p.ipynb a: ") for line in editions.stale()]

    twins([text("One.")], [text("1つ。")])
    assert stale() == ["changed in en and ja"]
    editions.agree(["p.ipynb"])
    assert stale() == []
    twins([text("Two.")], [text("1つ。")])
    assert stale() == ["changed in en"]
    twins([text("One.")], [text("2つ。")])
    assert stale() == ["changed in ja"]
    twins([text("Two.")], [text("2つ。")])
    assert stale() == ["changed in en and ja"]
    editions.agree(["p.ipynb"])
    assert stale() == []
    twins([text("Two.")], [])
    assert stale() == ["missing in ja"]
    twins([], [text("2つ。")])
    assert stale() == ["missing in en"]


def test_changed_alternative_text_is_stale(twins):
    twins([code("x", alt="A line.")], [code("x", alt="線。")])
    editions.agree(["p.ipynb"])
    twins([code("x", alt="A curve.")], [code("x", alt="線。")])
    assert list(editions.stale()) == ["p.ipynb a: changed in en"]


def test_what_is_made_is_no_part(twins):
    made = [v4.new_code_cell("x", id=name) for name in ("setup", "exercise-a", "check-a")]
    twins(made, [])
    assert list(editions.stale()) == []


def test_page_without_cells_is_cut_at_its_headings(tmp_path):
    path = tmp_path / "p.md"
    path.write_text("# A\n\nFirst.\n\n## B\n\nSecond.\n", encoding="utf-8")
    found = editions.parts(path)
    assert [cell.source.split() for cell in found.values()] == [
        ["#", "A", "First."],
        ["##", "B", "Second."],
    ]


def test_record_is_one_line_for_each_part():
    lines = editions.RECORD.read_text(encoding="utf-8").splitlines()
    parts = sum(len(known) for known in json.loads("\n".join(lines)).values())
    assert sum(line.startswith('"') and "[" in line for line in lines) == parts > 300


# ---- addresses ----


@pytest.mark.parametrize(
    ("titles", "addresses"),
    [
        (["Why square?", "One `loss`"], ["why-square", "one-loss"]),
        (["Through it becomes p − y"], ["through-it-becomes-p-y"]),
        (["SGD", "Adam", "SGD", "谷"], ["sgd", "adam", "id1", "id2"]),
    ],
)
def test_addresses_are_those_that_docutils_makes(titles, addresses):
    assert anchors.addresses(titles) == addresses


def test_heading_in_code_is_none():
    assert anchors.headings("# A\n\n```python\n# a comment\n```\n\n## B") == ["A", "B"]


def test_page_with_other_headings_than_its_twin_is_refused(monkeypatch):
    monkeypatch.setattr(anchors, "originals", lambda docname: ["A", "B"])
    config, env = SimpleNamespace(language="ja"), SimpleNamespace(docname="p")
    page = nodes.section("", ids=["id1"])
    with pytest.raises(ValueError, match="headings of its twin, but got 1 of 2"):
        anchors.share(SimpleNamespace(config=config, env=env), page)


# ---- the glossary ----


def test_terms_are_complete_and_named_once():
    terms = [term for theme in glossary.load()["themes"] for term in theme["terms"]]
    assert 55 <= len(terms) <= 70
    for language in EDITIONS:
        names = [term[language] for term in terms]
        assert len(set(names)) == len(names)
        assert all(term["meaning"][language] for term in terms)
    assert {term["chapter"] for term in terms} == set(glossary.chapters())


SOURCES = editions.ROOT.parent / "shared" / "sources"


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the five articles are not here")
def test_words_of_the_articles_stand_in_them():
    texts = {path.name[:3]: path.read_text("utf-8") for path in SOURCES.glob("0*.txt")}
    for theme in glossary.load()["themes"]:
        for term in theme["terms"]:
            for number, words in term.get("sources", {}).items():
                assert all(word in texts[number] for word in words.split("、")), (number, words)


@pytest.mark.parametrize("language", EDITIONS)
def test_glossary_has_a_row_for_each_term(language):
    page = glossary.page(language)
    themes = glossary.load()["themes"]
    assert page.count("\n## ") == len(themes)
    rows = [line for line in page.splitlines() if line.startswith("| **")]
    assert len(rows) == sum(len(theme["terms"]) for theme in themes)
    assert {row.count(" | ") for row in rows} == {4}


# ---- settings and search ----


def test_captions_of_every_edition_are_translated():
    toc = yaml.safe_load((editions.ROOT / "_toc.yml").read_text(encoding="utf-8"))
    captions = {part["caption"] for part in toc["parts"]}
    assert EDITIONS[ORIGINAL]["captions"] == {}
    for language in OTHERS:
        assert EDITIONS[language]["captions"].keys() == captions


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("損失", {"損失", "損", "失"}),
        ("平均二乗誤差を測る。", {"平均二乗誤差を測る", "二乗", "誤差", "差"}),
        ("MSEは損失", {"MSEは損失", "MSE", "損失"}),
        ("cross-entropy", {"cross", "entropy"}),
    ],
)
def test_words_are_found_inside_sentences(text, words):
    index = SearchJapanese({})
    found = index.split(text)
    assert words <= set(found)
    assert all(index.word_filter(word) for word in found)
