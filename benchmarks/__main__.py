"""Measure everything, print the tables, and write them into the book: `make bench`.

python -m benchmarks
"""

import datetime
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from benchmarks.clock import progress
from benchmarks.page import page

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "book" / "en" / "how_fast.md"
RESULTS = ROOT / "_build" / "bench" / "results.json"
SECONDS = 900
THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
PACKAGES = {"numpy": "NumPy", "torch": "PyTorch", "scikit-learn": "scikit-learn", "scipy": "SciPy"}


def measured(module: str, threads: int, quick: bool = False) -> dict:
    """What a module of this package measured, in a process of its own with so many threads."""
    settings = dict.fromkeys(THREAD_SETTINGS, str(threads))
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", str(threads), *(["--quick"] * quick)],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return json.loads(done.stdout)


def machine() -> dict:
    """The processor by its kind, never this machine by its name."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        cpu = platform.processor() or platform.machine()
    caches = []
    for folder in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = ((folder / n).read_text().strip() for n in ("level", "type", "size"))
        if kind != "Instruction":
            caches.append(f"L{level} {size.replace('K', ' KiB')}")
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "caches": ", ".join(caches),
        "system": platform.system(),
    }


def versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    for package, name in PACKAGES.items():
        try:
            found[name] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def everything(quick: bool = False) -> dict:
    results: dict = {
        "date": datetime.date.today().isoformat(),
        "machine": machine(),
        "versions": versions(),
        "trainer": {},
        "losses": {},
    }
    runs = [("losses", 1), ("trainer", 1), *([("trainer", 2)] if (os.cpu_count() or 1) > 1 else [])]
    for number, (module, threads) in enumerate(runs, 1):
        plural = "s" if threads > 1 else ""
        progress(f"== {number}/{len(runs)}: {module}, {threads} thread{plural}")
        results[module][str(threads)] = measured(module, threads, quick)
    return results


def main() -> None:
    results = everything()
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results), encoding="utf-8")
    text = page(results)
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    print(f"Written to {PAGE.relative_to(ROOT)}. Bring its twins up to date: make editions")


if __name__ == "__main__":
    main()
