"""The language that a command speaks: ``--lang``."""

import argparse


def add_language(parser: argparse.ArgumentParser, of: str) -> None:
    """Add the choice of language; `of` says of what it is the language."""
    parser.add_argument(
        "--lang",
        default="en",
        metavar="LANG",
        help=f"language of {of}, such as en or de (default: en)",
    )
