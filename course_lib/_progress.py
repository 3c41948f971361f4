"""A progress bar for a person who watches, and silence for everyone else."""

import os
import sys


def watched() -> bool:
    """Whether a person sees stderr: in a terminal or a live notebook, not in CI or a book build."""
    if os.environ.get("CI") or os.environ.get("COURSE_LIB_STATIC"):
        return False
    # stderr is None where there is no console, as in pythonw
    return "ipykernel" in sys.modules or bool(sys.stderr and sys.stderr.isatty())


def show_progress(done: int, total: int, label: str, step: int = 1) -> None:
    """Redraw `label` with the share of `total` that is done; end the line when all is.

    `step` is how much was done since the last call: the bar is drawn once per percent.
    """
    if not watched():
        return
    percent = 100 * done // total
    if done < total and percent == 100 * (done - step) // total:
        return
    bar = "#" * (percent // 5)
    end = "\n" if done >= total else ""
    print(f"\r{label} [{bar:<20}] {percent:3d} %", end=end, file=sys.stderr, flush=True)
