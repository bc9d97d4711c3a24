"""Measure the speed and size of what people wait for, and print one table.

Speed is given against two others in the same run, because machines differ: flufl.bounce, which only
finds addresses, and email.message_from_bytes, which only parses. Nothing here passes or fails.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import bench_hostile
import bench_ledger
import bench_loading
import bench_starts
import bench_window
from bench_messages import Template, messages, read_templates
from bench_reading import Figure, Slow, against_others
from steps import ROOT, StopError

DATA = ROOT / "bench"
SAMPLES = ROOT / "tests" / "bounces"
SIZES = (("4 kB", 4_096, 400), ("80 kB", 81_920, 100))
PARTS = ("reading", "hostile", "mbox", "ledger", "window", "codes", "start")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for and print it."""
    options = parser().parse_args(arguments)
    DATA.mkdir(exist_ok=True)
    try:
        templates = read_templates(SAMPLES)
        with tempfile.TemporaryDirectory(dir=DATA) as folder:
            results = list(measure(options, templates, Path(folder)))
    except StopError as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    figures = [one for one in results if isinstance(one, Figure)]
    slow = [one for one in results if isinstance(one, Slow)]
    if options.json:
        found = {"figures": [asdict(one) for one in figures], "slow": [asdict(one) for one in slow]}
        print(json.dumps(found, indent=1))
    else:
        print(table(figures, slow))
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the options."""
    found = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    found.add_argument("--only", choices=PARTS, action="append", help="this part; may be repeated")
    found.add_argument("--json", action="store_true", help="print JSON instead of a table")
    found.add_argument(
        "--large", action="store_true", help="also ledger and window with 1,000,000 rows"
    )
    found.add_argument(
        "--why", action="store_true", help="also tell what a window did while it did not answer"
    )
    found.add_argument("--messages", type=int, default=10_000, help="in the smallest mailbox")
    found.add_argument("--seed", type=int, default=1, help="of what is invented (1)")
    return found


def measure(
    options: argparse.Namespace, templates: Sequence[Template], folder: Path
) -> Iterator[Figure | Slow]:
    """Yield all figures, and the inputs that took us longest."""
    parts = options.only or PARTS
    if "reading" in parts:
        yield from reading(templates, options.seed)
    if "hostile" in parts:
        tell("reading messages that are made to be slow to read")
        yield from bench_hostile.measure()
    if "mbox" in parts:
        tell("mailboxes into ledgers")
        yield from bench_loading.measure(
            folder, templates, options.messages, large=options.large, seed=options.seed
        )
    if "ledger" in parts:
        for rows in (10_000, 100_000, *([1_000_000] if options.large else [])):
            tell(f"a ledger of {rows:,} rows")
            yield from bench_ledger.measure(folder, rows, options.seed)
    if "window" in parts:
        yield from bench_window.measure(
            folder, templates, large=options.large, seed=options.seed, why=options.why
        )
    if "codes" in parts:
        yield from bench_window.measure_code_book(folder)
    if "start" in parts:
        tell("starting the programs")
        yield from bench_starts.measure(SAMPLES / templates[0].name)


def reading(templates: Sequence[Template], seed: int) -> Iterator[Figure | Slow]:
    """Read small and full bounces: all samples alike, and reports as most servers write them."""
    standard = [template for template in templates if template.is_standard]
    for size_name, size, count in SIZES:
        for name, chosen in ((size_name, templates), (f"{size_name}, standard reports", standard)):
            tell(f"reading {count} messages of {name} in three ways")
            able = [template for template in chosen if template.returns]
            yield from against_others(list(messages(able, count, size, seed)), name)


def table(figures: Sequence[Figure], slow: Sequence[Slow]) -> str:
    """Return what was measured, a line each."""
    width = max((len(figure.what) for figure in figures), default=0)
    lines = [
        f"{figure.what:<{width}}  {amount(figure.amount):>10} {figure.unit}{wish(figure)}"
        for figure in figures
    ]
    if slow:
        lines += ["", "The slowest to inspect:"]
        lines += [f"{one.milliseconds:8.2f} ms  {one.size:8,} bytes  {one.name}" for one in slow]
    return "\n".join(lines)


def wish(figure: Figure) -> str:
    """Return what is wanted of a figure, where anything is."""
    return "" if figure.wanted is None else f" (wanted: at most {amount(figure.wanted)})"


def amount(number: float) -> str:
    """Return a number with about three digits that count."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def tell(text: str) -> None:
    """Say what is going on, apart from the result."""
    print(f"... {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
