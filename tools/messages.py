"""Keep the catalogues of messages complete: what the package says, in each language.

    python tools/messages.py            add what is new to each .po file, and compile it
    python tools/messages.py --check    only say what is missing, unused or wrong

Messages are found in two ways: as literals in calls of `_` and `N_`, and in the data of exercises
and questions, which are told as they stand. Fill the empty `msgstr` lines in, then run it again.
"""

import argparse
import inspect
import io
import re
import string
import sys
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from course_lib.exercises import CHAPTERS, _changes, _seen
from course_lib.language import CATALOGUES, DOMAIN, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {"_": None, "N_": None}
LINE = 100
AUTHORS = "The course authors"
HEADER = "# What course_lib says, translated. tools/messages.py keeps this file complete."


def literals() -> Iterator[str]:
    """What stands in calls of `_` and `N_`, module by module."""
    package = ROOT / "course_lib"
    found = extract_from_dir(package, [("**.py", "python")], keywords=KEYWORDS)
    return (message for _, _, message, *_ in sorted(found, key=lambda f: f[:2]) if message)


def data() -> Iterator[str]:
    """What the exercises, questions and general causes say, chapter by chapter."""
    for chapter in CHAPTERS:
        yield chapter.TITLE
        for ex in chapter.EXERCISES:
            yield inspect.getdoc(ex.reference) or ""
            yield from ex.hints
            yield ex.why
            for edge in ex.edges:
                yield from (edge.name, edge.tip)
            yield from (mistake.says for mistake in ex.mistakes)
            if ex.observe:
                yield from chain.from_iterable(ex.expected)  # the properties' names
        for question in chapter.QUESTIONS:
            yield question.text
            for choice in question.choices:
                yield from (choice.text, choice.answer)
    for table in (
        _changes.FACTORS,
        _changes.MAPS,
        _changes.UNFINISHED,
        _changes.PAIRS,
        _changes.OTHER_ARGUMENTS,
    ):
        for change in table:
            yield from (change.says, change.then)
    yield from (says for _, _, says in _seen.ERROR_TEXTS)
    yield from _seen.ERRORS.values()


@cache
def messages() -> list[str]:
    """Every message once, in the order of the package."""
    return [text for text in dict.fromkeys([*literals(), *data()]) if text]


def path_of(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """The catalogue with all messages in their order, and no others."""
    old = read(language)
    new = Catalog(
        locale=language,
        header_comment=HEADER,
        project=DOMAIN,
        version="",
        msgid_bugs_address="",
        creation_date=old.creation_date,  # or each writing would change the file
        last_translator=AUTHORS,
        fuzzy=False,
    )
    for text in messages():
        known = old.get(text)
        new.add(text, known.string if known else "")
    return new


def written(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    pofile.write_po(buffer, catalogue, width=LINE, no_location=True)
    return buffer.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def places(text: str) -> list[str]:
    """The names of the places that `format` fills; none where it would fail."""
    try:
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:  # a brace that is meant as such
        return []


def codes(text: str) -> list[str]:
    """What stands in `backquotes`."""
    return sorted(re.findall(r"`[^`]+`", text))


def faults(language: str) -> list[str]:
    """What is missing, left over or wrong in a language's catalogue."""
    catalogue, wanted = read(language), messages()
    known = {message.id: message.string for message in catalogue if message.id}
    found = [f"not translated: {text!r}" for text in wanted if not known.get(text)]
    found += [f"not used: {text!r}" for text in known.keys() - set(wanted)]
    for text, told in known.items():
        if told and places(text) != places(told):
            found.append(f"other {{places}} than in English: {told!r}")
        if told and codes(text) != codes(told):
            found.append(f"other `code` than in English: {told!r}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    failed = 0
    for language in LANGUAGES[1:]:
        path = path_of(language)
        if not check:
            catalogue = updated(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(catalogue))
            path.with_suffix(".mo").write_bytes(compiled(catalogue))
        problems = faults(language)
        print(f"{path.relative_to(ROOT)}: {len(messages())} messages, {len(problems)} to mend")
        print(*(f"  {problem}" for problem in problems), sep="\n")
        failed += len(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
