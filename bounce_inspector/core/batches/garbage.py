"""When a process that does nothing but read mail looks for dead values."""

import gc


def collect_rarely() -> None:
    """Look for circles of dead values in this process seldom, and never among what it has now.

    Reading mail makes many values and no circles: by default a tenth of the time goes into looking.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
