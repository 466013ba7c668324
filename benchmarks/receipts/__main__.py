"""Invents receipts: `make --seed N FOLDER` a set with labels, `sample FILE` the one we ship.

Both are commands of `python -m benchmarks.receipts`.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.receipts import degrade, fonts, sample
from benchmarks.receipts.make import make


def main() -> int:
    """Do what was asked for."""
    wish = _parsed()
    if absent := fonts.missing():
        print(f"Without {', '.join(absent)} all text is set in Vera.", file=sys.stderr)
    if "seed" in wish:
        labels = make(wish.seed, wish.count, wish.place, wish.only)
        print(f"{len(labels)} receipts of seed {wish.seed} in {wish.place}")
    else:
        sample.draw(wish.place)
    return 0


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.receipts", description=__doc__)
    commands = parser.add_subparsers(required=True)
    maker = commands.add_parser("make", help="write a set of receipts with labels")
    maker.add_argument("--seed", type=int, required=True, help="1-999: for development")
    maker.add_argument("--count", type=int, default=120)
    maker.add_argument("--only", nargs="*", default=degrade.ALL, choices=degrade.ALL)
    maker.add_argument("place", type=Path, metavar="FOLDER")
    drawer = commands.add_parser("sample", help="draw the sample receipt of the product")
    drawer.add_argument("place", type=Path, metavar="FILE")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
