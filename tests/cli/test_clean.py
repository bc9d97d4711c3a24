from bounce_inspector.core.ledger import Decision, Filter, Ledger
from bounce_inspector.core.ledger.importing import import_paths


def test_a_list_loses_those_who_should_go(command, mail, tmp_path):
    subscribers = tmp_path / "list.csv"
    subscribers.write_bytes(
        "Name;Mail\r\nAnn;ANN@example.com\r\nBob;bob@example.com\r\nJörg;j@x.example\r\n".encode()
    )

    code, out, err = command("clean", subscribers, "--with", mail, "-o", tmp_path / "clean.csv")

    assert (code, err) == (0, "")
    kept = "Name;Mail\r\nBob;bob@example.com\r\nJörg;j@x.example\r\n"
    assert (tmp_path / "clean.csv").read_bytes() == kept.encode()
    assert (tmp_path / "clean-removed.csv").read_bytes() == b"Name;Mail\r\nAnn;ANN@example.com\r\n"
    assert "zed@example.org" in (tmp_path / "clean-not-on-list.csv").read_text()
    assert out.splitlines() == [
        "Addresses on the list: 3 (utf-8, separator: ;)",
        f"Rows kept: 2 ({tmp_path / 'clean.csv'})",
        f"Rows removed: 1 ({tmp_path / 'clean-removed.csv'})",
        f"Bounced but not on the list: 1 ({tmp_path / 'clean-not-on-list.csv'})",
    ]


def test_why_somebody_is_not_on_the_list_is_said_in_the_language_asked_for(command, mail, tmp_path):
    (tmp_path / "list.txt").write_bytes(b"ann@example.com\n")

    command(
        *("clean", tmp_path / "list.txt", "--with", mail, "--lang", "fr"),
        *("-o", tmp_path / "c.txt"),
    )

    said = (tmp_path / "c-not-on-list.csv").read_text(encoding="utf-8")
    assert "Cette adresse n\u2019existe pas" in said


def test_addresses_that_look_alike_are_pointed_out(command, mail, tmp_path):
    (tmp_path / "list.txt").write_bytes(b"zed+news@example.org\nann@example.com\n")

    _, out, _ = command("clean", tmp_path / "list.txt", "--with", mail, "-o", tmp_path / "c.txt")

    assert "Of these, 1 look like an address on the list" in out
    assert (tmp_path / "c.txt").read_bytes() == b"zed+news@example.org\n"


def test_only_what_was_marked_goes_where_asked_for(command, mail, tmp_path):
    path = tmp_path / "ledger.sqlite"
    import_paths(path, [str(mail)], jobs=1, report=lambda _: None)
    with Ledger.open(path) as ledger:
        ledger.mark(ledger.address_ids(Filter(text="bob")), Decision.REMOVE, "asked for it")
    (tmp_path / "list.txt").write_bytes(b"bob@example.com\nann@example.com\n")

    command(
        *("clean", tmp_path / "list.txt", "--ledger", path, "--marked", "-o", tmp_path / "c.txt")
    )

    assert (tmp_path / "c.txt").read_bytes() == b"ann@example.com\n"


def test_a_named_column_is_used(command, mail, tmp_path):
    (tmp_path / "l.csv").write_bytes(b"Mail,Agent\nann@example.com,x@x.example\n")

    command(
        *("clean", tmp_path / "l.csv", "--column", "agent", "--with", mail),
        *("-o", tmp_path / "c.csv"),
    )

    assert b"ann@example.com" in (tmp_path / "c.csv").read_bytes()


def test_a_list_that_cannot_be_read_is_told(command, mail, tmp_path):
    code, _, err = command("clean", tmp_path / "no.csv", "--with", mail, "-o", tmp_path / "c.csv")

    assert code == 1
    assert "cannot be read" in err


def test_no_bounces_named_is_wrong_usage(command, tmp_path):
    (tmp_path / "list.txt").write_bytes(b"bob@example.com\n")

    assert command("clean", tmp_path / "list.txt", "-o", tmp_path / "c.txt")[0] == 2


def test_a_folder_that_cannot_be_written_is_told(command, mail, tmp_path):
    (tmp_path / "list.txt").write_bytes(b"bob@example.com\n")

    code, _, err = command(
        "clean", tmp_path / "list.txt", "--with", mail, "-o", tmp_path / "nowhere" / "c.txt"
    )

    assert code == 1
    assert "Choose a folder that exists." in err


def test_what_was_taken_out_is_told_in_the_language_asked_for(command, mail, tmp_path):
    (tmp_path / "list.txt").write_bytes(b"ann@example.com\nbob@example.com\n")
    target = tmp_path / "out.txt"

    _, out, _ = command(
        "clean", tmp_path / "list.txt", "--with", mail, "--lang", "de", "-o", target
    )

    first, kept, *_ = out.splitlines()
    assert first == "Adressen auf der Liste: 2 (utf-8, Trennzeichen: eine Adresse pro Zeile)"
    assert kept == f"Behaltene Zeilen: 1 ({target})"


def test_what_is_wrong_is_told_in_the_language_asked_for(command, mail, tmp_path):
    gone = tmp_path / "gone.csv"

    code, _, err = command("clean", gone, "--with", mail, "--lang", "fr", "-o", tmp_path / "o.csv")

    assert code == 1
    assert f"La liste {gone} ne peut pas être lue : fichier ou dossier introuvable." in err
