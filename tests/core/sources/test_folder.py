import os

import pytest

from bounce_inspector.core import sources
from bounce_inspector.core.sources import Files, planning
from bounce_inspector.core.sources.folder import is_index
from tests.core.sources.mailboxes import mboxo, message


def test_a_folder_is_read_recursively_in_the_order_of_names(bring, file, tmp_path):
    file("in/b.eml", message(1))
    file("in/a/z.txt", message(0))
    file("in/c", mboxo([message(2), message(3)]))

    outcome = bring(tmp_path / "in")

    assert outcome.data == [message(number) for number in range(4)]
    assert outcome.messages[0].source == os.path.join(str(tmp_path), "in", "a", "z.txt")
    assert [one.index for one in outcome.messages] == [0, 0, 0, 1]


def test_several_paths_are_read_in_their_order(bring, file):
    outcome = bring(file("b.eml", message(1)), file("a.eml", message(2)))

    assert outcome.data == [message(1), message(2)]


def test_a_folder_keeps_the_name_it_was_given(bring, file, tmp_path, monkeypatch):
    file("in/a.eml", message())
    monkeypatch.chdir(tmp_path)

    assert bring("in").messages[0].source == os.path.join("in", "a.eml")


def test_hidden_and_index_files_are_passed_over_in_silence(bring, file, tmp_path):
    file("in/.hidden", b"text")
    file("in/.git/config", b"text")
    file("in/Inbox.msf", b"// index")
    file("in/Thumbs.db", b"\0")
    file("in/a.eml", message())

    outcome = bring(tmp_path / "in")

    assert outcome.data == [message()]
    assert outcome.unread == []


@pytest.mark.parametrize("name", ["courier-bounces.eml", "dovecot.eml", "subscriptions", "a.dat"])
def test_names_that_only_resemble_index_files_are_read(name):
    assert not is_index(name)


def test_an_index_file_that_was_chosen_itself_is_looked_at(bring, file):
    assert bring(file("Inbox.msf", b"// index")).codes == ["not-mail"]


def test_other_files_in_a_folder_are_reported_and_the_rest_read(bring, file, tmp_path):
    file("in/a.eml", message())
    file("in/photo.jpg", b"\xff\xd8\xff\xe0")
    file("in/z.eml", message(1))

    outcome = bring(tmp_path / "in")

    assert outcome.data == [message(), message(1)]
    assert outcome.codes == ["not-mail"]
    assert outcome.unread[0].source.endswith("photo.jpg")


def test_a_folder_with_nothing_in_it_is_said_to_be_empty(bring, tmp_path):
    (tmp_path / "in" / "deeper").mkdir(parents=True)

    outcome = bring(tmp_path / "in")

    assert outcome.codes == ["folder-empty"]
    assert outcome.unread[0].source == str(tmp_path / "in")


def test_a_loop_of_links_ends_and_is_reported(bring, file, tmp_path):
    file("in/a.eml", message())
    link(tmp_path / "in" / "loop", tmp_path / "in")

    outcome = bring(tmp_path / "in")

    assert outcome.data == [message()]
    assert outcome.codes == ["folder-loop"]


def test_a_link_to_a_folder_elsewhere_is_followed_once(bring, file, tmp_path):
    file("elsewhere/a.eml", message())
    (tmp_path / "in").mkdir()
    link(tmp_path / "in" / "one", tmp_path / "elsewhere")
    link(tmp_path / "in" / "two", tmp_path / "elsewhere")

    outcome = bring(tmp_path / "in")

    assert outcome.data == [message()]
    assert outcome.codes == ["folder-loop"]


def test_a_link_to_nothing_is_said_to_be_missing(bring, tmp_path):
    (tmp_path / "in").mkdir()
    link(tmp_path / "in" / "a.eml", tmp_path / "none")
    link(tmp_path / "in" / "self", tmp_path / "in" / "self")

    assert bring(tmp_path / "in").codes == ["file-missing", "file-unreadable"]


def link(place, target):
    try:
        place.symlink_to(target)
    except OSError:
        pytest.skip("links cannot be made here")


def test_a_folder_that_may_not_be_listed_is_said_so(bring, file, tmp_path, monkeypatch):
    file("in/a.eml", message())
    file("in/secret/b.eml", message())
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)

    outcome = bring(tmp_path / "in")

    assert outcome.data == [message()]
    assert outcome.codes == ["file-no-permission"]


def test_folders_nested_hundreds_deep_are_read(bring, tmp_path):
    path = tmp_path
    for _ in range(100 if os.name == "nt" else 400):
        path = path / "d"
        path.mkdir()
    (path / "a.eml").write_bytes(message())

    assert bring(tmp_path).data == [message()]


def test_the_first_chunks_are_small_and_all_of_them_bounded(file, tmp_path):
    for number in range(700):
        file(f"in/{number:03}.eml", message(number))

    chunks = list(sources.plan([tmp_path / "in"]))

    assert all(isinstance(chunk, Files) for chunk in chunks)
    assert len(chunks[0].places) == 16
    assert max(len(chunk.places) for chunk in chunks) == 256
    assert sum(chunk.bytes for chunk in chunks) == sum(sources.sizes([tmp_path / "in"]))


def test_big_files_make_chunks_of_their_own(file, tmp_path, monkeypatch):
    monkeypatch.setattr(planning, "SMALL", 1000)
    file("in/a.eml", message())
    file("in/b.eml", message(1, b"x" * 2000))
    file("in/c.eml", message(2))

    chunks = list(sources.plan([tmp_path / "in"]))

    assert [len(chunk.places) for chunk in chunks] == [1, 1, 1]
    assert [one.data for chunk in chunks for one in sources.read(chunk)] == [
        message(),
        message(1, b"x" * 2000),
        message(2),
    ]


def test_planning_ends_when_cancelled(file, tmp_path):
    for number in range(100):
        file(f"in/{number}.eml", message())
    answers = iter([False] * 40)

    chunks = list(sources.plan([tmp_path / "in"], cancelled=lambda: next(answers, True)))

    assert sum(len(chunk.places) for chunk in chunks) < 40
