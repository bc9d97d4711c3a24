"""Find, and where possible install, the system libraries that Qt's wheels expect on Linux.

Windows and macOS bring everything. On Linux a missing library shows as an unreadable error of the
loader, or as "could not load the Qt platform plugin"; so it is looked for before Qt starts.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from steps import StopError, say

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library and the Debian packages that bring it, the newest name first."""

    name: str
    packages: tuple[str, ...]


# Needed to import Qt's widgets at all, also where nothing is shown.
FOR_QT = (
    Library("libglib-2.0.so.0", ("libglib2.0-0t64", "libglib2.0-0")),
    Library("libEGL.so.1", ("libegl1",)),
    Library("libGL.so.1", ("libgl1",)),
    Library("libxkbcommon.so.0", ("libxkbcommon0",)),
    Library("libfontconfig.so.1", ("libfontconfig1",)),
    Library("libdbus-1.so.3", ("libdbus-1-3",)),
)
# Needed to show a window on X11. Qt blames libxcb-cursor0 for any of them.
FOR_X11 = (
    Library("libxcb-cursor.so.0", ("libxcb-cursor0",)),
    Library("libxkbcommon-x11.so.0", ("libxkbcommon-x11-0",)),
    Library("libxcb-icccm.so.4", ("libxcb-icccm4",)),
    Library("libxcb-keysyms.so.1", ("libxcb-keysyms1",)),
    Library("libxcb-shape.so.0", ("libxcb-shape0",)),
)
FONTS = Library("a font", ("fonts-dejavu-core",))


def has_display(platform: str, variables: Mapping[str, str]) -> bool:
    """Tell whether a window could be seen: Linux says so in the environment, others always can."""
    if platform in {"win32", "darwin"}:
        return True
    return any(variables.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def loads(name: str) -> bool:
    """Tell whether the loader finds a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing(wanted: Iterable[Library], finds: Callable[[str], bool] = loads) -> list[Library]:
    """Return those of the libraries that the loader does not find."""
    return [library for library in wanted if not finds(library.name)]


def font_missing(folders: Iterable[Path] = FONT_FOLDERS) -> bool:
    """Tell whether no font is installed: Qt would draw boxes instead of letters."""
    return not any(
        path.suffix.lower() in {".ttf", ".otf", ".ttc", ".pfb"}
        for folder in folders
        for path in folder.glob("**/*")
    )


def package_of(library: Library, known: Callable[[str], bool]) -> str:
    """Return the package name that this release of Debian or Ubuntu knows."""
    return next((name for name in library.packages if known(name)), library.packages[-1])


def apt_knows(package: str) -> bool:
    """Tell whether apt could install a package of this name."""
    done = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
    return done.returncode == 0


def install_line(lacking: Iterable[Library], packages: Iterable[str]) -> str:
    """Return what a person types, or which files are missing where there is no apt."""
    if packages:
        return "    sudo apt install " + " ".join(packages)
    names = ", ".join(library.name for library in lacking)
    return f"    (install what brings {names} on your system)"


def ensure(*, window: bool) -> None:
    """Make sure that Qt can start, and show a window if `window`; raise StopError if it could not.

    As root on Debian and its children the packages are installed, otherwise the line to type is
    told. What only X11 needs stops nobody on Wayland.
    """
    if not sys.platform.startswith("linux"):
        return
    lacking = missing(FOR_QT) + missing(FOR_X11) + ([FONTS] if font_missing() else [])
    if lacking and may_install():
        say("Installing the system libraries that Qt wants")
        apt_install(lambda: package_names(lacking))
        lacking = missing(FOR_QT) + missing(FOR_X11)
    wayland = bool(os.environ.get("WAYLAND_DISPLAY"))
    if any(library in FOR_QT for library in lacking) or (lacking and window and not wayland):
        line = install_line(lacking, package_names(lacking))
        raise StopError(
            f"Qt needs system libraries that are not here. Type\n{line}\nand try again."
        )


def package_names(lacking: Iterable[Library]) -> list[str]:
    """Return the Debian packages that bring these libraries; none where there is no apt."""
    if not shutil.which("apt-cache"):
        return []
    return [package_of(library, apt_knows) for library in lacking]


def may_install() -> bool:
    """Tell whether this is Debian or a child of it, and we are root."""
    return bool(shutil.which("apt-get")) and os.geteuid() == 0


def apt_install(packages: Callable[[], Sequence[str]]) -> None:
    """Install packages, named after the lists of what there is were brought up to date.

    What failed shows when what they bring is looked for again.
    """
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=variables, check=False)
    names = packages()
    say("    apt-get install " + " ".join(names))
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    subprocess.run(command, env=variables, check=False, stdout=subprocess.DEVNULL)
