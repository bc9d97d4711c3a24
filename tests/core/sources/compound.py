"""Writes .msg files: compound files (MS-CFB) with the streams that MS-OXMSG names."""

import struct
from datetime import UTC, datetime
from itertools import pairwise

END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
NONE = 0xFFFFFFFF
SECTOR, MINI, CUTOFF = 512, 64, 4096


def compound(tree):
    """Return a compound file with nested dicts as storages and bytes as streams."""
    sectors, fat = [], []
    entries, mini, minifat = [], bytearray(), []

    def place(data):
        first = len(sectors)
        for at in range(0, len(data), SECTOR):
            sectors.append(data[at : at + SECTOR].ljust(SECTOR, b"\0"))
            fat.append(len(sectors))
        fat[-1] = END
        return first

    def place_small(data):
        first = len(mini) // MINI
        for at in range(0, len(data), MINI):
            mini.extend(data[at : at + MINI].ljust(MINI, b"\0"))
            minifat.append(len(mini) // MINI)
        minifat[-1] = END
        return first

    def add(name, content):
        number = len(entries)
        entries.append(None)
        if isinstance(content, bytes):
            start = END
            if content:
                start = place(content) if len(content) >= CUTOFF else place_small(content)
            entries[number] = [name, 2, NONE, NONE, start, len(content)]
            return number
        children = [add(child, content[child]) for child in content]
        for left, right in pairwise(children):
            entries[left][2] = right
        entries[number] = [name, 1, NONE, children[0] if children else NONE, 0, 0]
        return number

    add("Root Entry", tree)
    root = entries[0]
    root[1], root[4], root[5] = 5, place(bytes(mini)) if mini else END, len(mini)
    directory = place(b"".join(entry(*fields) for fields in entries))
    table = struct.pack(f"<{len(minifat)}L", *minifat)
    table += b"\xff" * (-len(table) % SECTOR)
    first_minifat = place(table) if table else END
    fats = 1
    while (len(sectors) + fats) > fats * 128:
        fats += 1
    first_fat = len(sectors)
    fat.extend([FAT] * fats)
    fat.extend([FREE] * (fats * 128 - len(fat)))
    header = struct.pack(
        "<8s16xHHHHH6xLLLLLLLLL",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6,
        0, fats, directory, 0, CUTOFF, first_minifat, len(table) // SECTOR, END, 0,
    )  # fmt: skip
    difat = [first_fat + number for number in range(fats)]
    difat += [FREE] * (109 - fats)
    header += struct.pack("<109L", *difat)
    return header + b"".join(sectors) + struct.pack(f"<{len(fat)}L", *fat)


def entry(name, kind, right, child, start, size):
    """Return one directory entry; siblings hang to the right of each other."""
    wide = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBLLL16xL8x8xLQ", wide, len(wide), kind, 1, NONE, right, child, 0, start, size
    )


def item(properties, header, recipients=(), attachments=()):
    """Return the storage of a message (header 32 or 24), an attachment or a recipient (8).

    Properties are a dict from number to str, bytes, int, datetime, or a storage for 0x3701.
    """
    rows, tree = [], {}
    for number, value in properties.items():
        kind, fixed, stream = coded(value)
        if isinstance(stream, dict):
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = stream
        elif stream is not None:
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = stream
            fixed = struct.pack("<LL", len(stream), 0)
        rows.append(struct.pack("<HHL8s", kind, number, 6, fixed))
    tree["__properties_version1.0"] = b"\0" * header + b"".join(rows)
    for number, one in enumerate(recipients):
        tree[f"__recip_version1.0_#{number:08X}"] = one
    for number, one in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = one
    return tree


def coded(value):
    """Return type, fixed value and stream of a property."""
    if isinstance(value, str):
        return 0x001F, b"", value.encode("utf-16-le")
    if isinstance(value, Narrow):
        return 0x001E, b"", bytes(value)
    if isinstance(value, bytes):
        return 0x0102, b"", value
    if isinstance(value, dict):
        return 0x000D, b"\0" * 8, value
    if isinstance(value, datetime):
        ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
        return 0x0040, struct.pack("<Q", ticks), None
    return 0x0003, struct.pack("<iL", value, 0), None


class Narrow(bytes):
    """A text in the code page of its message."""


def msg(properties, recipients=(), attachments=()):
    """Return a .msg file."""
    return compound(item(properties, 32, recipients, attachments))


def attachment(properties):
    """Return an attachment."""
    return item(properties, 8)


def embedded(properties, recipients=(), attachments=()):
    """Return an attached message."""
    return attachment({0x3705: 5, 0x3701: item(properties, 24, recipients, attachments)})
