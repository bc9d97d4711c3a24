"""Keep what was made from the data files that ship, so that the next start need not make it again.

Reading TOML and checking it takes longer than everything else at a start. The result lies in the
user's cache folder, one file a name, under a key of what it was made from: the content of the data
files, the version of the program and, in a checkout, the state of its source files. Whatever is
wrong there - no folder, no right to write, a damaged or foreign file - means that it is made anew.

The files are read with `marshal`, not `pickle`: plain data cannot run code, whoever wrote it. A
digest of each file's content stands in front, since marshal does not look for damage itself.
"""

import gc
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from threading import get_ident
from typing import TypeVar

from bounce_inspector import __version__
from bounce_inspector.flat_tables import Kinds, flatten, restore

VARIABLE = "BOUNCE_INSPECTOR_CACHE"  # the folder to use; empty: keep nothing
_SIZE = 32  # bytes of a digest
_PACKAGE = Path(__file__).parent
_T = TypeVar("_T")


def made_once(
    name: str, contents: Iterable[bytes], make: Callable[[], _T], kinds: Kinds = ()
) -> _T:
    """Return what `make` returns, as it was kept under `name` if the same `contents` led to it.

    It is plain data and values of `kinds`, see `flat_tables`; whatever else it depends on is
    Python. Raise what `make` raises.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    file = folder / f"{name}-{_place()}"
    key = _key(contents)
    kept = _read(file, key)
    if kept is not None:
        # Whole, but not written by us: then it is wrong in one of these ways.
        with suppress(ValueError, TypeError, LookupError, EOFError), _without_collection():
            # Data of whoever may write here makes plain data, and values of the kinds we name.
            found: _T = restore(marshal.loads(kept), kinds)  # noqa: S302 - runs no code
            return found
    made = make()
    _write(file, key, marshal.dumps(flatten(made, kinds)))
    return made


@cache
def cache_folder() -> Path | None:
    """Return the folder for what can be made again; None where nothing is to be kept."""
    named = os.environ.get(VARIABLE)
    if named is None:
        # Loaded here: it takes as long as reading all that is kept.
        from platformdirs import user_cache_dir

        named = user_cache_dir("bounce-inspector", appauthor=False)
        os.environ[VARIABLE] = named  # the processes that we start need not look for it again
    return Path(named) if named else None


def _key(contents: Iterable[bytes]) -> bytes:
    digest = blake2b(_program(), digest_size=_SIZE)
    for content in contents:
        digest.update(b"%d\n" % len(content))
        digest.update(content)
    return digest.digest()


@cache
def _program() -> bytes:
    """Return what stands for our Python: a changed rule of the compiler changes what it makes."""
    state = "".join(f"{size} {time} {path}\n" for path, size, time in _sources(str(_PACKAGE)))
    return f"{__version__} {sys.implementation.cache_tag} {marshal.version}\n{state}".encode()


def _sources(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of the files that may make something; none inside a zip."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name not in {"gui", "cli", "__pycache__", "resources"}:
                yield from _sources(entry.path)
        elif entry.name.endswith(".py"):
            found = entry.stat()
            yield entry.path, found.st_size, found.st_mtime_ns


@cache
def _place() -> str:
    """Return a short name of this installation: two of them do not overwrite each other's files."""
    return blake2b(str(_PACKAGE).encode(), digest_size=6).hexdigest()


def _read(file: Path, key: bytes) -> bytes | None:
    """Return what was kept under the key, None where there is nothing whole."""
    try:
        found = file.read_bytes()
    except OSError:
        return None
    body = found[2 * _SIZE :]
    if found[:_SIZE] != key or found[_SIZE : 2 * _SIZE] != _digest(body):
        return None
    return body


@contextmanager
def _without_collection() -> Iterator[None]:
    """Look for no garbage meanwhile: all that is made stays, and going through it takes as long."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _write(file: Path, key: bytes, body: bytes) -> None:
    """Keep it if that is possible. Two at once do no harm: each renames a whole file."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.{get_ident()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(key + _digest(body) + body)
        os.replace(unfinished, file)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=_SIZE).digest()
