"""All hostile files; run as a program, it makes them in a folder, in a process of its own."""

import sys
from itertools import chain
from pathlib import Path

from tests.integration.decoding import disguised, odd_documents, odd_pictures

HOSTILE = list(
    chain(
        odd_pictures.bombs(),
        odd_pictures.unusual(),
        odd_pictures.broken(),
        odd_documents.bombs(),
        odd_documents.odd(),
        odd_documents.broken(),
        disguised.wrong_types(),
        disguised.two_at_once(),
        disguised.random_bytes(),
    )
)


def main(folder: Path) -> None:
    for hostile in HOSTILE:
        (folder / hostile.name).write_bytes(hostile.make())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
