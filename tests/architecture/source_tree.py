"""The files of the project as the architecture tests see them: read once, parsed with `ast`."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "bounce_inspector"
ROOMS = ("bounce_inspector", "resources", "tests", "packaging", ".ci")
LOOSE = ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore")
IGNORED = {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file that belongs to the project."""
    found = [ROOT / name for name in LOOSE if (ROOT / name).exists()]
    for room in ROOMS:
        found += [
            path
            for path in sorted((ROOT / room).rglob("*"))
            if path.is_file() and not IGNORED.intersection(path.parts)
        ]
    return tuple(found)


def python_files(*below: str) -> list[Path]:
    """Return the Python files, or those below one folder."""
    top = ROOT.joinpath(*below)
    return [path for path in files() if path.suffix == ".py" and path.is_relative_to(top)]


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_name(path: Path) -> str:
    """Return the dotted name of a module, that of the folder for its ``__init__``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> frozenset[str]:
    """Return the dotted names of all modules of the package."""
    return frozenset(module_name(path) for path in python_files("bounce_inspector"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything a file imports, also inside of functions.

    ``from a import b`` yields a.b where that is a module of ours, else a.
    """
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield node.lineno, full if full in modules() else base


def place(path: Path, line: int) -> str:
    """Return how a fault's place is written."""
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def starts_with(name: str, *roots: str) -> bool:
    """Tell whether a dotted name is one of the roots or lies below one."""
    return any(name == root or name.startswith(root + ".") for root in roots)
