"""Make the project's own Python environment (.venv) and keep it in step with pyproject.toml.

A stamp inside the environment says for which pyproject.toml, which Python and which extras it was
made, so that every later start costs nothing.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import system_libraries
from steps import ROOT, StopError, is_terminal, say

STAMP = "bounce-inspector.json"

# What pip prints, and what that means for the person in front of it. The first that fits is told.
PIP_FAULTS = (
    (
        r"ProxyError|407 Proxy|Tunnel connection failed",
        "The proxy refused the connection. Set HTTPS_PROXY=http://user:password@host:port"
        " and try again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError",
        "The certificate of the package index was not accepted. If your network has its own"
        " certificate, set PIP_CERT to its file and try again.",
    ),
    (
        r"No space left on device",
        "The disk is full. The environment takes about 600 MB; make room and try again.",
    ),
    (
        r"Permission denied|Access is denied",
        "A file could not be written. Close other programs that use .venv, or check who owns"
        " the folder, and try again.",
    ),
    (
        r"NewConnectionError|NameResolutionError|Name or service not known|ConnectTimeout"
        r"|ReadTimeout|Connection (?:refused|reset|aborted)|Network is unreachable"
        r"|getaddrinfo failed|Temporary failure in name resolution|Max retries exceeded",
        "The package index could not be reached. Check the network and try again. Without a"
        " network, put the wheels into a folder and set PIP_FIND_LINKS to it and PIP_NO_INDEX=1.",
    ),
    (
        r"No matching distribution found|Could not find a version",
        "A package is not offered for this Python or this system. PySide6 needs 64 bits and, on"
        " Linux, Debian 12, Ubuntu 22.04, RHEL 9 or newer.",
    ),
)


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment: its folder and its Python."""

    folder: Path

    @property
    def scripts(self) -> Path:
        """Where its programs are: the name differs on Windows."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.scripts / ("python.exe" if os.name == "nt" else "python")

    def program(self, name: str) -> str:
        """Return the path of a program installed in it."""
        return str(self.scripts / (f"{name}.exe" if os.name == "nt" else name))


def fingerprint(pyproject: bytes, python: tuple[int, ...]) -> str:
    """Return what the stamp is compared with: it changes with pyproject.toml and with Python."""
    version = ".".join(str(number) for number in python[:2])
    return hashlib.sha256(pyproject + b"\0" + version.encode()).hexdigest()


def read_stamp(environment: Environment) -> tuple[str, frozenset[str]]:
    """Return fingerprint and extras of what is installed; empty where nothing is."""
    try:
        stamp = json.loads((environment.folder / STAMP).read_text(encoding="utf-8"))
        return str(stamp["fingerprint"]), frozenset(stamp["extras"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", frozenset()


def write_stamp(environment: Environment, mark: str, extras: Iterable[str]) -> None:
    """Note what is installed, after it was."""
    text = json.dumps({"fingerprint": mark, "extras": sorted(extras)})
    (environment.folder / STAMP).write_text(text + "\n", encoding="utf-8")


def made_for(environment: Environment) -> tuple[int, ...]:
    """Return the Python version of an environment on disk; empty if there is none that works."""
    if not environment.python.exists():  # also a link to a Python that was removed since
        return ()
    try:
        text = (environment.folder / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return ()
    found = re.search(r"^version(?:_info)?\s*=\s*(\d+)\.(\d+)", text, re.MULTILINE)
    return (int(found[1]), int(found[2])) if found else ()


def prepare(extras: Iterable[str] = ()) -> Environment:
    """Return .venv with the project and these extras installed; raise StopError if that fails."""
    environment = Environment(ROOT / ".venv")
    mark = fingerprint((ROOT / "pyproject.toml").read_bytes(), sys.version_info)
    create(environment)
    installed, present = read_stamp(environment)
    wanted = frozenset(extras)
    if installed == mark and wanted <= present:
        return environment
    wanted |= present  # what was asked for earlier stays usable
    target = f".[{','.join(sorted(wanted))}]" if wanted else "."
    say("Installing what the project needs into .venv (about 100 MB to download the first time)")
    install(environment, ["--editable", target])
    write_stamp(environment, mark, wanted)
    return environment


def prepare_without_qt(
    extras: tuple[str, ...] = ("pytest", "hypothesis", "textstat"),
) -> Environment:
    """Return .venv-core: the runtime packages except for Qt, and the test packages that need none.

    What passes there runs on a server where no window could ever open.
    """
    environment = Environment(ROOT / ".venv-core")
    pyproject = (ROOT / "pyproject.toml").read_bytes()
    mark = fingerprint(pyproject, sys.version_info)
    create(environment)
    if read_stamp(environment)[0] == mark:
        return environment
    say("Installing the packages of the command line, without Qt, into .venv-core")
    install(environment, qt_free(tomllib.loads(pyproject.decode()), extras))
    install(environment, ["--no-deps", "--editable", "."])
    write_stamp(environment, mark, extras)
    return environment


def qt_free(pyproject: dict[str, dict[str, object]], test_packages: Iterable[str]) -> list[str]:
    """Return the runtime requirements except for Qt, and those of `dev` with one of these names."""
    project = pyproject["project"]
    runtime = [line for line in project["dependencies"] if not line.lower().startswith("pyside6")]
    chosen = set(test_packages)
    development = project["optional-dependencies"]["dev"]
    return runtime + [line for line in development if package_name(line) in chosen]


def package_name(requirement: str) -> str:
    """Return the name alone: ``pytest>=9,<10`` gives ``pytest``."""
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower()


def create(environment: Environment) -> None:
    """Make the environment unless there is one for this Python; raise StopError if that fails."""
    version = made_for(environment)
    if version == sys.version_info[:2]:
        return
    name = environment.folder.name
    if version:
        say(f"Making {name} anew: it was made for Python {version[0]}.{version[1]}")
    else:
        say(f"Making {name} for Python {sys.version_info[0]}.{sys.version_info[1]}")
    if (environment.folder / "pyvenv.cfg").exists():  # never a folder that is something else
        shutil.rmtree(environment.folder)
    if not venv_available() and system_libraries.may_install():
        say("Installing what makes environments, which Debian ships apart")
        system_libraries.apt_install(lambda: ["python3-venv"])
    fresh = not environment.folder.exists()
    done = None
    try:
        done = subprocess.run(
            [sys.executable, "-m", "venv", str(environment.folder)],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        if fresh and (done is None or done.returncode):  # half of one would look like a whole one
            shutil.rmtree(environment.folder, ignore_errors=True)
    if done.returncode:
        raise StopError(venv_advice(done.stdout + done.stderr))


def venv_available() -> bool:
    """Tell whether this Python can make environments: Debian ships that apart."""
    return importlib.util.find_spec("ensurepip") is not None


def venv_advice(output: str) -> str:
    """Return a sentence for a failed ``python -m venv``, from what it printed."""
    if "ensurepip" in output:
        return (
            "This Python cannot make environments. On Debian and Ubuntu type\n"
            "    sudo apt install python3-venv\nand try again."
        )
    return f"The environment could not be made:\n{output.strip()}"


def install(environment: Environment, arguments: Iterable[str]) -> None:
    """Run pip in the environment; raise StopError with advice if it fails.

    A person at a terminal sees its progress. Its warnings are only of use where it failed.
    """
    command = [str(environment.python), "-m", "pip", "install", "--disable-pip-version-check"]
    quiet = [] if is_terminal() else ["--quiet"]
    done = subprocess.run(
        [*command, *quiet, *arguments],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise StopError(pip_advice(done.stderr))


def pip_advice(output: str) -> str:
    """Return what to do about a failed pip, from what it printed."""
    for pattern, advice in PIP_FAULTS:
        if re.search(pattern, output, re.IGNORECASE):
            return f"Installing stopped. {advice}"
    return "Installing stopped. What pip says above tells why; mend that and try again."
