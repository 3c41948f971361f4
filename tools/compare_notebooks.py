"""Run every notebook as a reader elsewhere would, and compare what it prints with what is stored.

    python tools/compare_notebooks.py [NOTEBOOK ...]    (default: all of book/)

The package is built as a wheel and installed into an empty folder with copies of the notebooks, so
that neither the checkout nor its files can help: that is Colab. nbval then runs strict. All
chapters run once more with their exercises solved, where nothing else may print differently; that
is on the bundled sample of the digits, as for readers without a connection.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import nbformat
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


def nbval(notebooks: Iterable[Path], **more: str) -> int:
    """Run pytest with nbval on copies of the notebooks; its exit code."""
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "-q"]
    limits = [f"--nbval-cell-timeout={CELL_SECONDS}", f"--timeout={CELL_SECONDS + 60}"]
    return subprocess.run(
        [*command, *limits, *map(str, notebooks)],
        cwd=FOLDER,
        env=environment(**more),
        timeout=RUN_SECONDS,
    ).returncode


def main() -> int:
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or all_notebooks()
    print("== Notebooks: building and installing the package alone", flush=True)
    install()
    (FOLDER / "pytest.ini").write_text("[pytest]\n")
    refuse_checkout()
    copies = {path: FOLDER / path.parent.name / path.name for path in chosen}
    answers = {path: FOLDER / "solved" / path.parent.name / path.name for path in chosen}
    for copy in (*copies.values(), *answers.values()):
        copy.parent.mkdir(parents=True, exist_ok=True)
    for path in chosen:
        shutil.copy(path, copies[path])
        nbformat.write(solved(read(path), language_of(path)), answers[path])
    print("== Notebooks: strict comparison of what each prints", flush=True)
    failed = nbval(copies.values())
    print("== Notebooks: once more with every exercise solved, on the bundled sample", flush=True)
    return nbval(answers.values(), COURSE_LIB_MNIST="sample") or failed


if __name__ == "__main__":
    sys.exit(main())
