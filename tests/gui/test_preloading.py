import threading

import pytest

from bounce_inspector.core.explaining.knowledge import load_knowledge
from bounce_inspector.gui.preloading import Preloading


@pytest.fixture
def made(qtbot):
    made = []

    def make(knowledge):
        made.append(Preloading(knowledge))
        return made[-1]

    yield make
    for preloading in made:
        preloading.stop()


def test_knowledge_is_loaded_beside_the_window(qtbot, made):
    threads = []

    def load():
        threads.append(threading.get_ident())
        return load_knowledge("en")

    preloading = made(load)
    with qtbot.waitSignal(preloading.loaded):
        preloading.start()

    assert preloading.is_loaded
    assert threads[0] != threading.get_ident()
    assert preloading.knowledge() is load_knowledge("en")


def test_modules_are_imported_in_the_thread_that_paints(qtbot, made, monkeypatch):
    threads = set()

    def record(name):
        threads.add(threading.get_ident())

    monkeypatch.setattr("bounce_inspector.gui.preloading.import_module", record)
    preloading = made(lambda: load_knowledge("en"))

    with qtbot.waitSignal(preloading.loaded):
        preloading.start()

    assert threads == {threading.get_ident()}


def test_who_asks_early_waits_and_gets_it(made):
    preloading = made(lambda: load_knowledge("en"))
    preloading.start()

    assert preloading.knowledge() is load_knowledge("en")


def test_a_fault_while_loading_does_not_go_unnoticed(qtbot, made):
    def broken():
        raise ValueError("faults in resources/knowledge")

    preloading = made(broken)
    with qtbot.captureExceptions() as raised, qtbot.waitSignal(preloading.loaded):
        preloading.start()

    assert [str(fault) for _, fault, _ in raised] == ["faults in resources/knowledge"]
