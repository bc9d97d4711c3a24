import base64
import binascii
import bz2
import gzip
import lzma
import pathlib
import zipfile

import pytest

from bounce_inspector.core import sources
from bounce_inspector.core.decoding.mime import normalise, scan
from bounce_inspector.core.model import RawMessage
from bounce_inspector.core.pipeline import inspect
from bounce_inspector.core.record import to_record

HERE = pathlib.Path(__file__).parent.parent
COLLECTION = HERE.parent.parent / "shared" / "corpus"
SAMPLES = sorted(HERE.glob("bounces/*/*.eml")) + sorted(COLLECTION.glob("*/*.eml"))
PLACE = ("source", "entry", "index", "offset", "size")


def record_of(data):
    return without_place(to_record(inspect(RawMessage(data))))


def without_place(record):
    return {name: value for name, value in record.items() if name not in PLACE}


def plain(path):
    """The message with LF line ends and without a separator in front, ending in a line end."""
    data = normalise(path.read_bytes())
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    return data if data.endswith(b"\n") else data + b"\n"


@pytest.mark.parametrize("line_end", [b"\r\n", b"\r"], ids=["CRLF", "CR"])
def test_line_ends_change_nothing(line_end):
    for path in SAMPLES:
        data = plain(path)

        assert record_of(data.replace(b"\n", line_end)) == record_of(data), path.name


def read_all(path):
    raws = [raw for chunk in sources.plan([path]) for raw in sources.read(chunk)]
    return [without_place(to_record(inspect(raw))) for raw in raws]


def read_each(folder, messages):
    """The records of the messages as single files."""
    folder.mkdir()
    for number, data in enumerate(messages):
        (folder / f"{number:05}.eml").write_bytes(data)
    return read_all(folder)


def mboxrd(messages):
    out = []
    for data in messages:
        lines = data.split(b"\n")
        quoted = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines]
        out.append(b"From MAILER-DAEMON Mon Mar  4 10:00:00 2024\n" + b"\n".join(quoted) + b"\n")
    return b"".join(out)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_one_mbox_of_all_messages_gives_the_same_records(tmp_path, line_end):
    messages = [plain(path) for path in SAMPLES]
    box = tmp_path / "all.mbox"
    box.write_bytes(mboxrd(messages).replace(b"\n", line_end))

    records = read_all(box)

    assert records == read_each(tmp_path / "single", messages)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_mbox_gives_the_same_records(tmp_path, pack):
    messages = [plain(path) for path in SAMPLES[::7]]
    box = tmp_path / "all.mbox.packed"
    box.write_bytes(pack(mboxrd(messages)))

    assert read_all(box) == read_each(tmp_path / "single", messages)


def test_a_zip_of_all_messages_gives_the_same_records(tmp_path):
    messages = [plain(path) for path in SAMPLES]
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, data in enumerate(messages):
            packed.writestr(f"{number:05}.eml", data)

    assert read_all(archive) == read_each(tmp_path / "single", messages)


def single_texts():
    for path in SAMPLES:
        data = plain(path)
        structure = scan(data)
        part = structure.parts[0]
        is_text = part.content_type == "text/plain" and len(structure.parts) == 1
        if is_text and part.encoding in {"", "7bit", "8bit"}:
            yield path, data, data[: part.start], data[part.start :]


def with_encoding(head, name):
    kept = [
        line for line in head.split(b"\n") if not line.lower().startswith(b"content-transfer-e")
    ]
    return b"Content-Transfer-Encoding: " + name + b"\n" + b"\n".join(kept)


def test_a_text_in_base64_or_quoted_printable_gives_the_same_record():
    compared = 0
    for path, data, head, body in single_texts():
        encoded = base64.encodebytes(body)
        quoted = binascii.b2a_qp(body, istext=True)

        assert record_of(with_encoding(head, b"base64") + encoded) == record_of(data), path.name
        assert record_of(with_encoding(head, b"quoted-printable") + quoted) == record_of(data), (
            path.name
        )
        compared += 1
    assert compared > 0
