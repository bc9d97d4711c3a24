"""Read files into a ledger, with progress and cancel: what the window's importer process runs."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bounce_inspector.core.batches import inspect_all
from bounce_inspector.core.ledger import drafts
from bounce_inspector.core.ledger.origins import opened_folders
from bounce_inspector.core.ledger.progress import Progress
from bounce_inspector.core.ledger.store import Ledger
from bounce_inspector.core.problems import Problem
from bounce_inspector.core.processes import is_worth_processes, workers

if TYPE_CHECKING:
    from concurrent.futures import Executor

BATCH_SIZE = 1000  # written in about a twentieth of a second: so long a mark may have to wait


def import_paths(
    ledger_path: Path | str,
    paths: Sequence[str],
    *,
    jobs: int | None = None,
    ours: frozenset[str] = frozenset(),
    ready: "Executor | None" = None,
    report: Callable[[Progress], None],
    cancelled: Callable[[], bool] = lambda: False,
) -> Progress:
    """Read files and folders into the ledger and return what came of it.

    `report` is called after each batch that is in the ledger. What was stored before a cancel or a
    full disk stays; reading the same files again adds only what is missing. `ours` are the domains
    we send from, as `pipeline.inspect` takes them. `ready` are processes that wait for work; they
    are left as they are.
    """
    progress = Progress()
    ledger = Ledger.open(ledger_path)
    if isinstance(ledger, Problem):
        return replace(progress, problem=ledger)
    roots = opened_folders(paths)
    with ledger, ledger.loading(), _executor(paths, jobs, ready) as executor:
        batches = inspect_all(
            paths,
            executor,
            inspect=partial(drafts.inspected, ours=ours),
            cancelled=cancelled,
            batch_size=BATCH_SIZE,
        )
        for batch in batches:
            added = ledger.add_drafts(batch.inspections, batch.unread, roots)
            if isinstance(added, Problem):
                return replace(progress, problem=added)
            progress = replace(
                progress,
                bytes_done=batch.bytes_done,
                bytes_total=batch.bytes_total,
                messages=progress.messages + added.messages,
                known=progress.known + added.known,
                addresses=progress.addresses + added.addresses,
                unread=progress.unread + len(batch.unread),
            )
            report(progress)
            if cancelled():
                break
    return replace(progress, cancelled=cancelled())


def _executor(
    paths: Sequence[str], jobs: int | None, ready: "Executor | None"
) -> "AbstractContextManager[Executor | None]":
    if ready is None:
        return workers(paths, jobs)
    return nullcontext(ready if is_worth_processes(paths) else None)
