"""Messages broken in the ways that mail gets broken, the same ones for the same seed."""

import random

_GRAINS = (
    b"@",
    b"<",
    b">",
    b'"',
    b"(",
    b"\n\n",
    b"\r\n",
    b"\r",
    b"\x00",
    b"\x1b$B",
    b"\xff\xfe",
    b"=?utf-8?b?",
    b"=?iso-2022-jp?q?=",
    b"Content-Type: multipart/mixed; boundary=x\n",
    b"--",
    b"550 5.1.1 ",
    b"a@b ",
)


def mutated(data: bytes, seed: int) -> bytes:
    """Return `data` with a few things broken: bytes, lines, parts, boundaries, its end."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 5)):
        if not data:
            break
        data = chance.choice(_WAYS)(data, chance)
    return data


def _flip(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _drop_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def _swap_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _lose(data: bytes, chance: random.Random) -> bytes:
    begin, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return data[:begin] + data[min(end, begin + 200) :]


def _shuffle_parts(data: bytes, chance: random.Random) -> bytes:
    head, *parts = data.split(b"\n--")
    chance.shuffle(parts)
    return b"\n--".join((head, *parts))


def _break_boundary(data: bytes, chance: random.Random) -> bytes:
    places = [place for place in range(len(data) - 2) if data[place : place + 3] == b"\n--"]
    if not places:
        return _flip(data, chance)
    place = chance.choice(places)
    return data[:place] + chance.choice((b"\n-", b"\n---", b"--", b"\n--x")) + data[place + 3 :]


def _insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + chance.choice(_GRAINS) * chance.randint(1, 40) + data[place:]


_WAYS = (_flip, _drop_line, _swap_lines, _cut, _lose, _shuffle_parts, _break_boundary, _insert)
