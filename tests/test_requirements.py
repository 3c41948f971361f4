"""requirements.txt holds a pin for each package that pyproject.toml names, within its bounds."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def direct():
    """Every package that the project or one of its extras asks for, itself left out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    asked = [Requirement(text) for group in (project["dependencies"], *extras) for text in group]
    return [r for r in asked if canonicalize_name(r.name) != canonicalize_name(project["name"])]


def pins(text):
    """From a package to its pinned versions, one for each environment."""
    found = {}
    for line in text.splitlines():
        if line and not line.startswith((" ", "#", "-")):
            pin = Requirement(line)
            (only,) = pin.specifier
            assert only.operator == "=="
            found.setdefault(canonicalize_name(pin.name), []).append(only.version)
    return found


def faults(asked, pinned):
    return [
        str(requirement)
        for requirement in asked
        if not (versions := pinned.get(canonicalize_name(requirement.name)))
        or not all(requirement.specifier.contains(v) for v in versions)
    ]


def test_every_direct_dependency_is_pinned_within_its_bounds():
    files = [ROOT / "requirements.txt", ROOT / "benchmarks" / "requirements.txt"]
    pinned = pins("\n".join(path.read_text(encoding="utf-8") for path in files))
    assert faults(direct(), pinned) == [], "run `make requirements`"


@pytest.mark.parametrize(
    "pin", ["", "numpy==1.26.4", "numpy==2.1 ; sys_platform == 'win32'\nnumpy==1.9"]
)
def test_a_missing_or_outdated_pin_is_seen(pin):
    assert faults([Requirement("numpy>=2.0")], pins(pin)) == ["numpy>=2.0"]


def test_binder_runs_the_python_that_the_pins_were_made_for():
    version = (ROOT / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={version}"
