"""The pages of a paper as they are read: held upright, measured in pixels of their previews."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PIL import Image

from balcao.adapters.decoding import Code, Page
from balcao.adapters.decoding.previews import preview_size, small
from balcao.adapters.ocr import Line, Picture
from balcao.adapters.ocr.boxes import scaled, turned


@dataclass
class Sheet:
    """One page, and how it is held so far."""

    page: Page
    turns: int = 0
    read: list[Line] = field(default_factory=list)  # by an engine, in pixels of the picture
    picture: Picture = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the page as it was decoded."""
        self.picture = self.page.picture

    def turn(self, picture: Picture, turns: int) -> None:
        """Hold it as an engine says it is meant to be held."""
        self.picture, self.turns = picture, turns

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height of the preview."""
        return preview_size(self.picture)

    def small(self) -> Image.Image:
        """Return the picture as large as a browser gets it."""
        return small(self.picture)

    def lines(self) -> list[Line]:
        """Return what an engine read."""
        return [self._placed(line) for line in self.read]

    def layer(self) -> list[Line]:
        """Return what the file itself says."""
        return [self._placed(line) for line in self.page.lines]

    def codes(self) -> list[Code]:
        """Return the codes of the page, which were found before it was turned."""
        height, width = self.page.picture.shape[:2]
        return [
            replace(code, box=scaled(turned(code.box, width, height, self.turns), self._scale))
            for code in self.page.codes
        ]

    def _placed(self, line: Line) -> Line:
        return replace(line, box=scaled(line.box, self._scale), page=self.page.number)

    @property
    def _scale(self) -> float:
        return self.size[0] / int(self.picture.shape[1])


def layers(sheets: Sequence[Sheet]) -> list[Line]:
    """Return all lines of the file's own text."""
    return [line for sheet in sheets for line in sheet.layer()]


def lines(sheets: Sequence[Sheet]) -> list[Line]:
    """Return all lines that an engine read, or that the file said where none had to."""
    return [line for sheet in sheets for line in sheet.lines() or sheet.layer()]


def codes(sheets: Sequence[Sheet]) -> list[Code]:
    """Return all codes."""
    return [code for sheet in sheets for code in sheet.codes()]
