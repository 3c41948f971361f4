"""Run every notebook as a reader elsewhere would, and compare what it prints with what is stored.

    python tools/compare_notebooks.py [NOTEBOOK ...]    (default: all of book/)

The package is built as a wheel and installed into an empty folder with copies of the notebooks, so
that neither the checkout nor its files can help: that is Colab. nbval then runs strict. The
original edition runs once more with its exercises solved, where nothing else may print differently;
that is on the bundled sample of the digits, as for readers without a connection.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from editions import ORIGINAL
from notebooks import CELL_SECONDS, ROOT, UNATTENDED, all_notebooks, language_of, read, solved

FOLDER = ROOT / "_build" / "standalone"
LIBRARY = FOLDER / "lib"
RUN_SECONDS = 900


def install() -> None:
    """Build the wheel from a clean state and install it, alone, into LIBRARY."""
    for left_over in (FOLDER, ROOT / "build"):
        shutil.rmtree(left_over, ignore_errors=True)
    wheels = FOLDER / "wheel"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    no_more = ["--no-deps", "--no-index"]
    build = [*pip, "wheel", *no_more, "--no-build-isolation", "-w", str(wheels), str(ROOT)]
    subprocess.run(build, check=True, timeout=180)
    shutil.rmtree(ROOT / "build", ignore_errors=True)
    wheel = next(wheels.glob("*.whl"))
    install = [*pip, "install", *no_more, "--target", str(LIBRARY), str(wheel)]
    subprocess.run(install, check=True, timeout=180)


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, **UNATTENDED, "PYTHONPATH": str(LIBRARY), **more}


def refuse_checkout() -> None:
    """Stop if the notebooks would import the package from anywhere but LIBRARY."""
    code = "import course_lib; print(course_lib.__file__)"
    command = [sys.executable, "-c", code]
    found = subprocess.run(
        command, cwd=FOLDER, env=environment(), check=True, capture_output=True, text=True
    ).stdout.strip()
    if not Path(found).is_relative_to(LIBRARY):
        sys.exit(f"The notebooks would import {found}, which is not the installed package.")


def nbval(title: str, notebooks: Iterable[Path], **more: str) -> int:
    """Run pytest with nbval on copies of the notebooks, show what it says; its exit code."""
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "-q"]
    limits = [f"--nbval-cell-timeout={CELL_SECONDS}", f"--timeout={CELL_SECONDS + 60}"]
    run = subprocess.run(
        [*command, *limits, *map(str, notebooks)],
        cwd=FOLDER,
        env=environment(**more),
        timeout=RUN_SECONDS,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    print(f"== Notebooks: {title}\n{run.stdout}", end="", flush=True)
    return run.returncode


def main() -> int:
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or all_notebooks()
    print("== Notebooks: building and installing the package alone", flush=True)
    install()
    (FOLDER / "pytest.ini").write_text("[pytest]\n")
    refuse_checkout()
    copies = {path: FOLDER / path.parent.name / path.name for path in chosen}
    # a solution is the same in every language
    answers = {
        path: FOLDER / "solved" / path.parent.name / path.name
        for path in chosen
        if language_of(path) == ORIGINAL
    }
    for copy in (*copies.values(), *answers.values()):
        copy.parent.mkdir(parents=True, exist_ok=True)
    for path, copy in copies.items():
        shutil.copy(path, copy)
    for path, answer in answers.items():
        nbformat.write(solved(read(path), language_of(path)), answer)
    print("== Notebooks: running each twice, as it stands and solved: a few minutes", flush=True)
    with ThreadPoolExecutor() as pool:  # side by side: a notebook keeps one processor busy
        found = [pool.submit(nbval, "strict comparison of what each prints", copies.values())]
        if answers:
            title = "once more with every exercise solved, on the bundled sample"
            run = pool.submit(nbval, title, answers.values(), COURSE_LIB_MNIST="sample")
            found.append(run)
    return int(any([run.result() for run in found]))


if __name__ == "__main__":
    sys.exit(main())
