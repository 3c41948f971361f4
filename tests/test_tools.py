"""The tools that check and build the book: each must fail when what it runs fails."""

import gzip
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import build_site
import chromium
import compare_notebooks
import course_links
import editions
import lighthouse
import nbclient
import notebooks
import pytest
import serve_site
import yaml
from bs4 import BeautifulSoup
from docutils import nodes
from nbformat import v4
from nbformat import write as write_notebook
from sphinx import addnodes


def one_cell(source, printed=""):
    outputs = [v4.new_output("stream", name="stdout", text=f"{printed}\n")] if printed else []
    cell = v4.new_code_cell(source, id="a-1", execution_count=1, outputs=outputs)
    return v4.new_notebook(cells=[cell])


# ---- build_site ----


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A tiny book in an empty folder; `build` only notes where it was asked to build."""
    files = {
        "course_lib/losses.py": "a",
        "requirements.txt": "a",
        "book/en/index.md": "a",
        "book/ja/index.md": "a",
        "book/glossary.yml": "a",
        "book/assets/logo.svg": "a",
        "tools/tool.py": "a",
        "npm/katex/dist/katex.min.css": "a",
        "npm/katex/dist/fonts/a.woff2": "a",
        "_toc.yml": "root: index\nparts:\n- caption: The course\n",
        "_config.yml": yaml.safe_dump(
            {
                "title": "T",
                "html": {"baseurl": "https://example.org"},
                "sphinx": {"config": {"nitpicky": True}, "local_extensions": {"links": "tools"}},
            }
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    state = SimpleNamespace(
        root=tmp_path, builds=0, toc={}, glossary={}, works=True, origin="cache", data=None
    )
    state.finish = lambda *arguments: None

    def build(folder, data):
        state.builds += 1
        state.data = data
        state.config = yaml.safe_load((folder / "_config.yml").read_text(encoding="utf-8"))
        state.toc[folder.name] = (folder / "_toc.yml").read_text(encoding="utf-8")
        state.glossary[folder.name] = (folder / "glossary.md").read_text(encoding="utf-8")
        (folder / "_build" / "html").mkdir(parents=True)
        (folder / "_build" / "html" / "index.html").write_text(str(state.builds))
        return state.works

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["build_site.py", *arguments])
        return build_site.main()

    def cache_after(change):
        run()
        before = state.config["execute"]["cache"]
        change()
        run("--fresh")
        return before, state.config["execute"]["cache"]

    state.run, state.cache_after = run, cache_after
    monkeypatch.setattr(build_site, "ROOT", tmp_path)
    monkeypatch.setattr(build_site, "EDITIONS", {"en": editions.EDITIONS["en"]})
    monkeypatch.setattr(build_site, "GLOSSARY", tmp_path / "book" / "glossary.yml")
    monkeypatch.setattr(build_site, "page", "# {}".format)
    monkeypatch.setattr(build_site, "BUILD", tmp_path / "_build")
    monkeypatch.setattr(build_site, "SITE", tmp_path / "_site")
    monkeypatch.setattr(build_site, "find_data", lambda: state.origin)
    monkeypatch.setattr(build_site, "build", build)
    monkeypatch.setattr(build_site, "fetch_tools", lambda folder: tmp_path / "npm")
    monkeypatch.setattr(build_site, "finish", state.finish)
    return state


def test_site_is_built_again_only_where_an_input_changed(book):
    assert (book.run(), book.builds) == (0, 1)
    assert (book.run(), book.builds) == (0, 1)
    for number, name in enumerate(("book/en/index.md", "course_lib/losses.py", "tools/tool.py"), 2):
        (book.root / name).write_text("b")
        assert (book.run(), book.builds) == (0, number)
    assert (book.root / "_site" / "en" / "index.html").read_text() == "4"


def test_failed_build_fails_keeps_the_old_site_and_is_not_taken_for_done(book):
    book.run()
    book.works = False
    assert book.run("--fresh") == 1
    assert (book.root / "_site" / "en" / "index.html").read_text() == "1"
    book.works = True
    assert (book.run(), book.builds) == (0, 3)


@pytest.mark.parametrize("name", ["course_lib/losses.py", "requirements.txt"])
def test_changed_package_leaves_the_executed_notebooks_behind(book, name):
    before, after = book.cache_after(lambda: (book.root / name).write_text("b"))
    assert before != after


def test_changed_environment_leaves_the_executed_notebooks_behind(book, monkeypatch):
    more = {**build_site.UNATTENDED, "OPENBLAS_NUM_THREADS": "2"}
    before, after = book.cache_after(lambda: monkeypatch.setattr(build_site, "UNATTENDED", more))
    assert before != after


def test_other_data_leaves_the_executed_notebooks_behind(book):
    before, after = book.cache_after(lambda: setattr(book, "origin", "sample"))
    assert before != after
    assert book.data == {"COURSE_LIB_MNIST": "sample"}


def test_changed_text_keeps_the_executed_notebooks(book):
    before, after = book.cache_after(lambda: (book.root / "book/en/index.md").write_text("b"))
    assert before == after


def test_edition_keeps_the_settings_it_does_not_change(book):
    book.run()
    assert book.config["sphinx"] == {
        "config": {"nitpicky": True, "language": "en"},
        "local_extensions": {"links": str(book.root / "tools")},
    }


def test_each_edition_is_derived_from_the_same_settings(book, monkeypatch):
    monkeypatch.setattr(build_site, "EDITIONS", editions.EDITIONS)
    assert (book.run(), book.builds) == (0, 2)
    assert book.config["title"] == "手を動かして学ぶ損失関数"
    assert book.config["html"] == {"baseurl": "https://example.org/ja"}
    assert book.config["repository"] == {"path_to_book": "book/ja"}
    assert book.config["sphinx"]["config"]["nitpicky"]
    assert "caption: The course\n" in book.toc["en"]
    assert "caption: 本編\n" in book.toc["ja"]
    assert book.glossary == {"en": "# en", "ja": "# ja"}
    (book.root / "book/ja/index.md").write_text("b")
    assert (book.run(), book.builds) == (0, 3)


def test_the_page_above_the_editions_offers_each(book, monkeypatch):
    monkeypatch.setattr(build_site, "EDITIONS", editions.EDITIONS)
    book.run()
    landing = BeautifulSoup((book.root / "_site" / "index.html").read_text("utf-8"), "html.parser")
    links = {link["href"]: (link["lang"], link.strong.text) for link in landing.select("li a")}
    assert links == {
        "en/index.html": ("en", "T"),
        "ja/index.html": ("ja", "手を動かして学ぶ損失関数"),
    }
    twins = {link["hreflang"]: link["href"] for link in landing.select("link[rel=alternate]")}
    assert twins == {
        "en": "https://example.org/en/index.html",
        "ja": "https://example.org/ja/index.html",
        "x-default": "https://example.org/",
    }


def test_merged_goes_key_by_key():
    base = {"a": {"b": {"c": 1, "d": 2}}, "e": 3}
    assert build_site.merged(base, {"a": {"b": {"c": 4}}, "f": 5}) == {
        "a": {"b": {"c": 4, "d": 2}},
        "e": 3,
        "f": 5,
    }
    assert base == {"a": {"b": {"c": 1, "d": 2}}, "e": 3}


@pytest.fixture
def runs(monkeypatch):
    """What build_site would run; a test sets `answer`, an exit code or an exception."""
    state = SimpleNamespace(answer=0)

    def run(command, check=False, **options):
        state.command, state.options = command, options
        if isinstance(state.answer, Exception):
            raise state.answer
        if check and state.answer:
            raise subprocess.CalledProcessError(state.answer, command)
        return SimpleNamespace(returncode=state.answer, stdout="cache\n", stderr="a warning\n")

    monkeypatch.setattr(build_site.subprocess, "run", run)
    return state


LATE = subprocess.TimeoutExpired("python", 1)


def test_build_counts_warnings_as_errors_and_runs_as_if_nobody_watched(runs, tmp_path):
    assert build_site.build(tmp_path, {"COURSE_LIB_MNIST": "sample"})
    assert {"-W", "--keep-going", "-n"} <= set(runs.command)
    assert {**notebooks.UNATTENDED, "COURSE_LIB_MNIST": "sample"}.items() <= runs.options[
        "env"
    ].items()


@pytest.mark.parametrize(("answer", "said"), [(1, "a warning"), (LATE, "took more than")])
def test_build_says_that_it_failed(runs, tmp_path, capsys, answer, said):
    runs.answer = answer
    assert not build_site.build(tmp_path, {})
    assert said in capsys.readouterr().err


def test_data_origin(runs):
    assert build_site.find_data() == "cache"


def test_data_that_is_late_gives_the_sample(runs, capsys):
    runs.answer = LATE
    assert build_site.find_data() == "sample"
    assert capsys.readouterr().err == (
        f"MNIST did not arrive within {build_site.DATA_SECONDS} s: the bundled sample is used.\n"
    )


def test_data_that_cannot_be_loaded_ends_the_build(monkeypatch, capfd):
    monkeypatch.setenv("COURSE_LIB_MNIST", "nowhere")
    with pytest.raises(SystemExit, match="MNIST could not be loaded"):
        build_site.find_data()
    reason = capfd.readouterr().err
    assert "must be one of" in reason
    assert "Traceback" not in reason


# ---- compare_notebooks ----


@pytest.mark.parametrize(
    ("source", "exit_code"), [("print(1)", 0), ("print(2)", 1), ("assert False", 1)]
)
def test_nbval_compares_strictly(tmp_path, monkeypatch, source, exit_code):
    monkeypatch.setattr(compare_notebooks, "FOLDER", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    write_notebook(one_cell(source, printed="1"), tmp_path / "a.ipynb")
    assert compare_notebooks.nbval("a run", ["a.ipynb"]) == exit_code


@pytest.mark.parametrize(
    ("codes", "exit_code"), [((0, 0), 0), ((1, 0), 1), ((0, 1), 1), ((5, 1), 1)]
)
def test_comparison_fails_if_either_run_fails(tmp_path, monkeypatch, codes, exit_code):
    done = []

    def nbval(title, copies, **more):
        done.append((len(copies), more))
        assert all(copy.is_file() and copy.is_relative_to(tmp_path / "copies") for copy in copies)
        return codes[bool(more)]

    names = ["en/a.ipynb", "ja/a.ipynb"]
    for name in names:
        (tmp_path / name).parent.mkdir()
        write_notebook(one_cell("x = 1"), tmp_path / name)
    (tmp_path / "copies").mkdir()
    monkeypatch.setattr(compare_notebooks, "FOLDER", tmp_path / "copies")
    monkeypatch.setattr(compare_notebooks, "install", lambda: done.append("install"))
    monkeypatch.setattr(compare_notebooks, "refuse_checkout", lambda: done.append("refuse"))
    monkeypatch.setattr(compare_notebooks, "nbval", nbval)
    monkeypatch.setattr(sys, "argv", ["compare", *(str(tmp_path / name) for name in names)])
    assert compare_notebooks.main() == exit_code
    assert done[:2] == ["install", "refuse"]
    runs = sorted(done[2:], key=str)
    assert runs == [(1, {"COURSE_LIB_MNIST": "sample"}), (2, {})]


# ---- notebooks ----


@pytest.fixture
def write_all(tmp_path, monkeypatch):
    """Run `notebooks.py` on one notebook of one cell, as it is after `execute`."""
    path = tmp_path / "en" / "a.ipynb"
    path.parent.mkdir()
    for name in (*notebooks.UNATTENDED, "COURSE_LIB_MNIST"):
        monkeypatch.setenv(name, "")  # so that what main sets is taken back

    def run(*arguments, execute=lambda nb: None):
        monkeypatch.setattr(notebooks, "execute", execute)
        monkeypatch.setattr(sys, "argv", ["notebooks.py", *arguments, str(path)])
        return notebooks.main()

    write_notebook(one_cell("print(1)"), path)
    return SimpleNamespace(path=path, run=run)


def print_one(nb):
    nb.cells[-1].outputs = [v4.new_output("stream", name="stdout", text="1\n")]


def test_notebooks_are_executed_and_written(write_all):
    assert write_all.run(execute=print_one) == 0
    nb = notebooks.read(write_all.path)
    assert [cell.id for cell in nb.cells] == ["setup", "a-1"]
    assert nb.cells[1].outputs[0].text == "1\n"
    assert write_all.run("--check", execute=None) == 0


def test_notebook_that_stays_the_same_is_not_written(write_all, monkeypatch):
    write_all.run(execute=print_one)
    monkeypatch.setattr(Path, "write_text", lambda *_, **__: pytest.fail("written again"))
    assert write_all.run(execute=print_one) == 0
    assert write_all.run("--check") == 0


def test_check_refuses_and_writes_nothing(write_all):
    before = write_all.path.read_text()
    assert write_all.run("--check") == 1
    assert write_all.path.read_text() == before


@pytest.mark.parametrize(
    "error",
    [RuntimeError("dead"), nbclient.exceptions.CellExecutionError("traceback", "E", "no")],
    ids=lambda error: type(error).__name__,
)
def test_failing_notebook_fails_the_command_and_is_not_written(write_all, error, capsys):
    def execute(nb):
        raise error

    before = write_all.path.read_text()
    assert write_all.run(execute=execute) == 1
    assert write_all.path.read_text() == before
    assert "a.ipynb: " in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore")  # those of the kernel's client, which differ by platform
def test_execute_runs_a_quiet_kernel_in_an_empty_folder(capfd):
    nb = one_cell("import os\nprint(os.listdir())")
    notebooks.execute(nb)
    assert [output.text for output in nb.cells[0].outputs] == ["[]\n"]
    assert "IPKernelApp" not in capfd.readouterr().err


def test_repository_address_ending_in_git_is_refused(tmp_path, monkeypatch):
    (tmp_path / "_config.yml").write_text("repository: {url: https://example.org/x.git, branch: b}")
    monkeypatch.setattr(notebooks, "ROOT", tmp_path)
    with pytest.raises(ValueError, match=r"url in _config.yml must not end in \.git, but got"):
        notebooks.setup_source("en")


# ---- course_links ----


def test_entry_names_the_first_section_in_the_order_of_the_book():
    signature = addnodes.desc_signature("", module="course_lib.losses", fullname="huber")
    page = nodes.section("", addnodes.desc("", signature, addnodes.desc_content()))
    sections = {
        "a_later": [("later", "Later", {"huber"})],
        "z_first": [
            ("title", "First", {"numpy"}),
            ("met", "Met", {"losses.huber"}),
            ("again", "Again", {"huber"}),
        ],
    }
    env = SimpleNamespace(
        config=SimpleNamespace(root_doc="index"),
        toctree_includes={"index": ["z_first", "a_later"]},
        course_mentions=sections,
        titles={"z_first": nodes.title("", "First"), "a_later": nodes.title("", "Later")},
    )
    builder = SimpleNamespace(get_relative_uri=lambda source, target: f"{target}.html")
    app = SimpleNamespace(env=env, builder=builder, config=SimpleNamespace(language="en"))
    course_links.add_introductions(app, page, "api")
    [link] = page.findall(nodes.reference)
    assert link["refuri"] == "z_first.html#met"
    assert link.parent.astext() == "Introduced in: First › Met"


# ---- serve_site ----


@pytest.fixture
def served(tmp_path):
    """What a small site answers: ask(address, **headers) gives headers and body."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "index.html").write_text("<p>première", encoding="utf-8")
    (tmp_path / "search.js").write_text("search()")
    (tmp_path / "logo.svg").write_text("<svg/>")
    (tmp_path / "font.woff2").write_bytes(b"wOF2")

    with serve_site.serving(tmp_path) as site:

        def ask(path, **headers):
            headers = {"Accept-Encoding": "gzip", **headers}
            with urllib.request.urlopen(urllib.request.Request(site + path, None, headers)) as got:
                return got.headers, got.read()

        yield ask


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("en/", "text/html; charset=utf-8", "<p>première"),
        ("en/index.html?q=loss", "text/html; charset=utf-8", "<p>première"),
        ("search.js", "text/javascript", "search()"),
        ("logo.svg", "image/svg+xml", "<svg/>"),
    ],
)
def test_text_is_served_compressed(served, path, kind, body):
    headers, packed = served(path)
    assert (headers["Content-Type"], headers["Content-Encoding"]) == (kind, "gzip")
    assert gzip.decompress(packed).decode() == body
    headers, plain = served(path, **{"Accept-Encoding": "identity"})
    assert (headers["Content-Type"], headers["Content-Encoding"]) == (kind, None)
    assert plain.decode() == body


def test_what_is_packed_already_is_served_as_it_is(served):
    headers, body = served("font.woff2")
    assert (headers["Content-Type"], headers["Content-Encoding"], body) == (
        "font/woff2",
        None,
        b"wOF2",
    )


def test_missing_file_is_said_to_be_missing(served, capsys):
    with pytest.raises(urllib.error.HTTPError, match="404") as caught:
        served("gone.js")
    caught.value.close()


def test_server_asks_for_the_site_first(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(serve_site, "SITE", tmp_path)
    monkeypatch.setattr(sys, "argv", ["serve_site.py"])
    assert serve_site.main() == 1
    assert capsys.readouterr().err == "There is no site yet. Run: make book\n"


# ---- chromium, lighthouse ----


def test_first_browser_that_is_there_is_taken(monkeypatch):
    there = {"chromium-browser": "/b", "google-chrome": "/c"}
    monkeypatch.setattr(chromium.shutil, "which", there.get)
    assert chromium.find() == "/b"
    there.clear()
    assert chromium.find() is None


def report(*scores, **more):
    pairs = zip(lighthouse.CATEGORIES, scores, strict=True)
    return {"categories": {name: {"score": score} for name, score in pairs}, **more}


def test_scores_are_medians_and_those_below_their_goal_are_marked():
    reports = [report(0.94, 1, 1, 1), report(0.96, 1, 0.99, 1), report(0.95, 1, 0.99, 1)]
    found = lighthouse.medians([lighthouse.scores(one) for one in reports])
    assert list(found.values()) == [95, 100, 99, 100]
    assert lighthouse.row("en/a", "mobile", found).split() == [
        "en/a",
        "mobile",
        "95",
        "100",
        "99!",
        "100",
    ]
    assert lighthouse.row("en/a", "desktop", found).split()[2:] == ["95!", "100", "99!", "100"]


def test_page_that_did_not_load_has_no_score():
    failed = report(None, None, None, None, runtimeError={"message": "NO_FCP"})
    with pytest.raises(SystemExit, match="NO_FCP"):
        lighthouse.scores(failed)


def test_lighthouse_fails_where_a_score_is_below_its_goal(tmp_path, monkeypatch, capsys):
    (tmp_path / "a.html").touch()
    monkeypatch.setattr(lighthouse, "SITE", tmp_path)
    monkeypatch.setattr(lighthouse, "LIGHTHOUSE", tmp_path / "a.html")
    monkeypatch.setattr(chromium, "find", lambda: "/b")
    monkeypatch.setattr(sys, "argv", ["lighthouse.py", "--runs", "2", "a"])
    found = dict.fromkeys(lighthouse.CATEGORIES, 100)
    monkeypatch.setattr(lighthouse, "measure", lambda *_: found)
    assert lighthouse.main() == 0
    found["seo"] = 99
    assert lighthouse.main() == 1
    assert "2 scores lie below their goal" in capsys.readouterr().out
