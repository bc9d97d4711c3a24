import gzip
import io
import tarfile
import warnings
import zipfile

import pytest

from bounce_inspector.core import sources
from bounce_inspector.core.sources import Held, Limits, planning, reading
from tests.core.sources.mailboxes import mboxrd, message


def zipped(entries, method=zipfile.ZIP_DEFLATED, comment=b""):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
        archive.comment = comment
    return packed.getvalue()


def tarred(entries, mode="w", form=tarfile.PAX_FORMAT):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode, format=form) as archive:
        for name, data in entries:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


PACK = {
    "zip": zipped,
    "zip-stored": lambda entries: zipped(entries, zipfile.ZIP_STORED),
    "zip-bzip2": lambda entries: zipped(entries, zipfile.ZIP_BZIP2),
    "zip-comment": lambda entries: zipped(entries, comment=b"all of March"),
    "tar": tarred,
    "tar-gnu": lambda entries: tarred(entries, form=tarfile.GNU_FORMAT),
    "tar-ustar": lambda entries: tarred(entries, form=tarfile.USTAR_FORMAT),
    "tar-gz": lambda entries: tarred(entries, "w:gz"),
    "tar-bz2": lambda entries: tarred(entries, "w:bz2"),
    "tar-xz": lambda entries: tarred(entries, "w:xz"),
}


@pytest.fixture(params=PACK)
def pack(request):
    return PACK[request.param]


def test_every_entry_is_read_under_its_name(bring, file, pack):
    box = mboxrd([message(1), message(2)])
    path = file("a.eml", pack([("b.eml", message(0)), ("in/box", box), ("c", message(3))]))

    outcome = bring(path)

    assert outcome.data == [message(n) for n in range(4)]
    assert [one.entry for one in outcome.messages] == ["b.eml", "in/box", "in/box", "c"]
    assert [one.index for one in outcome.messages] == [0, 1, 2, 3]
    assert {one.source for one in outcome.messages} == {path}
    second = outcome.messages[2]
    assert box[second.offset : second.offset + second.length] == message(2) + b"\n"


def test_entries_of_the_same_name_are_told_apart(bring, file, pack):
    outcome = bring(file("a", quiet(pack, [("a.eml", message(0)), ("a.eml", message(1))])))

    assert outcome.data == [message(0), message(1)]
    assert [one.entry for one in outcome.messages] == ["a.eml", "a.eml#2"]


def quiet(pack, entries):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pack(entries)


def test_archives_within_archives_are_read(bring, file, pack):
    inner = zipped([("x.eml", message(1)), ("y.eml.gz", gzip.compress(message(2)))])
    other = tarred([("z.eml", message(3))], "w:gz")

    outcome = bring(file("a", pack([("b.eml", message(0)), ("in.zip", inner), ("in.tgz", other)])))

    assert outcome.data == [message(n) for n in range(4)]
    assert [one.entry for one in outcome.messages] == [
        "b.eml",
        "in.zip/x.eml",
        "in.zip/y.eml.gz",
        "in.tgz/z.eml",
    ]
    assert [one.index for one in outcome.messages] == [0, 1, 2, 3]


def test_what_is_no_mail_in_an_archive_is_reported_and_the_rest_read(bring, file, pack):
    outcome = bring(
        file(
            "a",
            pack(
                [
                    ("a.eml", message(0)),
                    ("photo.eml", b"\xff\xd8\xff\xe0" + b"x" * 100_000),
                    ("empty", b""),
                    ("z.eml", message(1)),
                ]
            ),
        )
    )

    assert outcome.data == [message(0), message(1)]
    assert [(one.entry, one.problem.code) for one in outcome.unread] == [
        ("photo.eml", "not-mail"),
        ("empty", "file-empty"),
    ]


def test_folders_hidden_and_index_files_are_passed_over(bring, file, pack):
    outcome = bring(
        file(
            "a",
            pack(
                [
                    ("__MACOSX/._a.eml", b"\0\5"),
                    (".DS_Store", b"\0"),
                    ("in/Inbox.msf", b"index"),
                    ("Maildir/.Bounces/cur/1.mx:2,S", message()),
                ]
            ),
        )
    )

    assert outcome.data == [message()]
    assert outcome.unread == []


@pytest.mark.parametrize(
    "name", ["../../etc/a.eml", "/etc/a.eml", "C:\\a.eml", "a\0b.eml", "x" * 300]
)
def test_no_name_of_an_entry_touches_the_disk(bring, file, pack, name, tmp_path, monkeypatch):
    if "\0" in name or (len(name) > 250 and pack is PACK["tar-ustar"]):
        name = "plain.eml"
    path = file("a", pack([(name, message())]))
    before = sorted(tmp_path.rglob("*"))

    outcome = bring(path)

    assert outcome.data == [message()]
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_archive_holds_nothing(bring, file):
    assert bring(file("a.zip", zipped([]))).codes == ["archive-empty"]


def test_an_archive_with_a_password_is_said_to_have_one(bring, file):
    packed = bytearray(zipped([("a.eml", message(0)), ("b.eml", message(1))]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = packed.find(mark, packed.find(mark) + 4)
        packed[at + offset] |= 1

    outcome = bring(file("a.zip", bytes(packed)))

    assert outcome.data == [message(0)]
    assert outcome.codes == ["archive-encrypted"]
    assert "1 of 2" in outcome.unread[0].problem.sentence()


def test_an_entry_packed_in_a_strange_way_is_reported(bring, file):
    packed = bytearray(zipped([("a.eml", message(0))]))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        packed[packed.find(mark) + offset] = 99

    assert bring(file("a.zip", bytes(packed))).codes == ["packed-unsupported"]


def test_a_damaged_entry_is_reported_and_the_others_read(bring, file):
    packed = bytearray(zipped([(f"{n}.eml", message(n)) for n in range(3)]))
    at = packed.find(b"PK\x01\x02", packed.find(b"PK\x01\x02") + 4)
    packed[at + 16] ^= 0xFF  # the checksum of the second

    outcome = bring(file("a.zip", bytes(packed)))

    assert outcome.data == [message(n) for n in range(3)]
    assert [(one.entry, one.problem.code) for one in outcome.unread] == [
        ("1.eml", "packed-damaged")
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_of_a_zip_that_lost_its_directory_the_entries_are_found(bring, file, method):
    packed = zipped([(f"{n}.eml", message(n)) for n in range(5)], method)

    outcome = bring(file("a.zip", packed[: packed.find(b"PK\x01\x02")]))

    assert outcome.data == [message(n) for n in range(5)]
    assert outcome.codes == ["archive-damaged"]


def test_of_a_streamed_zip_that_lost_its_directory_the_entries_are_found(bring, file):
    class Forward(io.BytesIO):
        def seekable(self):
            return False

        def seek(self, *_):
            raise io.UnsupportedOperation

        def tell(self):
            raise io.UnsupportedOperation

    packed = Forward()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.eml", message(number))
    data = packed.getvalue()

    outcome = bring(file("a.zip", data[: data.find(b"PK\x01\x02")]))

    assert outcome.data == [message(n) for n in range(3)]
    assert outcome.codes == ["archive-damaged"]


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_of_a_tar_cut_off_the_first_entries_are_read(bring, file, mode):
    packed = tarred([(f"{n}.eml", message(n, bytes(range(48, 90)) * n)) for n in range(40)], mode)

    outcome = bring(file("a.tar", packed[: len(packed) * 2 // 3]))

    assert outcome.data[:10] == [message(n, bytes(range(48, 90)) * n) for n in range(10)]
    assert outcome.codes == ["archive-damaged" if mode == "w" else "packed-damaged"]


def test_a_tar_with_a_broken_header_is_read_up_to_it(bring, file):
    packed = bytearray(tarred([("a.eml", message(0)), ("b.eml", message(1))]))
    packed[1024 + 100] ^= 0xFF

    outcome = bring(file("a.tar", bytes(packed)))

    assert outcome.data == [message(0)]
    assert outcome.codes == ["archive-damaged"]


def test_links_and_folders_of_a_tar_are_no_messages(bring, file):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for kind in (tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("entry")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("a.eml")
        info.size = len(message())
        archive.addfile(info, io.BytesIO(message()))

    outcome = bring(file("a.tar", packed.getvalue()))

    assert outcome.data == [message()]
    assert outcome.unread == []


def test_an_office_document_is_no_mail(bring, file):
    packed = zipped([("[Content_Types].xml", b"<?xml ?>"), ("word/document.xml", b"<?xml ?>")])

    outcome = bring(file("a.docx", packed))

    assert outcome.codes == ["not-mail"]
    assert "Office" in outcome.unread[0].problem.sentence()


def test_archives_nested_too_deep_are_refused(bring, file):
    data = zipped([("a.eml", message())])
    for _ in range(8):
        data = zipped([("in.zip", data)])

    assert bring(file("a.zip", data)).codes == ["archive-nested-too-deep"]
    assert bring(file("a.zip", data), limits=Limits(nesting=9)).data == [message()]


def test_an_archive_within_an_archive_is_held_up_to_a_limit(bring, file):
    inner = zipped([("a.eml", message(0, b"abc" * 1000))], zipfile.ZIP_STORED)

    outcome = bring(
        file("a.zip", zipped([("in.zip", inner), ("b.eml", message(1))])), limits=Limits(held=2000)
    )

    assert outcome.codes == ["archive-nested-too-large"]
    assert outcome.data == [message(1)]


def test_entries_beyond_the_limit_are_not_read(bring, file, pack):
    packed = pack([(f"{n}.eml", message(n)) for n in range(10)])

    outcome = bring(file("a", packed), limits=Limits(entries=4))

    assert outcome.data == [message(n) for n in range(4)]
    assert outcome.codes == ["archive-too-many-entries"]


def test_entries_of_all_archives_together_count(bring, file):
    inner = zipped([(f"{n}.eml", message(n)) for n in range(3)])

    outcome = bring(file("a", zipped([("a", inner), ("b", inner)])), limits=Limits(entries=6))

    assert len(outcome.messages) == 4
    assert set(outcome.codes) == {"archive-too-many-entries"}


def test_a_bomb_is_stopped(bring, file):
    bomb = zipped([(f"{n}.eml", message(n, b"x" * 100_000)) for n in range(100)])

    outcome = bring(file("a.zip", bomb), limits=Limits(unpacked=1_000_000))

    assert outcome.codes == ["archive-unpacks-to-too-much"]
    assert len(outcome.messages) <= 11


def test_a_directory_that_claims_too_much_is_not_believed(bring, file):
    packed = bytearray(zipped([("a.eml", message())]))
    at = packed.find(b"PK\x05\x06")
    packed[at + 12 : at + 16] = (1 << 30).to_bytes(4, "little")

    outcome = bring(file("a.zip", bytes(packed)))

    assert outcome.data == [message()]
    assert outcome.codes == ["archive-damaged"]


def test_a_big_archive_comes_in_chunks_whose_bytes_add_up(file, pack, monkeypatch):
    monkeypatch.setattr(planning, "SMALL", 0)
    path = file("a", pack([(f"{n}.eml", message(n)) for n in range(100)]))

    chunks = list(sources.plan([path]))

    assert all(isinstance(chunk, Held) for chunk in chunks)
    assert [len(chunk.messages) for chunk in chunks] == [16, 32, 52]
    with open(path, "rb") as packed:
        assert sum(chunk.bytes for chunk in chunks) == len(packed.read())


def test_reading_one_again_looks_into_no_other_entry(file, monkeypatch):
    path = file("a.zip", zipped([(f"{n}.eml", message(n)) for n in range(20)]))
    [chunk] = sources.plan([path])
    *_, last = sources.read(chunk)
    looked = []
    recognise = reading.recognise
    monkeypatch.setattr(
        reading, "recognise", lambda head, formats: looked.append(1) or recognise(head, formats)
    )

    again = sources.reread(last.source, last.entry, last.offset, last.length, last.index)

    assert again == last
    assert len(looked) == 2
