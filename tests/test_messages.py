"""The catalogues hold every message, no other, and the same places and code in each language."""

import messages
import pytest
from babel.messages.catalog import Catalog

from course_lib.language import LANGUAGES

each_language = pytest.mark.parametrize("language", LANGUAGES[1:])


@each_language
def test_no_message_is_missing_unused_or_wrong(language):
    assert messages.faults(language) == []


@each_language
def test_catalogue_is_written_and_compiled_as_the_tool_does_it(language):
    path, catalogue = messages.path_of(language), messages.updated(language)
    advice = "run `make messages`"
    assert path.read_bytes() == messages.written(catalogue), advice
    assert path.with_suffix(".mo").read_bytes() == messages.compiled(catalogue), advice


def test_messages_come_from_calls_and_from_the_exercises():
    found = messages.messages()
    assert "The sigmoid" in found  # a call in an explorer
    assert "learning rate" in found  # marked with N_
    assert "Is a `return` missing?" in found  # a general cause
    assert "pairs intact" in found  # a property's name
    assert any("forgot" in text or "not squared" in text for text in found)  # a mistake
    assert len(found) == len(set(found)) > 1900


@pytest.mark.parametrize(
    ("english", "other", "fault"),
    [
        ("one {place}", "", "not translated: 'one {place}'"),
        ("one {place}", "ひとつの{place}", None),
        ("one {place}", "ひとつ", "other {places}"),
        ("one {place}", "{plaec}", "other {places}"),
        ("one {place}", "{place", "other {places}"),
        ("use `np.log`", "`np.log`を使う", None),
        ("use `np.log`", "`np.log2`を使う", "other `code`"),
    ],
)
def test_fault_is_seen(monkeypatch, english, other, fault):
    catalogue = Catalog(locale="ja")
    catalogue.add(english, other)
    monkeypatch.setattr(messages, "read", lambda language: catalogue)
    monkeypatch.setattr(messages, "messages", lambda: [english])
    found = messages.faults("ja")
    assert [text.startswith(fault) for text in found] == [True] if fault else found == []


def test_message_that_is_not_said_any_more_is_a_fault(monkeypatch):
    catalogue = Catalog(locale="ja")
    catalogue.add("gone", "もうない")
    monkeypatch.setattr(messages, "read", lambda language: catalogue)
    monkeypatch.setattr(messages, "messages", lambda: [])
    assert messages.faults("ja") == ["not used: 'gone'"]
