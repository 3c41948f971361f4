"""What a notebook may and may not hold, read from its file. Nothing is executed.

Each rule is a function from a notebook to the list of its faults, and is proved on a bad notebook.
`tools/compare_notebooks.py` executes every notebook and compares what is printed.
"""

import ast
import copy
import re
from functools import cache
from pathlib import Path

import nbformat
import notebooks as tool
import pytest
import yaml
from editions import EDITIONS
from glossary import GLOSSARY
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_lib import exercises, use_language
from course_lib.exercises import ALL, QUESTIONS
from course_lib.language import _

PATHS = tool.all_notebooks()
TOC = yaml.safe_load((tool.ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [entry["file"] for entry in TOC["parts"][0]["chapters"]]
REFERENCE = [entry["file"] for part in TOC["parts"][1:] for entry in part["chapters"]]
TAGS = {"check", "data-dependent", "exercise", "hide-input", "hide-output", "nbval-ignore-output"}
BOOKS = sorted({path.parent for path in PATHS})
DATA_DEPENDENT_AT_MOST = 10
ALT_AT_LEAST = 40  # bytes: a Japanese letter says more, and has three
SETUPS = [tool.setup_source(language) for language in EDITIONS]

by_name = pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")


@cache
def load(path):
    return tool.read(path)


def code(nb, tag=""):
    return [
        cell
        for cell in nb.cells
        if cell.cell_type == "code" and (not tag or tag in tool.tags(cell))
    ]


def words(nb):
    return [cell for cell in nb.cells if cell.cell_type == "markdown"]


def faults(cells, is_bad, what):
    return [f"{cell.id}: {what}" for cell in cells if is_bad(cell)]


def parsed(source):
    """The cell's statements, with lines for the notebook itself (%, !) taken out."""
    return ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.M)).body


def calls(statements):
    """Dotted names of all calls that running the statements makes directly."""
    todo, found = list(statements), []
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(node, ast.Call):
            found.append(ast.unparse(node.func))
        todo += ast.iter_child_nodes(node)
    return found


def prints(cell):
    """Whether the cell prints, or ends in a value that the notebook shows."""
    statements = parsed(cell.source)
    if "print" in calls(statements):
        return True
    if not statements or not isinstance(statements[-1], ast.Expr) or cell.source.endswith(";"):
        return False
    shown = statements[-1].value
    called = ast.unparse(shown.func) if isinstance(shown, ast.Call) else ""
    return not re.match(r"plots\.|(\w+\.)*assert|use_language", called)  # these return nothing


def draws(cell):
    made = calls(parsed(cell.source)) if cell.cell_type == "code" else []
    return any(name.startswith(("plots.", "plt.")) for name in set(made) - {"plots.use_style"})


def explores(cell):
    """Whether the cell shows an explorer, which has its description in words in itself."""
    return any(name.startswith("explorers.") for name in calls(parsed(cell.source)))


def unstored_output(nb):
    def is_bad(cell):
        return prints(cell) and not cell.outputs and not tool.ignored(cell)

    return faults(code(nb), is_bad, "prints, but stores no output")


def uncompared_cells(nb):
    return faults(code(nb), lambda c: not c.execution_count, "has no count: nbval skips it")


def stored_images(nb):
    def is_bad(cell):
        return any(mime.startswith("image/") for o in cell.outputs for mime in o.get("data", {}))

    return faults(code(nb), is_bad, "stores an image")


MACHINE = {
    "a file path": r"(?:^|[\s'\"(=])(?:/\w[\w.-]*/\w|[A-Za-z]:\\\w)",
    "a memory address": r"0x[0-9a-fA-F]{6,}",
    "a time": r"\b\d{1,2}:\d\d:\d\d\b|\b20\d\d-\d\d-\d\d\b|\b\d+\.\d+ ?(?:[mµn]?s|sec(?:onds)?)\b",
}


def machine_dependent_output(nb):
    found = []
    for cell in code(nb):
        texts = [o.get("text", "") for o in cell.outputs]
        texts += [str(value) for o in cell.outputs for value in o.get("data", {}).values()]
        for what, pattern in MACHINE.items():
            if any(re.search(pattern, text, re.M) for text in texts):
                found.append(f"{cell.id}: stores {what}")
    return found


MYST = r"\{[a-zA-Z][\w:+.-]*\}`|^\s*(?:`{3,}|~{3,}|:{3,})\s*\{|^:{3,}|^\([\w-]+\)=\s*$"


def myst_syntax(nb):
    return faults(words(nb), lambda c: re.search(MYST, c.source, re.M), "MyST shows raw in Colab")


def wrong_setup_cell(nb):
    first = code(nb)[0] if code(nb) else None
    if first is None or first.id != "setup" or first.source not in SETUPS:
        return ["the first code cell is not the setup cell: run `make notebooks`"]
    return []


def wrong_ids(nb):
    ids = [cell.get("id", "") for cell in nb.cells]
    bad = {i for i in ids if not i or tool.looks_random(i) or ids.count(i) > 1}
    return [f"{cell_id or 'a cell'}: id missing, random or used twice" for cell_id in sorted(bad)]


def unknown_tags(nb):
    return faults(code(nb), lambda c: set(tool.tags(c)) - TAGS, f"tags known are {sorted(TAGS)}")


def data_dependent_but_compared(nb):
    bad = [c for c in code(nb, "data-dependent") if not tool.ignored(c)]
    return [f"{cell.id}: data-dependent, but nbval would compare it" for cell in bad]


def figures_without_alternative(nb):
    def is_bad(cell):
        kept = "data-dependent" in tool.tags(cell) or explores(cell)
        figure = draws(cell) or (tool.ignored(cell) and not kept)
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        return figure and len(alt.encode()) < ALT_AT_LEAST

    what = f"a figure needs mystnb.image.alt of {ALT_AT_LEAST} bytes in the cell's metadata"
    return faults(code(nb), is_bad, what)


def printing_figures(nb):
    def is_bad(cell):
        return (
            draws(cell)
            and "print" in calls(parsed(cell.source))
            and "data-dependent" not in tool.tags(cell)
        )

    return faults(code(nb), is_bad, "a figure cell prints, and nothing compares it")


def figures_that_import(nb):
    """With matplotlib 3.8 the cell that first imports pyplot shows its figure one cell late."""
    loads = r"^\s*(?:import|from)\b.*\b(?:pyplot|plots)\b"

    def is_bad(cell):
        return draws(cell) and re.search(loads, cell.source, re.M)

    return faults(code(nb), is_bad, "import plots or pyplot in a cell above the figure's")


def images_without_alternative(nb):
    pattern = r"!\[\s*\]\(|<img(?![^>]*\balt=\"[^\"]+\")[^>]*>"
    return faults(words(nb), lambda c: re.search(pattern, c.source), "an image has no alt text")


NOT_PROSE = r"(`{3,}).*?\1|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$|<!--.*?-->|!(?=\[)|!="
BANNED = r"\b(?:simply|obviously|just|trivially)\b|!"


def banned_words(nb):
    def is_bad(cell):
        return re.search(BANNED, re.sub(NOT_PROSE, " ", cell.source, flags=re.S), re.I)

    return faults(words(nb), is_bad, "simply, obviously, just, trivially and ! are not used here")


def made_for(nb, kind):
    """The names of the exercises or questions that stand in the notebook."""
    ids = [cell.id.partition("-") for cell in nb.cells]
    return [name for prefix, _, name in ids if prefix == kind]


def uses(source):
    """The names that the cell reads."""
    statements = ast.Module(parsed(source), [])
    nodes = (n for n in ast.walk(statements) if isinstance(n, ast.Name))
    return {n.id for n in nodes if isinstance(n.ctx, ast.Load)}


def imported(source):
    nodes = (n for s in parsed(source) for n in ast.walk(s))
    found = [n.names for n in nodes if isinstance(n, ast.Import | ast.ImportFrom)]
    return {alias.asname or alias.name for names in found for alias in names}


def leaning_on_an_answer(nb):
    """A later cell that uses what the reader was to write would fail while it is a stub."""
    found, stubs = [], set()
    for cell in code(nb):
        kind, _, name = cell.id.partition("-")
        if kind == "exercise":
            stubs.add(name)
        elif kind != "check":
            stubs -= imported(cell.source)
            found += [f"{cell.id}: uses {n}, a stub" for n in sorted(stubs & uses(cell.source))]
    return found


def hand_made_exercises(nb):
    def is_bad(cell):
        return {"exercise", "check"} & set(tool.tags(cell)) and cell.id.partition("-")[0] not in (
            "exercise",
            "check",
        )

    return faults(code(nb), is_bad, "an exercise is data: see course_lib/exercises")


RULES = [
    unstored_output,
    uncompared_cells,
    stored_images,
    machine_dependent_output,
    myst_syntax,
    wrong_setup_cell,
    wrong_ids,
    unknown_tags,
    data_dependent_but_compared,
    figures_without_alternative,
    printing_figures,
    figures_that_import,
    images_without_alternative,
    banned_words,
    leaning_on_an_answer,
    hand_made_exercises,
]


@by_name
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(rule, path):
    assert rule(load(path)) == []


@by_name
def test_normal_form(path):
    text = tool.normalise(copy.deepcopy(load(path)), tool.language_of(path))
    assert text == path.read_text(encoding="utf-8"), "run `make notebooks`"


@pytest.mark.parametrize(("kind", "table"), [("exercise", ALL), ("question", QUESTIONS)])
@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_each_exercise_and_question_stands_once_in_its_chapter(book, kind, table):
    paths = [book / f"{chapter}.ipynb" for chapter in CHAPTERS]
    placed = {path.stem: made_for(load(path), kind) for path in paths}
    data = {m.__name__.rpartition("._")[2]: m for m in exercises.CHAPTERS}
    for chapter, names in placed.items():
        owned = data[chapter].EXERCISES if kind == "exercise" else data[chapter].QUESTIONS
        assert sorted(names) == sorted(getattr(o, "name", getattr(o, "slug", "")) for o in owned)
    assert sum(map(len, placed.values())) == len(table)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
@pytest.mark.parametrize(
    "chapter", exercises.CHAPTERS, ids=lambda c: c.__name__.rpartition("._")[2]
)
def test_a_chapter_has_the_title_of_its_page(chapter, book):
    use_language(book.name)
    path = book / f"{chapter.__name__.rpartition('._')[2]}.ipynb"
    assert words(load(path))[0].source.startswith(f"# {_(chapter.TITLE)}\n")


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_book_has_few_data_dependent_cells(book):
    cells = [
        f"{path.stem}: {cell.id}"
        for path in PATHS
        if path.parent == book
        for cell in code(load(path), "data-dependent")
    ]
    print(*cells, sep="\n")
    assert len(cells) <= DATA_DEPENDENT_AT_MOST


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_every_page_is_in_the_table_of_contents(book):
    pages = {page.stem for page in book.glob("*.*")}
    assert pages == {TOC["root"], *CHAPTERS, *REFERENCE} - {GLOSSARY.stem}


@pytest.mark.parametrize("page", sorted((tool.ROOT / "book").glob("*/*.md")), ids=lambda p: p.stem)
def test_page_words(page):
    nb = new_notebook(cells=[new_markdown_cell(page.read_text(encoding="utf-8"), id=page.stem)])
    assert banned_words(nb) + images_without_alternative(nb) == []


# Each rule is seen to refuse a bad notebook, and to let a good one pass.

ALT = {"mystnb": {"image": {"alt": "A curve that falls, turns at its lowest point, and rises."}}}
STUB = "def accuracy(logits, one_hot):\n    ..."


def cell(source, cell_id="a-1", outputs=(), count=1, **metadata):
    made = new_code_cell(source, id=cell_id, outputs=list(outputs), metadata=metadata)
    made.execution_count = count
    return made


def prose(source):
    return new_markdown_cell(source, id="text-1")


def notebook(*cells):
    nb = new_notebook(cells=[cell(SETUPS[0], "setup")])
    nb.cells += cells  # not through new_notebook, which would mend the ids
    return nb


def said(text):
    return [new_output("stream", name="stdout", text=text)]


PICTURE = new_output("display_data", data={"image/png": "", "text/plain": "<Figure>"})
BAD = [
    (unstored_output, notebook(cell("print(1)"))),
    (unstored_output, notebook(cell("for x in [1]:\n    print(x)"))),
    (unstored_output, notebook(cell("x = 1\nx + 1"))),
    (uncompared_cells, notebook(cell("x = 1", count=None))),
    (stored_images, notebook(cell("1", outputs=[PICTURE]))),
    (machine_dependent_output, notebook(cell("1", outputs=said("in /home/me/data")))),
    (machine_dependent_output, notebook(cell("1", outputs=said(r"in C:\Users")))),
    (machine_dependent_output, notebook(cell("1", outputs=said("<f at 0x7f3a2b1c>")))),
    (machine_dependent_output, notebook(cell("1", outputs=said("took 1.27 s")))),
    (machine_dependent_output, notebook(cell("1", outputs=said("2024-05-01")))),
    (myst_syntax, notebook(prose("See {doc}`likelihood`."))),
    (myst_syntax, notebook(prose("```{note}\nHello\n```"))),
    (myst_syntax, notebook(prose(":::{note}\nHello\n:::"))),
    (myst_syntax, notebook(prose("(a-label)=\n# Title"))),
    (wrong_setup_cell, new_notebook(cells=[cell("x = 1", "setup")])),
    (wrong_setup_cell, new_notebook(cells=[cell(SETUPS[0], "a-1")])),
    (wrong_setup_cell, new_notebook()),
    (wrong_ids, notebook(cell("x = 1", "ab12cd34"))),
    (wrong_ids, notebook(cell("x = 1", "a-1"), cell("x = 1", "a-1"))),
    (unknown_tags, notebook(cell("x = 1", tags=["nbval-skip"]))),
    (data_dependent_but_compared, notebook(cell("x = 1", tags=["data-dependent"]))),
    (figures_without_alternative, notebook(cell("plots.curves(ax, x, y)"))),
    (figures_without_alternative, notebook(cell("draw(1)", tags=["nbval-ignore-output"]))),
    (
        figures_without_alternative,
        notebook(cell("plt.plot(x);", mystnb={"image": {"alt": "too short"}})),
    ),
    (printing_figures, notebook(cell("print(plt.plot(x))", **ALT))),
    (figures_that_import, notebook(cell("from course_lib import plots\nplots.curves(a)", **ALT))),
    (images_without_alternative, notebook(prose("![](a.png)"))),
    (images_without_alternative, notebook(prose('<img src="a.png">'))),
    (banned_words, notebook(prose("It is simply a sum."))),
    (banned_words, notebook(prose("It works!"))),
    (
        leaning_on_an_answer,
        notebook(cell(STUB, "exercise-accuracy"), cell("x = accuracy(1, 2)", "a-1")),
    ),
    (hand_made_exercises, notebook(cell(STUB, "a-1", tags=["exercise"]))),
    (hand_made_exercises, notebook(cell("ex.check(accuracy)", "a-1", tags=["check"]))),
]


@pytest.mark.parametrize(("rule", "nb"), BAD, ids=lambda value: getattr(value, "__name__", ""))
def test_rule_refuses(rule, nb):
    assert rule(nb) != []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_lets_a_good_notebook_pass(rule):
    good = notebook(
        cell(STUB, "exercise-accuracy", tags=["exercise"]),
        cell("ex.check(accuracy)", "check-accuracy", said("o accuracy"), tags=["check"]),
        cell("plots.curves(ax, x, y)", "b-1", tags=["nbval-ignore-output"], **ALT),
        cell("print(0.5)\nnp.testing.assert_allclose(a, b)", "b-2", said("0.5 of 3, and/or 1/2")),
        cell("explorers.explore_grid(parts)", "b-7", tags=["nbval-ignore-output"]),
        cell("np.testing.assert_allclose(a, b)", "b-3"),
        cell("def f():\n    print(1)\n\nplots.use_style()", "b-4"),
        cell("from course_lib import accuracy\naccuracy(1, 2);", "b-5"),
        new_markdown_cell("![A line](a.png) where `a != b`, $3! = 6$ and $\\text{a}$.", id="b-6"),
    )
    assert rule(good) == []


def test_exercises_and_questions_are_filled_from_the_data():
    slug, question = next(iter(QUESTIONS.items()))
    nb = notebook(
        cell("", "exercise-sum_squared_error"),
        new_markdown_cell("", id=f"question-{slug}"),
    )
    made = nbformat.reads(tool.normalise(nb, "en"), as_version=4)
    ex = ALL["sum_squared_error"]
    assert [c.source for c in made.cells[1:]] == [
        ex.stub,
        ex.check_source,
        ex.markdown.rstrip(),
        question.markdown.rstrip(),
    ]
    assert [c.id.partition("-")[0] for c in made.cells[1:4]] == ["exercise", "check", "hints"]
    made.cells[1].source = made.cells[3].source = "changed by hand"
    again = nbformat.reads(tool.normalise(made, "en"), as_version=4)
    assert again.cells[1].source == ex.stub
    assert again.cells[3].source == ex.markdown.rstrip()


@pytest.mark.parametrize("cell_id", ["exercise-sum_of_squares", "question-why"])
def test_an_unknown_exercise_or_question_is_refused(cell_id):
    with pytest.raises(ValueError, match="exercises does not know"):
        tool.normalise(notebook(cell("", cell_id)), "en")


def test_solved_notebooks_have_the_solutions_and_expect_correct(monkeypatch):
    nb = notebook(cell("", "exercise-sum_squared_error"))
    tool.put_exercises(nb, "en")
    nb.cells[2].outputs = [new_output("execute_result", data={"text/plain": "o ..."})]
    ex, done = ALL["sum_squared_error"], tool.solved(nb, "en")
    assert done.cells[1].source == ex.code
    for other in ALL.values():
        monkeypatch.setattr(other, "_status", "not attempted")
    feedback = ex.check(ex.reference)
    assert done.cells[2].outputs[0].data["text/plain"] == repr(feedback)
    assert done.cells[2].outputs[0].data["text/markdown"] == feedback._repr_markdown_()
    assert nb.cells[1].source == ex.stub


def test_normalise_is_stable_and_removes_what_differs():
    nb = notebook(
        new_markdown_cell("## By hand", id="0123abcd"),
        cell("print(1)", "89abcdef", [*said("1"), *said("\n")], 7, collapsed=True),
        cell("draw()", "89abcdee", [PICTURE], 8, tags=["data-dependent"]),
    )
    text = tool.normalise(nb, "en")
    again = nbformat.reads(text, as_version=4)
    assert tool.normalise(copy.deepcopy(again), "en") == text
    assert [c.id for c in again.cells] == ["setup", "by-hand-1", "by-hand-2", "by-hand-3"]
    assert again.cells[2].outputs == [NotebookNode(name="stdout", output_type="stream", text="1\n")]
    assert [c.execution_count for c in code(again)] == [1, 2, 3]
    assert again.cells[2].metadata == {}
    assert again.cells[3].outputs == []
    assert again.cells[3].metadata.tags == ["data-dependent", "nbval-ignore-output"]


@pytest.mark.parametrize(
    "output",
    [
        PICTURE,
        new_output("stream", name="stderr", text="a warning"),
        new_output("error", ename="ValueError", evalue="no", traceback=[]),
    ],
    ids=["image", "stderr", "error"],
)
def test_normalise_refuses_what_nbval_cannot_compare(output):
    with pytest.raises(ValueError, match="cell 'a-1'"):
        tool.normalise(notebook(cell("draw()", outputs=[output])), "en")


@pytest.mark.parametrize("language", EDITIONS)
def test_setup_cell_follows_the_configuration(language, tmp_path, monkeypatch):
    (tmp_path / "_config.yml").write_text("repository: {url: https://example.org/x, branch: b}")
    monkeypatch.setattr(tool, "ROOT", Path(tmp_path))
    assert '"course_lib @ git+https://example.org/x@b"' in tool.setup_source(language)
