import io
from types import SimpleNamespace

import pytest
from helpers import Terminal

from course_lib import _progress


@pytest.fixture
def system(monkeypatch):
    """A terminal in which a person sits; each test takes away what it needs."""
    for name in ("CI", "COURSE_LIB_STATIC"):
        monkeypatch.delenv(name, raising=False)
    system = SimpleNamespace(stderr=Terminal(), modules={})
    monkeypatch.setattr(_progress, "sys", system)
    return system


def run(total):
    for done in range(1, total + 1):
        _progress.show_progress(done, total, "epoch")


def test_a_person_sees_the_bar_fill(system):
    run(4)
    frames = system.stderr.getvalue().split("\r")[1:]
    assert [frame.strip() for frame in frames] == [
        "epoch [#####               ]  25 %",
        "epoch [##########          ]  50 %",
        "epoch [###############     ]  75 %",
        "epoch [####################] 100 %",
    ]
    assert [frame.endswith("\n") for frame in frames] == [False, False, False, True]


def test_long_work_redraws_once_per_percent(system):
    run(12_345)
    assert system.stderr.getvalue().count("\r") <= 101
    assert "100 %\n" in system.stderr.getvalue()


def test_a_live_notebook_counts_as_watched(system):
    system.stderr = io.StringIO()
    assert not _progress.watched()
    system.modules["ipykernel"] = object()
    assert _progress.watched()


@pytest.mark.parametrize("variable", ["CI", "COURSE_LIB_STATIC"])
def test_silence_in_ci_and_in_a_book_build(system, monkeypatch, variable):
    assert _progress.watched()
    system.modules["ipykernel"] = object()
    monkeypatch.setenv(variable, "1")
    run(10)
    assert system.stderr.getvalue() == ""


def test_silence_where_stderr_goes_to_a_file(system):
    system.stderr = io.StringIO()
    run(10)
    assert system.stderr.getvalue() == ""


def test_nothing_goes_to_stdout(system, capsys):
    run(3)
    assert capsys.readouterr().out == ""
