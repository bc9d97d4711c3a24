"""Many messages: paths in, batches of inspections out, in order, over all processors.

The caller's process plans (cheap) and collects; workers read and inspect. A bounded number of
chunks is under way, so that memory does not grow with the input and a cancel is answered at once.
"""

import os
from typing import TYPE_CHECKING

from bounce_inspector.core.batches.collect import Batch, inspect_all
from bounce_inspector.core.batches.work import warm_up

if TYPE_CHECKING:
    from bounce_inspector.core.batches.pool import WorkerPool

__all__ = ["Batch", "inspect_all", "worker_pool"]


def worker_pool(jobs: int | None = None) -> "WorkerPool":
    """Return processes for `inspect_all`, already starting: by default one for each processor."""
    # Loaded here: multiprocessing costs a third of the time in which the command line answers.
    from bounce_inspector.core.batches.pool import WorkerPool

    pool = WorkerPool(jobs or os.cpu_count() or 1, warm_up)
    pool.warm()
    return pool
