import pytest
import steps
import system_libraries
from system_libraries import FOR_QT, FOR_X11


@pytest.fixture
def ordinary_user(monkeypatch):
    """A Linux system of a person without root, with the two apt programs."""
    monkeypatch.setattr(system_libraries.sys, "platform", "linux")
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(system_libraries.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(system_libraries, "apt_knows", lambda name: not name.endswith("t64"))
    monkeypatch.setattr(system_libraries, "font_missing", lambda: False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def lack(monkeypatch, *names):
    monkeypatch.setattr(system_libraries, "loads", lambda name: name not in names)
    everything = system_libraries.missing

    def find(wanted):
        return everything(wanted, system_libraries.loads)

    monkeypatch.setattr(system_libraries, "missing", find)


def test_only_what_the_loader_does_not_find_is_missing():
    found = system_libraries.missing(FOR_X11, lambda name: "icccm" not in name)

    assert [library.packages for library in found] == [("libxcb-icccm4",)]


def test_the_package_name_follows_the_release():
    glib = FOR_QT[0]

    assert system_libraries.package_of(glib, lambda _: True) == "libglib2.0-0t64"
    assert system_libraries.package_of(glib, lambda name: "t64" not in name) == "libglib2.0-0"


@pytest.mark.usefixtures("ordinary_user")
def test_without_root_the_line_to_type_is_told(monkeypatch):
    lack(monkeypatch, "libEGL.so.1", "libglib-2.0.so.0")

    with pytest.raises(steps.StopError) as stop:
        system_libraries.ensure(window=False)

    assert "    sudo apt install libglib2.0-0 libegl1\n" in str(stop.value)


@pytest.mark.usefixtures("ordinary_user")
def test_tests_need_nothing_of_x11(monkeypatch):
    lack(monkeypatch, "libxcb-cursor.so.0")

    system_libraries.ensure(window=False)

    with pytest.raises(steps.StopError, match="libxcb-cursor0"):
        system_libraries.ensure(window=True)


@pytest.mark.usefixtures("ordinary_user")
def test_a_window_on_wayland_needs_nothing_of_x11(monkeypatch):
    lack(monkeypatch, "libxcb-cursor.so.0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")

    system_libraries.ensure(window=True)


@pytest.mark.usefixtures("ordinary_user")
def test_where_there_is_no_apt_the_files_are_named(monkeypatch):
    lack(monkeypatch, "libGL.so.1")
    monkeypatch.setattr(system_libraries.shutil, "which", lambda _: None)

    with pytest.raises(steps.StopError, match=r"install what brings libGL\.so\.1"):
        system_libraries.ensure(window=True)


@pytest.mark.usefixtures("ordinary_user")
def test_root_installs_and_then_looks_again(monkeypatch):
    gone = ["libGL.so.1"]
    monkeypatch.setattr(
        system_libraries,
        "missing",
        lambda wanted: [library for library in wanted if library.name in gone],
    )
    monkeypatch.setattr(system_libraries.os, "geteuid", lambda: 0)
    monkeypatch.setattr(system_libraries, "apt_install", lambda _lacking: gone.clear())

    system_libraries.ensure(window=True)

    assert gone == []


def test_a_font_counts_wherever_it_lies(tmp_path):
    assert system_libraries.font_missing([tmp_path])
    (tmp_path / "truetype").mkdir()
    (tmp_path / "truetype" / "Plain.TTF").touch()

    assert not system_libraries.font_missing([tmp_path, tmp_path / "not-there"])


@pytest.mark.parametrize(
    ("platform", "variables", "seen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "vnc"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_display_is_recognised(platform, variables, seen):
    assert system_libraries.has_display(platform, variables) is seen
