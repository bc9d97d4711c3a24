"""Whatever stands in a file: planning and reading come to an end and say what they found."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bounce_inspector.core import sources
from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.sources import FORMATS, Limits, planning
from tests.core.sources.compound import msg
from tests.core.sources.mailboxes import mboxcl2, mboxrd, message
from tests.core.sources.test_emlx import emlx

LIMITS = Limits(message=20_000, unpacked=1_000_000, held=100_000, entries=200)


def archive(write):
    packed = io.BytesIO()
    write(packed)
    return packed.getvalue()


def zipped(packed):
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.eml", message(0))
        made.writestr("in/box", mboxrd([message(1), message(2)]))


def tarred(packed):
    with tarfile.open(fileobj=packed, mode="w") as made:
        for name in ("a.eml", "x" * 200):
            info = tarfile.TarInfo(name)
            info.size = len(message())
            made.addfile(info, io.BytesIO(message()))


BOX = mboxcl2([message(n, b"From \ntext\n" * n) for n in range(6)])
WHOLE = {
    "message": message(),
    "mbox": BOX,
    "emlx": emlx(message()),
    "msg": msg({0x1000: "text"}),
    "gzip": gzip.compress(BOX),
    "bzip2": bz2.compress(BOX),
    "xz": lzma.compress(BOX),
    "zip": archive(zipped),
    "tar": archive(tarred),
    "utf-16": message().decode().encode("utf-16"),
}


def found_in(data, folder):
    """Plan and read some bytes as a small and as a big file."""
    path = folder / "file"
    path.write_bytes(data)
    for small in (planning.SMALL, -1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(planning, "SMALL", small)
            found = []
            for chunk in sources.plan([path], LIMITS):
                found.extend([chunk] if hasattr(chunk, "problem") else sources.read(chunk, LIMITS))
        yield found


def check(data, folder):
    small, big = found_in(data, folder)
    assert small == big
    assert small, "every file comes to something"
    for one in small:
        if isinstance(one, RawMessage):
            again = sources.reread(
                one.source, one.entry, one.offset, one.length, one.index, limits=LIMITS
            )
            assert again == one


def test_there_is_a_whole_file_of_every_format():
    assert set(WHOLE) == {known.name for known in FORMATS}
    for name, data in WHOLE.items():
        assert next(known for known in FORMATS if known.recognises(data)).name == name


def test_a_mailbox_whose_first_line_never_ends_comes_to_something(tmp_path):
    check(b"From a@example.org Thu Jan  1 00:00:00 2015" + b"x" * 1500, tmp_path)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_come_to_something(tmp_path_factory, data):
    check(data, tmp_path_factory.getbasetemp())


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"From ",
                b"From a@example.org Thu Jan  1 00:00:00 2015",
                b"\n",
                b"\r\n",
                b"\r",
                b"\x00",
                b"Subject: x",
                b"Content-Length: 30",
                b"X-Mozilla-Status: 0008",
                b">From ",
                b"--b",
                b"Content-Type: multipart/mixed; boundary=b",
                b"\xef\xbb\xbf",
                b"\xff\xfe",
                b" ",
                b"x",
            ]
        ),
        max_size=60,
    )
)
def test_any_lines_come_to_something(tmp_path_factory, lines):
    check(b"".join(lines), tmp_path_factory.getbasetemp())


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_of_any_format_comes_to_something(tmp_path_factory, name, data):
    whole = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(0, 12))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    start = data.draw(st.just(0) | st.integers(0, len(whole)))
    end = data.draw(st.just(len(whole)) | st.integers(start, len(whole)))

    check(bytes(whole[start:end]), tmp_path_factory.getbasetemp())
