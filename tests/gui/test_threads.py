import os
import sys
import threading

import pytest

from bounce_inspector.core.ledger import Ledger
from bounce_inspector.core.ledger.opening import MAPPED
from bounce_inspector.gui.background import NICE
from bounce_inspector.gui.threads import HAND_OVER, Threads


def test_the_interpreter_changes_hands_often_as_long_as_there_is_a_window(qapp, folder):
    usual = sys.getswitchinterval()

    threads = Threads(lambda: Ledger.open(folder.ledger))
    meanwhile = sys.getswitchinterval()
    threads.stop()

    assert abs(meanwhile - HAND_OVER) < HAND_OVER / 10
    assert sys.getswitchinterval() == usual


def test_the_ledger_is_read_with_little_memory_while_that_is_wanted(qtbot, folder):
    Ledger.open(folder.ledger).close()  # the window makes it before its threads open it
    threads = Threads(lambda: Ledger.open(folder.ledger))
    told = []

    def ask(part):
        part.ask(lambda ledger: ledger._connection.execute("PRAGMA mmap_size").fetchone(), tell)

    def tell(row):
        told.append(row[0])

    for wanted in (True, False):
        threads.save_memory(wanted=wanted)
        ask(threads.asking)
        ask(threads.looking)
    qtbot.waitUntil(lambda: len(told) == 4)
    threads.stop()

    assert sorted(told) == [0, 0, MAPPED, MAPPED]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt's priorities are")
def test_the_threads_leave_the_processor_to_the_window(qtbot, folder):
    Ledger.open(folder.ledger).close()
    threads = Threads(lambda: Ledger.open(folder.ledger))
    told = []
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    for part in (threads.asking, threads.looking, threads.writing):
        part.ask(lambda _: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()), told.append)
    qtbot.waitUntil(lambda: len(told) == 3)
    threads.stop()

    assert told == [min(before + NICE, 19)] * 3
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
