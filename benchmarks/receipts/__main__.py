"""`python -m benchmarks.receipts make --seed N --count M FOLDER`: invents receipts and labels."""

import argparse
import sys
from pathlib import Path

from benchmarks.receipts import degrade, fonts
from benchmarks.receipts.make import make


def main() -> int:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.receipts", description=__doc__)
    commands = parser.add_subparsers(required=True)
    maker = commands.add_parser("make", help="write a set of receipts with labels")
    maker.add_argument("--seed", type=int, required=True, help="1-999: for development")
    maker.add_argument("--count", type=int, default=120)
    maker.add_argument("--only", nargs="*", default=degrade.ALL, choices=degrade.ALL)
    maker.add_argument("folder", type=Path)
    wish = parser.parse_args()
    if absent := fonts.missing():
        print(f"Without {', '.join(absent)} all text is set in Vera.", file=sys.stderr)
    labels = make(wish.seed, wish.count, wish.folder, wish.only)
    print(f"{len(labels)} receipts of seed {wish.seed} in {wish.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
