import ast
import re
import statistics
import tokenize
import tomllib

from tests.architecture.source_tree import PACKAGE, ROOT, files, place, python_files, tree

LONGEST = 400
MEDIAN = 130
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "stuff"}
PATHS_OF_ONE_MACHINE = re.compile(r"(?<![\w.])/(?:work|root|Users/\w+)/[\w.-]")
CODES = r"[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*"
WITH_REASON = re.compile(
    rf"#\s*(?:noqa:\s*{CODES}|type:\s*ignore\[[\w\-, ]+\])\s*(?:[-#:(]+\s*)?(.*)"
)


def lines_of(path):
    return path.read_text(encoding="utf-8").count("\n")


def comments(path):
    """Yield line number and text of each comment."""
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def test_no_file_is_too_long():
    long = {path.name: lines_of(path) for path in python_files() if lines_of(path) > LONGEST}

    assert not long, "a file has one job: split it along its jobs"


def test_the_usual_file_fits_on_two_screens():
    sizes = [lines_of(path) for path in python_files("bounce_inspector")]

    assert statistics.median(sizes) <= MEDIAN, "files grow together: look for those with two jobs"


def test_no_file_is_a_drawer():
    found = [path for path in files() if path.stem in DRAWERS or path.parent.name in DRAWERS]

    assert not found, "a name that says nothing collects everything: say what is in it"


def test_packaging_is_no_package():
    assert not (ROOT / "packaging" / "__init__.py").exists(), (
        "it would shadow PyPI's 'packaging', which pytest imports"
    )


def test_every_package_folder_says_what_is_in_it():
    folders = {path.parent for path in python_files("bounce_inspector")}
    silent = [
        folder.relative_to(ROOT).as_posix()
        for folder in folders
        if not (folder / "__init__.py").exists()
        or not ast.get_docstring(tree(folder / "__init__.py"))
    ]

    assert not silent, "give the folder an __init__.py with a docstring"


def test_every_module_begins_with_what_it_is_for():
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in [*python_files("bounce_inspector"), *python_files("packaging")]
        if not ast.get_docstring(tree(path))
    ]

    assert not silent, "the first line of a file says its job"


def test_every_ignored_finding_carries_its_reason():
    bare = []
    for path in python_files():
        for line, text in comments(path):
            if re.search(r"#\s*(noqa|type:\s*ignore)", text):
                found = WITH_REASON.search(text)
                if not found or len(found[1]) < 4:
                    bare.append(f"{place(path, line)} {text}")

    assert not bare, "write which finding and why: '# noqa: S603 - the arguments are our own'"


def test_texts_for_translation_are_whole():
    """An f-string is looked up with its braces and never found: use .format after tr."""
    broken = [
        place(path, call.lineno)
        for path in python_files("bounce_inspector")
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in {"tr", "translate"}
        and any(isinstance(part, ast.JoinedStr) for part in ast.walk(call))
        and any(isinstance(argument, ast.JoinedStr) for argument in call.args)
    ]

    assert not broken, "an f-string inside tr() is looked up with its braces: use .format after tr"


def test_all_data_is_valid():
    faults = []
    for path in files():
        if path.suffix == ".toml":
            try:
                tomllib.loads(path.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
                faults.append(f"{path.relative_to(ROOT).as_posix()}: {fault}")

    assert not faults


def test_resources_hold_no_python():
    assert not python_files("resources"), "resources/ is data; code belongs into bounce_inspector/"


def test_nothing_names_a_place_on_one_machine():
    found = []
    for path in files():
        if path.suffix in {".py", ".md", ".toml", ".sh", ".qss", ".desktop", ".xml", ""}:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if PATHS_OF_ONE_MACHINE.search(line):
                    found.append(f"{place(path, number)} {line.strip()}")

    assert not found, "nobody else has this folder"


def test_there_is_a_package_to_look_at():
    assert len(python_files("bounce_inspector")) > 10
    assert PACKAGE.joinpath("__init__.py") in files()
