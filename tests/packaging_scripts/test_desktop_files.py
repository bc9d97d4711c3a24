import configparser
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from steps import ROOT

import bounce_inspector

LINUX = ROOT / "packaging" / "linux"
NAME = "io.github.bounce_inspector.BounceInspector"
DESKTOP = LINUX / f"{NAME}.desktop"
METAINFO = LINUX / f"{NAME}.metainfo.xml"
MIME = LINUX / f"{NAME}.mime.xml"


def entry():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(DESKTOP, encoding="utf-8")
    return parser["Desktop Entry"]


def test_one_id_is_used_everywhere():
    metainfo = ET.parse(METAINFO).getroot()

    assert metainfo.findtext("id") == NAME
    assert metainfo.findtext("launchable") == DESKTOP.name
    assert entry()["Icon"] == NAME


def test_the_window_tells_the_desktop_the_same_id():
    pytest.importorskip("PySide6")
    from bounce_inspector.gui.application import ID

    assert ID == NAME


def test_the_metainfo_knows_this_version():
    releases = ET.parse(METAINFO).getroot().findall("releases/release")

    assert releases[0].get("version") == bounce_inspector.__version__


def test_menu_and_store_offer_the_same_types():
    offered = [kind.text for kind in ET.parse(METAINFO).getroot().findall("provides/mediatype")]

    assert entry()["MimeType"] == ";".join(offered) + ";"


def test_the_mime_file_adds_what_the_system_does_not_know():
    names = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}

    globs = ET.parse(MIME).getroot().findall("m:mime-type/m:glob", names)

    assert {glob.get("pattern") for glob in globs} == {"*.msg", "*.emlx"}


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="no desktop-file-utils")
def test_the_menu_entry_is_valid():
    done = subprocess.run(
        ["desktop-file-validate", str(DESKTOP)], capture_output=True, text=True, check=False
    )

    assert done.stdout + done.stderr == ""


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="no appstream")
def test_the_metainfo_is_valid():
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", str(METAINFO)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
