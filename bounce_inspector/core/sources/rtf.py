"""Text out of the RTF in which Outlook keeps a body that it has in no other form."""

import re
import struct

from bounce_inspector.core.sources.outlook_properties import codec_of

# MS-OXRTFCP section 2.1.2.1: what the first references point into.
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096
_COMPRESSED, _UNCOMPRESSED = b"LZFu", b"MELA"
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|\\"
)
_SILENT = frozenset(
    ("fonttbl", "colortbl", "stylesheet", "info", "pict", "generator", "themedata", "*")
)
_WORDS = {
    "par": "\n",
    "line": "\n",
    "row": "\n",
    "tab": "\t",
    "cell": "\t",
    "emdash": "\u2014",
    "endash": "\u2013",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
}
_SYMBOLS = {"~": "\xa0", "_": "-", "\\": "\\", "{": "{", "}": "}"}


def decompress(data: bytes, most: int) -> bytes:
    """Return the RTF of a PidTagRtfCompressed, as far as it goes and at most `most` bytes."""
    if len(data) < 16:
        return b""
    size, kind = struct.unpack_from("<4xL4s", data)
    size = min(size, most)
    if kind == _UNCOMPRESSED:
        return data[16 : 16 + size]
    if kind != _COMPRESSED:
        return b""
    return bytes(_expand(data, size)[len(_DICTIONARY) :][:size])


def to_text(rtf: str) -> str:
    """Return the text of an RTF whose bytes were decoded as Latin-1."""
    return _Reader().read(rtf)


def _expand(data: bytes, size: int) -> bytearray:
    """Undo the references into the last 4 kB (MS-OXRTFCP section 2.2.2)."""
    out = bytearray(_DICTIONARY)
    at = 16
    size += len(_DICTIONARY)
    while at < len(data) and len(out) < size:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                break
            if not control >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            if at + 1 >= len(data):
                return out
            reference = data[at] << 8 | data[at + 1]
            at += 2
            back = (len(out) - (reference >> 4)) % _WINDOW
            if back == 0:
                return out
            for _ in range((reference & 0xF) + 2):
                out.append(out[-back] if back <= len(out) else 32)
    return out


class _Reader:
    """Goes through the tokens, with what each group has set."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._bytes = bytearray()
        self._codec = "cp1252"
        self._silent = False
        self._after_unicode = 1
        self._skip = 0
        self._groups: list[tuple[bool, int]] = []

    def read(self, rtf: str) -> str:
        for token in _TOKEN.finditer(rtf):
            if code := token["hex"]:
                self._byte(int(code, 16))
                continue
            if brace := token["brace"]:
                self._brace(brace)
            elif word := token["word"]:
                self._word(word, int(token["number"] or 0), token["number"] is not None)
            elif symbol := token["symbol"]:
                self._silent = self._silent or symbol == "*"
                self._say(_SYMBOLS.get(symbol, ""))
            elif text := token["text"]:
                self._say(text)
        self._flush()
        return "".join(self._pieces)

    def _brace(self, brace: str) -> None:
        self._flush()
        if brace == "{":
            self._groups.append((self._silent, self._after_unicode))
        elif self._groups:
            self._silent, self._after_unicode = self._groups.pop()

    def _word(self, word: str, number: int, given: bool) -> None:
        if word == "u" and given:
            self._flush()
            self._put(chr(number & 0xFFFF))
            self._skip = self._after_unicode
        elif word == "uc" and given:
            self._after_unicode = min(max(number, 0), 9)
        elif word == "ansicpg" and given:
            self._codec = codec_of(number) or self._codec
        elif word in _SILENT:
            self._silent = True
        else:
            self._say(_WORDS.get(word, ""))

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        elif not self._silent:
            self._bytes.append(value)

    def _say(self, text: str) -> None:
        if self._skip and text:
            skipped = min(self._skip, len(text))
            self._skip -= skipped
            text = text[skipped:]
        self._flush()
        self._put(text)

    def _put(self, text: str) -> None:
        if not self._silent:
            self._pieces.append(text)

    def _flush(self) -> None:
        if self._bytes:
            self._pieces.append(self._bytes.decode(self._codec, "replace"))
            self._bytes.clear()
