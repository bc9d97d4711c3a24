import sys

from bounce_inspector.core.ledger import Ledger
from bounce_inspector.gui.threads import HAND_OVER, Threads


def test_the_interpreter_changes_hands_often_as_long_as_there_is_a_window(qapp, folder):
    usual = sys.getswitchinterval()

    threads = Threads(lambda: Ledger.open(folder.ledger))
    meanwhile = sys.getswitchinterval()
    threads.stop()

    assert abs(meanwhile - HAND_OVER) < HAND_OVER / 10
    assert sys.getswitchinterval() == usual
