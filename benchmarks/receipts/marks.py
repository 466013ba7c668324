"""What stands on a sheet, in points of a telephone 360 wide; drawn as a picture or as a PDF."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """A run of text; `y` is the top of its line."""

    x: float
    y: float
    text: str
    size: float
    family: str
    bold: bool = False
    colour: str = "#202124"


@dataclass(frozen=True)
class Band:
    """A filled rectangle, with round corners where told."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    radius: float = 0


@dataclass(frozen=True)
class Rule:
    """A line across, whole or dashed."""

    x: float
    y: float
    width: float
    colour: str
    dashed: bool = False


@dataclass(frozen=True)
class Square:
    """A QR code of this text."""

    x: float
    y: float
    side: float
    text: str


Mark = Words | Band | Rule | Square


@dataclass
class Sheet:
    """All marks from the bottom up, and the size they need."""

    width: float
    height: float = 0
    paper: str = "#ffffff"
    marks: list[Mark] = field(default_factory=list)
