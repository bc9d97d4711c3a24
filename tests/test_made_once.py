import marshal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bounce_inspector import made_once as module
from bounce_inspector.core.classifying.rulebook import load_rulebook
from bounce_inspector.made_once import VARIABLE, cache_folder, made_once

CONTENTS = (b"one", b"two")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    cache_folder.cache_clear()
    yield tmp_path / "cache"
    cache_folder.cache_clear()


class Maker:
    """Makes a number, another one each time."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return {"made": self.times}


@pytest.fixture
def make():
    return Maker()


def kept(folder):
    (file,) = folder.iterdir()
    return file


def test_it_is_made_once(folder, make):
    assert made_once("name", CONTENTS, make) == {"made": 1}
    assert made_once("name", CONTENTS, make) == {"made": 1}
    assert [file.name.partition("-")[0] for file in folder.iterdir()] == ["name"]


@pytest.mark.parametrize("contents", [(b"one", b"three"), (b"onetwo",), (b"one",), ()])
def test_it_is_made_anew_of_another_content_and_takes_the_place_of_the_former(
    folder, make, contents
):
    made_once("name", CONTENTS, make)

    assert made_once("name", contents, make) == {"made": 2}
    assert kept(folder)


def test_another_state_of_the_program_makes_it_anew(folder, make, monkeypatch):
    made_once("name", CONTENTS, make)
    monkeypatch.setattr(module, "_program", lambda: b"another")

    assert made_once("name", CONTENTS, make) == {"made": 2}


def test_a_changed_source_file_is_another_state_of_the_program(tmp_path, monkeypatch):
    (tmp_path / "core").mkdir()
    source = tmp_path / "core" / "rules.py"
    source.write_text("ONE = 1\n")
    monkeypatch.setattr(module, "_PACKAGE", tmp_path)
    before = module._program.__wrapped__()

    source.write_text("ONE = 10\n")

    assert module._program.__wrapped__() != before


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:-1],
        lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]),
        lambda whole: whole[:40],
        lambda whole: b"something else entirely" * 20,
        lambda whole: sealed(whole, marshal.dumps("not ours")),
        lambda whole: sealed(whole, marshal.dumps(((9, 9), ()))),
        lambda whole: sealed(whole, b"no marshal"),
    ],
    ids=["empty", "cut", "one bit", "no body", "foreign", "other data", "no node", "no data"],
)
def test_a_damaged_or_foreign_file_is_made_anew(folder, make, damage):
    made_once("name", CONTENTS, make)
    file = kept(folder)
    file.write_bytes(damage(file.read_bytes()))

    assert made_once("name", CONTENTS, make) == {"made": 2}
    assert made_once("name", CONTENTS, make) == {"made": 2}


def sealed(whole, body):
    """Return a file with another body, and the right digest over it."""
    return whole[: module._SIZE] + module._digest(body) + body


def test_a_folder_that_cannot_be_made_is_done_without(folder, make):
    folder.write_text("a file is in the way")

    assert made_once("name", CONTENTS, make) == {"made": 1}
    assert made_once("name", CONTENTS, make) == {"made": 2}
    assert folder.read_text() == "a file is in the way"


def test_a_name_that_is_taken_by_a_folder_is_done_without(folder, make):
    made_once("name", CONTENTS, make)
    file = kept(folder)
    file.unlink()
    file.mkdir()

    assert made_once("name", CONTENTS, make) == {"made": 2}
    assert list(folder.iterdir()) == [file]


def test_an_empty_variable_keeps_nothing(monkeypatch, tmp_path, make):
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.chdir(tmp_path)
    cache_folder.cache_clear()

    made_once("name", CONTENTS, make)

    assert made_once("name", CONTENTS, make) == {"made": 2}
    assert not list(tmp_path.iterdir())
    cache_folder.cache_clear()


def test_many_at_once_leave_one_whole_file(folder):
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda _: made_once("name", CONTENTS, lambda: "x" * 100_000), range(40))
        )

    assert set(found) == {"x" * 100_000}
    assert made_once("name", CONTENTS, pytest.fail) == "x" * 100_000
    assert kept(folder)


def test_what_goes_wrong_while_making_it_is_said_and_not_kept(folder, make):
    def broken():
        raise ValueError("faults in the rule files")

    with pytest.raises(ValueError, match="faults in the rule files"):
        made_once("name", CONTENTS, broken)

    assert made_once("name", CONTENTS, make) == {"made": 1}


def test_the_rulebook_comes_back_as_it_was_made(folder):
    load_rulebook.cache_clear()
    made = load_rulebook()
    load_rulebook.cache_clear()
    again = load_rulebook()
    load_rulebook.cache_clear()

    assert again is not made
    assert (again.rules, again.by_id, again.providers) == (made.rules, made.by_id, made.providers)
    assert (again.categories, again.hosts, again.domains) == (
        made.categories,
        made.hosts,
        made.domains,
    )
    assert [phrase.text for phrase in again.phrases] == [phrase.text for phrase in made.phrases]
    assert [matchers(phrase.fires) for phrase in again.phrases] == [
        matchers(phrase.fires) for phrase in made.phrases
    ]
    for mine, other in ((again.by_status, made.by_status), (again.by_reply, made.by_reply)):
        assert {code: matchers(each) for code, each in mine.items()} == {
            code: matchers(each) for code, each in other.items()
        }


def matchers(found):
    """Return what matchers say; two of them are never equal."""
    names = list(type(found[0]).__slots__) if found else []
    return [[getattr(each, name) for name in names] for each in found]


def test_a_second_process_reads_no_toml(folder):
    code = (
        "import sys\n"
        "from bounce_inspector.core.classifying.rulebook import load_rulebook\n"
        "from bounce_inspector.core.wording.voice import load_voice\n"
        "from bounce_inspector.core.wording.text_dialects import load_text_dialects\n"
        "load_rulebook(), load_voice(), load_text_dialects()\n"
        "print('tomllib' in sys.modules)\n"
    )

    said = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        for _ in range(2)
    ]

    assert said == ["True", "False"]
