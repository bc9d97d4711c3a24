from bounce_inspector.core.ledger import Filter, Ledger
from bounce_inspector.core.ledger.importing import import_paths
from bounce_inspector.core.ledger.origins import MANY_FILES, opened_folders
from tests.cli.command_line import bounce


def mbox(count):
    begin = b"From x Mon Jan  5 09:30:00 2026\n"
    return b"".join(
        begin + bounce(f"p{number}@example.com", number=number) + b"\n" for number in range(count)
    )


def run(path, paths, **options):
    reports = []
    options = {"jobs": 1, "report": reports.append} | options
    return import_paths(path, [str(each) for each in paths], **options), reports


def test_files_are_read_into_the_ledger_with_progress(path, tmp_path):
    mailbox = tmp_path / "many.mbox"
    mailbox.write_bytes(mbox(700))

    end, reports = run(path, [mailbox])

    assert (end.messages, end.addresses, end.known, end.unread) == (700, 700, 0, 0)
    assert end.bytes_done == end.bytes_total == mailbox.stat().st_size
    assert (end.cancelled, end.problem) == (False, None)
    assert len(reports) > 1
    assert [one.messages for one in reports] == sorted(one.messages for one in reports)
    with Ledger.open(path) as ledger:
        assert len(ledger.address_ids(Filter())) == 700


def test_two_processes_store_what_one_stores(tmp_path):
    (tmp_path / "many.mbox").write_bytes(mbox(300))
    rows = []
    for jobs in (1, 2):
        run(tmp_path / f"{jobs}.sqlite", [tmp_path / "many.mbox"], jobs=jobs)
        with Ledger.open(tmp_path / f"{jobs}.sqlite") as ledger:
            rows.append(ledger.address_rows(ledger.address_ids(Filter())))

    assert rows[0] == rows[1]


def test_reading_again_adds_nothing(path, tmp_path):
    (tmp_path / "a.mbox").write_bytes(mbox(10))
    run(path, [tmp_path / "a.mbox"])

    end, _ = run(path, [tmp_path / "a.mbox"])

    assert (end.messages, end.known, end.addresses) == (0, 10, 0)


def test_a_cancel_keeps_what_was_stored_and_reading_again_adds_the_rest(path, tmp_path):
    (tmp_path / "a.mbox").write_bytes(mbox(2000))
    seen = []

    end, _ = run(path, [tmp_path / "a.mbox"], report=seen.append, cancelled=lambda: bool(seen))

    assert end.cancelled
    assert 0 < end.messages < 2000
    with Ledger.open(path) as ledger:
        assert len(ledger.message_ids(Filter())) == end.messages
    rest, _ = run(path, [tmp_path / "a.mbox"])
    assert (rest.messages, rest.known) == (2000 - end.messages, end.messages)


def test_a_ledger_that_cannot_be_opened_is_told(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear Ann, this is no ledger. " * 99)

    end, reports = run(path, [tmp_path])

    assert end.problem.code == "ledger-damaged"
    assert reports == []


def test_a_full_disk_ends_it_with_what_was_stored(path, tmp_path, monkeypatch):
    (tmp_path / "a.mbox").write_bytes(mbox(900))
    real = Ledger.open

    def small(where):
        ledger = real(where)
        ledger._connection.execute("PRAGMA max_page_count = 60")
        return ledger

    monkeypatch.setattr(Ledger, "open", small)

    end, _ = run(path, [tmp_path / "a.mbox"])

    assert end.problem.code == "ledger-disk-full"
    monkeypatch.undo()
    with Ledger.open(path) as ledger:
        assert len(ledger.message_ids(Filter())) == end.messages


def test_what_could_not_be_read_is_counted_and_kept(path, tmp_path):
    (tmp_path / "empty.eml").touch()

    end, _ = run(path, [tmp_path / "empty.eml"])

    assert end.unread == 1
    with Ledger.open(path) as ledger:
        assert [one.source for one in ledger.unread()] == [str(tmp_path / "empty.eml")]


def test_an_opened_folder_is_one_source(path, tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.eml").write_bytes(bounce(f"p{number}@example.com", number=number))
    (tmp_path / "single.eml").write_bytes(bounce("x@example.com", number=9))

    run(path, [folder, tmp_path / "single.eml"])

    with Ledger.open(path) as ledger:
        assert ledger.facets(Filter()).sources == {
            str(folder): 3,
            str(tmp_path / "single.eml"): 1,
        }


def test_many_files_of_one_folder_are_shown_as_the_folder(tmp_path):
    few = [str(tmp_path / f"{number}.eml") for number in range(MANY_FILES)]

    assert opened_folders(few) == []
    assert opened_folders([*few, str(tmp_path / "one-more.eml")]) == [str(tmp_path)]
    assert opened_folders([str(tmp_path), "plain-name.eml"]) == [str(tmp_path)]
