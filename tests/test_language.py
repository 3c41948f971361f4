"""The package in another language: what is shown is translated, what is computed is not."""

import os
import re
import subprocess
import sys

import numpy as np
import pytest
from helpers import assert_refused
from test_explorers_shown import make

from course_lib import explorers, plots, use_language
from course_lib.exercises import ALL, QUESTIONS, progress
from course_lib.language import LANGUAGES, _, language_used, wrapped

OTHERS = LANGUAGES[1:]
LETTERS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")  # of Japanese
# Words that stand in a Japanese text as they are: names, symbols and what is code everywhere.
KEPT = {"huber", "log", "nan", "inf", "mnist", "delta", "backspace", "delete", "enter", "shift"}
ERRORS = {"ZeroDivisionError", "division", "zero", "TypeError", "prediction", "target"}
each_language = pytest.mark.parametrize("language", OTHERS)


def left_over(text):
    """English words of a text, without what is code or a place to be filled."""
    text = re.sub(r"`[^`]*`|\{\w*\}|<[^>]*>|\\[a-z]+", " ", text)
    return {w for w in re.findall(r"[A-Za-z]{3,}", text) if w.lower() not in KEPT}


def test_language_is_refused_if_it_is_not_known():
    assert_refused(lambda: use_language("fr"), ValueError, "'en' or 'ja'", "'fr'")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANGUAGE": "de:ja:en", "LANG": "en_US"}, "ja"),
        ({"LANGUAGE": "en:ja", "LANG": "ja_JP"}, "en"),
        ({"LC_ALL": "ja_JP.UTF-8", "LANG": "en_US"}, "ja"),
        ({"COURSE_LIB_LANGUAGE": "en", "LANG": "ja_JP.UTF-8"}, "en"),
    ],
)
def test_environment_chooses(monkeypatch, environment, language):
    for name in ("COURSE_LIB_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    use_language()
    assert language_used() == language


def test_environment_is_read_when_the_package_is_loaded():
    code = "from course_lib.exercises import accuracy as ex; print(ex.hint())"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "COURSE_LIB_LANGUAGE": "ja", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert "ヒント" in run.stdout


def test_what_is_not_translated_is_shown_in_english():
    use_language("ja")
    assert _("No catalogue has this.") == "No catalogue has this."
    assert _("") == ""


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one\n  two", 20, ["one two"]),
        ("損失の平均です。", 8, ["損失の平", "均です。"]),
        ("損失の平均。", 10, ["損失の平", "均。"]),  # no line begins with 。
        ("長い`code`です", 8, ["長い", "`code`で", "す"]),
        ("unbreakable", 4, ["", "unbreakable"]),
    ],
)
def test_lines_are_wrapped_by_their_columns(text, width, lines):
    assert wrapped(text, width) == lines


@each_language
@pytest.mark.parametrize("ex", ALL.values(), ids=ALL)
def test_exercise_speaks_the_language(ex, language):
    use_language(language)
    said = [ex.stub.partition('"""')[2], ex.markdown, *(_(m.says) for m in ex.mistakes)]
    for text in said:
        plain = re.sub(r"```.*?```", " ", text, flags=re.DOTALL)
        assert LETTERS.search(plain), plain
    # the stub runs as it stands, and is known as one
    names = {"np": np}
    exec(ex.stub, names)
    feedback = ex.check(names[ex.name])
    assert feedback.status == "not attempted"
    assert not left_over(feedback.message.partition(": ")[2])


@each_language
def test_mistake_has_one_slug_in_every_language(language):
    for ex in ALL.values():
        mistake = ex.mistakes[0]
        function = ex.function_with(mistake)
        use_language("en")
        english = ex.check(function)
        use_language(language)
        other = ex.check(function)
        assert (
            (other.status, other.mistake) == ("wrong", mistake.slug) == ("wrong", english.mistake)
        )
        assert other.message != english.message
        assert not left_over(other.message.splitlines()[0].partition(": ")[2]), other.message


@each_language
def test_two_mistakes_and_general_causes_are_told(language):
    use_language(language)
    ex = ALL["mean_squared_error"]
    for function in (
        lambda prediction, target: -2 * ((prediction - target) ** 2).mean(),
        lambda prediction, target: "a text",
        lambda prediction, target: 1 / 0,
        lambda prediction, target: print("1"),
        lambda prediction, target: 7.0,
        lambda prediction: 0,
        "not a function",
    ):
        feedback = ex.check(function)
        assert feedback.status == "wrong"
        words = left_over(feedback.message.partition(": ")[2])
        assert words <= ERRORS, feedback.message


@each_language
def test_questions_and_progress_speak_the_language(language):
    use_language(language)
    for question in QUESTIONS.values():
        assert LETTERS.search(question.markdown)
        assert "**Yes" not in question.markdown
    names = "|".join(ALL)
    assert not left_over(re.sub(names, "", re.sub(r"[vxo]+`", "`", progress())))


@each_language
@pytest.mark.parametrize("name", [n for n in explorers.__all__ if n != "Explorer"])
def test_explorer_speaks_the_language(name, language):
    english = make(name).html
    use_language(language)
    page = make(name).html
    markup = page.partition("</style>")[2].partition("</template>")[0]
    assert not left_over(re.sub(r"<style>.*?</style>", "", markup, flags=re.DOTALL))
    labels = " ".join(re.findall(r'(?:aria-label|aria-valuetext|alt|title)="([^"]*)"', markup))
    assert not left_over(labels)
    # the same script moves it, and the same points
    assert page.partition("</script>")[2] == english.partition("</script>")[2]
    assert re.findall(r' d="[^"]*"', page) == re.findall(r' d="[^"]*"', english)


@each_language
def test_figures_have_letters_for_the_language(language):
    use_language(language)
    plots.use_style()
    figure, ax = plots.plt.subplots()
    plots.label(ax, "損失関数", "正解率", "−0.5 ŷ")
    figure.canvas.draw()  # a missing letter is a warning, and so an error here
    plots.plt.close(figure)


def test_figures_without_the_font_say_what_to_install(monkeypatch):
    use_language("ja")
    monkeypatch.setitem(sys.modules, "matplotlib_fontja", None)
    with pytest.warns(UserWarning, match="pip install matplotlib-fontja"):
        plots.use_style()
