"""Execute every notebook of the book and write it back in one normal form: diffs stay readable.

    python tools/notebooks.py [NOTEBOOK ...]            execute and write (default: all of book/)
    python tools/notebooks.py --check [NOTEBOOK ...]    only say which are not in the normal form

Only what nbval can compare on every machine is stored: printed text and the text of results.
Figures are drawn again by each build, and cells tagged `nbval-ignore-output` store nothing.
"""

import argparse
import copy
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import nbclient
import nbformat
import yaml
from editions import EDITIONS

from course_lib import use_language
from course_lib.exercises import ALL, QUESTIONS
from course_lib.exercises._exercise import praise

ROOT = Path(__file__).resolve().parent.parent
CELL_SECONDS = 120
# How a notebook runs when nobody watches: pictures stand still, no progress bar, and one thread,
# since two that wait for each other on a busy machine have been seen to take ten times as long.
UNATTENDED = {"COURSE_LIB_STATIC": "1", "OPENBLAS_NUM_THREADS": "1"}
T = TypeVar("T")
STORED_TYPES = ("text/plain", "text/markdown")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
SETUP = """\
{setup}
import sys

if "google.colab" in sys.modules:
    %pip install --quiet --no-deps {installs}"course_lib @ git+{url}@{branch}"

from course_lib import use_language

use_language("{language}")
"""


def language_of(path: Path) -> str:
    """The language of a notebook: the name of its folder."""
    return path.parent.name


def setup_source(language: str) -> str:
    """The first code cell of every notebook, with the repository's address from _config.yml."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    url = config["repository"]["url"]
    if url.endswith(".git"):
        raise ValueError(
            f"repository: url in _config.yml must not end in .git, but got {url!r}."
            " The launch buttons need the address of the repository's page."
        )
    words = {name: EDITIONS[language][name] for name in ("setup", "installs")}
    return SETUP.format(**words, language=language, **config["repository"]).rstrip()


def all_notebooks() -> list[Path]:
    return sorted((ROOT / "book").glob("*/*.ipynb"))


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)


def tags(cell: nbformat.NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def ignored(cell: nbformat.NotebookNode) -> bool:
    return "nbval-ignore-output" in tags(cell)


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:48].rstrip("-")


def looks_random(cell_id: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8}", cell_id))


def give_ids(nb: nbformat.NotebookNode) -> None:
    """Keep each id that a person chose; name the other cells after the heading above them."""
    heading, taken = "start", set()
    for cell in nb.cells:
        if cell.cell_type == "markdown" and (found := re.search(r"^#+ +(.+)$", cell.source, re.M)):
            heading = slug(found[1]) or "section"
        cell_id, count = cell.get("id", ""), 1
        if not cell_id or looks_random(cell_id):
            cell_id = f"{heading}-{count}"
        while cell_id in taken:
            count += 1
            cell_id = f"{heading}-{count}"
        cell.id = cell_id
        taken.add(cell_id)


def put_setup_cell(nb: nbformat.NotebookNode, language: str) -> None:
    first = next((i for i, c in enumerate(nb.cells) if c.cell_type == "code"), len(nb.cells))
    if first == len(nb.cells) or nb.cells[first].get("id") != "setup":
        nb.cells.insert(first, nbformat.v4.new_code_cell(id="setup"))
    nb.cells[first].source = setup_source(language)


def put_exercises(nb: nbformat.NotebookNode, language: str) -> None:
    """Fill the cells of exercises and questions from the package's data, in its language.

    A code cell with the id exercise-NAME becomes the stub, and after it stand the check and the
    hints; a text with the id question-SLUG becomes that question.
    """
    use_language(language)
    old = {cell.get("id", ""): cell for cell in nb.cells}
    made = {f"{part}-{name}" for name in ALL for part in ("check", "hints")}
    cells = []
    for cell in nb.cells:
        kind, _, name = cell.get("id", "").partition("-")
        if cell.get("id") in made:
            continue
        cells.append(cell)
        if kind == "question":
            cell.source = known(QUESTIONS, name).markdown
        elif kind == "exercise":
            exercise = known(ALL, name)
            check = nbformat.v4.new_code_cell(exercise.check_source, id=f"check-{name}")
            check.outputs = old[check.id].outputs if check.id in old else []
            for part, tag in ((cell, "exercise"), (check, "check")):
                part.metadata["tags"] = [tag]
            cell.source = exercise.stub
            hints = nbformat.v4.new_markdown_cell(exercise.markdown, id=f"hints-{name}")
            cells += [check, hints]
    nb.cells = cells


def known(table: Mapping[str, T], name: str) -> T:
    if name not in table:
        raise ValueError(f"a cell is made for {name!r}, which course_lib.exercises does not know")
    return table[name]


def solved(nb: nbformat.NotebookNode, language: str) -> nbformat.NotebookNode:
    """A copy with each solution where the reader would type it, and each check correct.

    All else is to print the same, but for the cell `progress`, which draws what was checked.
    """
    use_language(language)
    nb = copy.deepcopy(nb)
    done = 0
    for cell in nb.cells:
        kind, _, name = cell.id.partition("-")
        if cell.id == "progress":
            cell.metadata["tags"] = ["nbval-ignore-output"]
        elif kind == "exercise":
            cell.source = ALL[name].code
        elif kind == "check":
            done += 1
            text = f"v {name}: {praise(done)}"
            cell.outputs[0].data = {"text/plain": text, "text/markdown": text}
    return nb


def stored(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """One output as text that every machine agrees on; ValueError where there is more to it."""
    if output.output_type == "stream" and output.name == "stdout":
        return output
    if output.output_type in ("execute_result", "display_data"):
        if surplus := sorted(set(output.data) - set(STORED_TYPES)):
            raise ValueError(f"shows {', '.join(surplus)}: tag the cell nbval-ignore-output")
        output.metadata = {}
        return output
    text = output.get("text") or f"{output.get('ename')}: {output.get('evalue')}"
    raise ValueError(f"writes a warning or an error: mend it, or catch and print it\n{text}")


def normalise(nb: nbformat.NotebookNode, language: str) -> str:
    """The notebook's normal form as text; ValueError names a cell whose output is refused."""
    put_setup_cell(nb, language)
    put_exercises(nb, language)
    give_ids(nb)
    nb.metadata, nb.nbformat, nb.nbformat_minor = METADATA, 4, 5
    count = 0
    for cell in nb.cells:
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in ("mystnb", "tags") and v}
        if "data-dependent" in tags(cell) and not ignored(cell):
            cell.metadata["tags"] = [*tags(cell), "nbval-ignore-output"]
        cell.source = cell.source.rstrip()
        if cell.cell_type != "code":
            continue
        # nbval compares nothing in a cell without a count: each gets that of a run from the top.
        count += 1
        cell.execution_count = count
        outputs: list[nbformat.NotebookNode] = []
        for output in [] if ignored(cell) else cell.outputs:
            try:
                output = stored(output)
            except ValueError as error:
                raise ValueError(f"cell {cell.id!r} {error}") from None
            if output.output_type == "stream" and outputs and outputs[-1].output_type == "stream":
                outputs[-1].text += output.text
                continue
            if output.output_type == "execute_result":
                output.execution_count = count
            outputs.append(output)
        cell.outputs = outputs
    nbformat.validate(nb)
    return nbformat.writes(nb).rstrip() + "\n"


def execute(nb: nbformat.NotebookNode) -> None:
    """Run all cells in a fresh kernel in an empty folder."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        nbclient.NotebookClient(
            nb,
            timeout=CELL_SECONDS,
            startup_timeout=60,
            kernel_name="python3",
            store_widget_state=False,
            extra_arguments=["--log-level=ERROR"],  # or each kernel warns that it runs over TCP
            resources={"metadata": {"path": folder}},
        ).execute()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="execute nothing, only compare")
    parser.add_argument("notebooks", nargs="*", type=Path, default=all_notebooks())
    options = parser.parse_args()
    # what depends on all of MNIST is not stored, so the sample will do
    os.environ |= UNATTENDED | {"COURSE_LIB_MNIST": "sample"}
    failures = []
    for number, path in enumerate(options.notebooks, 1):
        name = f"{language_of(path)}/{path.name}"
        print(f"[{number}/{len(options.notebooks)}] {name}", flush=True)
        old = path.read_text(encoding="utf-8")
        nb = read(path)
        try:
            if not options.check:
                put_setup_cell(nb, language_of(path))
                put_exercises(nb, language_of(path))
                execute(nb)
            new = normalise(nb, language_of(path))
        except (ValueError, RuntimeError, nbclient.exceptions.CellExecutionError) as error:
            failures.append(f"{name}: {error}")
            continue
        if options.check and new != old:
            failures.append(f"{name}: not in the normal form; run `make notebooks`")
        elif new != old:
            path.write_text(new, encoding="utf-8", newline="\n")
    print("\n".join(failures) or "All notebooks are in the normal form.")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
