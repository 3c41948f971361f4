"""The package as a whole: light to import, complete, documented, and with one reading order."""

import ast
import dataclasses
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import course_lib

ROOT = Path(course_lib.__file__).parent
ORDER = re.findall(r"^\d+\. `(\w+)`", course_lib.__doc__, re.MULTILINE)
MODULES = sorted(
    path for path in ROOT.rglob("*.py") if path.name != "__init__.py" or path.parent != ROOT
)
NAMES = [name for name in course_lib.__all__ if callable(getattr(course_lib, name))]
GRADIENTS = [name for name in NAMES if name.endswith("_grad") and "_and_" not in name]


def place_of(module):
    """Private modules come first, then the reading order."""
    first = module.split(".")[0]
    return 0 if first.startswith("_") else 1 + ORDER.index(first)


def imports_of(path):
    """The modules of the package that a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            inner = node.module == "course_lib"
            names = [
                f"{node.module}.{alias.name}" if inner else node.module for alias in node.names
            ]
        for name in names:
            if name.startswith("course_lib."):
                yield name.removeprefix("course_lib.")


def test_importing_loads_numpy_and_nothing_heavier():
    code = """
import sys
before = set(sys.modules)
import course_lib
loaded = {name.split(".")[0] for name in set(sys.modules) - before}
print(*sorted(loaded - sys.stdlib_module_names))
"""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    loaded = {name for name in run.stdout.split() if "cython" not in name}
    assert loaded == {"course_lib", "numpy"}


def test_all_is_sorted_and_complete():
    # constants, then classes, then functions, each by name: the order that ruff keeps
    names = course_lib.__all__
    assert names == sorted(names, key=lambda n: (not n.isupper(), n[0].islower(), n))
    assert len(set(names)) == len(names)
    for name in names:
        assert hasattr(course_lib, name)
    public = {name for name, value in vars(course_lib).items()
              if not name.startswith("_") and not inspect.ismodule(value)}  # fmt: skip
    assert public == set(names)


@pytest.mark.parametrize("module", ORDER[: ORDER.index("network") + 1])
def test_every_public_function_and_class_of_the_mathematics_is_in_all(module):
    loaded = importlib.import_module(f"course_lib.{module}")
    for name, value in vars(loaded).items():
        mine = getattr(value, "__module__", None) == loaded.__name__
        protocol = getattr(value, "_is_protocol", False)
        if (inspect.isfunction(value) or inspect.isclass(value)) and mine and not protocol:
            assert name.startswith("_") or name in course_lib.__all__, name


def test_the_reading_order_names_every_module():
    found = {path.relative_to(ROOT).parts[0].removesuffix(".py") for path in MODULES}
    assert {name for name in found if not name.startswith("_")} == set(ORDER)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_upward_only(path):
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for imported in imports_of(path):
        same_package = imported.split(".")[0] == module.split(".")[0]
        assert same_package or place_of(imported) < place_of(module), f"{module}: {imported}"


def test_likelihood_never_sees_the_losses():
    assert set(imports_of(ROOT / "likelihood.py")) == {"_checks"}


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(GRADIENTS)))
def test_every_name_is_documented(name):
    thing = getattr(course_lib, name)
    text = inspect.getdoc(thing)
    if dataclasses.is_dataclass(thing):
        return  # a record that the package makes and the reader only reads
    for argument in inspect.signature(thing).parameters:
        assert re.search(rf"^    {argument}: \S", text, re.MULTILINE), f"{name}: {argument}"
    returns = inspect.isfunction(thing) and inspect.signature(thing).return_annotation is not None
    sections = ["Args:", "Raises:", "Example:"] + ["Returns:"] * returns
    for section in sections:
        assert f"\n{section}\n" in text, f"{name}: {section}"
    assert ">>> " in text


@pytest.mark.parametrize("name", GRADIENTS)
def test_every_gradient_names_its_loss(name):
    text = inspect.getdoc(getattr(course_lib, name))
    assert f"derivative of `{name.removesuffix('_grad')}`" in text.split("\n\n")[0].replace(
        "\n", " "
    )


@pytest.mark.parametrize("name", [n for n in NAMES if inspect.isclass(getattr(course_lib, n))])
def test_every_public_method_is_documented(name):
    for method, value in vars(getattr(course_lib, name)).items():
        if not method.startswith("_") and (callable(value) or isinstance(value, property)):
            assert value.__doc__, f"{name}.{method}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_says_what_it_holds(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
