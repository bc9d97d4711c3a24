import bz2
import gzip
import lzma
import random

import pytest

from bounce_inspector.core import sources
from bounce_inspector.core.sources import Held, Limits, planning
from tests.core.sources.mailboxes import mboxrd, message

PACK = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.fixture(params=PACK)
def pack(request):
    return PACK[request.param]


def varied(count):
    """Return messages that do not pack well."""
    chance = random.Random(4)
    return [message(n, chance.randbytes(60).hex().encode() + b"\n") for n in range(count)]


def test_a_packed_message_is_read_whatever_its_name(bring, file, pack):
    path = file("bounce.eml", pack(message()))

    [one] = bring(path).messages

    assert (one.data, one.source, one.entry, one.index) == (message(), path, "", 0)
    assert (one.offset, one.length) == (0, len(message()))


def test_a_packed_mbox_is_split_with_places_of_the_unpacked_bytes(bring, file, pack):
    box = mboxrd([message(n) for n in range(5)])

    outcome = bring(file("box", pack(box)))

    assert outcome.data == [message(n) for n in range(5)]
    assert [one.index for one in outcome.messages] == list(range(5))
    last = outcome.messages[-1]
    assert box[last.offset : last.offset + last.length] == message(4) + b"\n"


def test_several_members_in_one_file_are_read_one_after_the_other(bring, file, pack):
    box = mboxrd([message(n) for n in range(4)])

    outcome = bring(file("box", pack(box[:300]) + pack(box[300:]) + b"\0" * 100))

    assert outcome.data == [message(n) for n in range(4)]
    assert outcome.unread == []


def test_what_follows_a_packed_file_is_left_alone(bring, file, pack):
    outcome = bring(file("box", pack(message()) + b"and a signature"))

    assert outcome.data == [message()]
    assert outcome.unread == []


@pytest.mark.parametrize("count", [1, 200])
def test_of_a_damaged_file_what_could_be_unpacked_is_read(bring, file, pack, count):
    packed = bytearray(pack(mboxrd(varied(count))))
    packed[-6] ^= 0xFF  # in the checksum at the end

    outcome = bring(file("box", bytes(packed)))

    assert outcome.codes == ["packed-damaged"]

    assert outcome.data == varied(count)


def test_of_a_file_cut_off_what_could_be_unpacked_is_read(bring, file):
    packed = gzip.compress(mboxrd(varied(200)))

    outcome = bring(file("box", packed[: len(packed) * 3 // 4]))

    assert outcome.codes == ["packed-damaged"]
    assert 140 <= len(outcome.messages) <= 160
    assert outcome.data[:-1] == varied(200)[: len(outcome.data) - 1]


def test_a_file_damaged_in_the_middle_is_read_up_to_there(bring, file):
    packed = bytearray(gzip.compress(mboxrd(varied(200))))
    packed[len(packed) // 2 : len(packed) // 2 + 200] = b"\0" * 200

    outcome = bring(file("box", bytes(packed)))

    assert outcome.codes == ["packed-damaged"]
    assert len(outcome.messages) >= 80


def test_a_packed_file_that_is_no_mail_is_said_to_be_none(bring, file, pack):
    assert bring(file("a.gz", pack(b"\xff\xd8\xff\xe0 picture"))).codes == ["not-mail"]
    assert bring(file("b.gz", pack(b""))).codes == ["file-empty"]


def test_a_big_packed_mbox_comes_in_chunks_whose_bytes_add_up(file, pack, monkeypatch):
    monkeypatch.setattr(planning, "SMALL", 0)
    path = file("box", pack(mboxrd(varied(1000))))

    chunks = list(sources.plan([path]))

    assert all(isinstance(chunk, Held) for chunk in chunks)
    assert [len(chunk.messages) for chunk in chunks[:3]] == [16, 32, 64]
    found = [one for chunk in chunks for one in sources.read(chunk)]
    assert [one.data for one in found] == varied(1000)
    assert [one.index for one in found] == list(range(1000))
    with open(path, "rb") as packed:
        assert sum(chunk.bytes for chunk in chunks) == len(packed.read())


def test_a_small_packed_file_that_holds_many_messages_comes_in_chunks_too(file):
    box = mboxrd([message(n, b"x" * 3000) for n in range(2000)])
    packed = gzip.compress(box)
    assert len(packed) < planning.SMALL

    chunks = list(sources.plan([file("box.gz", packed)]))

    assert [len(chunk.messages) for chunk in chunks[:2]] == [16, 32]
    assert max(len(chunk.messages) for chunk in chunks) <= 256


def test_a_file_packed_too_often_is_refused(bring, file):
    data = message()
    for _ in range(9):
        data = gzip.compress(data)

    assert bring(file("a.gz", data)).codes == ["archive-nested-too-deep"]
    assert bring(file("a.gz", gzip.decompress(data))).data == [message()]


@pytest.mark.parametrize("limits", [Limits(unpacked=100_000), Limits(ratio=50, ratio_from=100_000)])
def test_a_file_that_unpacks_to_too_much_is_stopped(bring, file, pack, limits):
    bomb = pack(mboxrd([message(n, b"x" * 1000 + b"\n") for n in range(5000)]))

    outcome = bring(file("a.gz", bomb), limits=limits)

    assert outcome.codes == ["archive-unpacks-to-too-much"]
    assert 50 <= len(outcome.messages) <= 2500


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_utf_16_is_read_as_utf_8(bring, file, encoding):
    text = message(0, "Grüße\n".encode()).decode()

    assert bring(file("a.txt", text.encode(encoding))).data == [text.encode()]


def test_a_mbox_in_utf_16_is_split(bring, file):
    text = mboxrd([message(0), message(1)]).decode()

    assert bring(file("a.txt", text.encode("utf-16"))).data == [message(0), message(1)]
