"""What a spawned process runs in the tests of jobs: small, found by name in the other process."""

import os
import time

from bounce_inspector.core.ledger.progress import Progress
from bounce_inspector.gui.import_process import Crashed, Ended, lead_a_group, stop_asked, tell


def counts_to_a_thousand(channel, order):
    lead_a_group()
    for number in range(1, 1001):
        tell(channel, Progress(bytes_done=number, bytes_total=1000, messages=number))
    tell(channel, Ended(Progress(messages=1000)))


def stops_when_asked(channel, order):
    lead_a_group()
    tell(channel, Progress(messages=1))
    asked = stop_asked(channel)
    while not asked():
        time.sleep(0.005)
    tell(channel, Ended(Progress(messages=1, cancelled=True)))


def hears_nothing(channel, order):
    lead_a_group()
    tell(channel, Progress(messages=1))
    time.sleep(60)


def dies(channel, order):
    lead_a_group()
    tell(channel, Progress(messages=1))
    os._exit(7)


def has_a_fault(channel, order):
    lead_a_group()
    tell(channel, Crashed("Traceback: ValueError: a fault of ours"))


def has_a_child_that_hears_nothing(channel, order):
    from multiprocessing import get_context

    lead_a_group()
    child = get_context("spawn").Process(target=time.sleep, args=(60,))
    child.start()
    tell(channel, Progress(messages=child.pid))
    time.sleep(60)
