"""Receipts of people who do not exist, and what a shop owner does with them."""

from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from playwright.sync_api import Locator, expect

from tests.e2e.accounts import Person
from tests.e2e.eyes import keep_picture, violations, width_of

UPLOAD = "/financeiro/lancar-pagamento"
READ_IN_MS = 60_000
SIZE = (720, 1180)
PAPER, INK = "#fbfaf7", "#1d1d22"
PLACES = (
    (60, 60, 40, "Comprovante de Pix"),
    (60, 150, 30, "Valor pago"),
    (60, 195, 54, "R$ {amount}"),
    (60, 320, 28, "Data e hora"),
    (330, 320, 28, "{day} 14:22:05"),
    (60, 420, 32, "Para"),
    (60, 470, 28, "Nome"),
    (330, 470, 28, "{receiver}"),
    (60, 520, 28, "CNPJ"),
    (330, 520, 28, "{document}"),
    (60, 620, 32, "De"),
    (60, 670, 28, "Nome"),
    (330, 670, 28, "Josefina Quintal"),
    (60, 720, 28, "CPF"),
    (330, 720, 28, "***.456.789-**"),
    (60, 830, 28, "ID da transacao"),
    (60, 880, 26, "{id}"),
)


@dataclass(frozen=True)
class Told:
    """What is printed on a receipt."""

    amount: str = "150,00"
    day: str = "08/10/2026"
    receiver: str = "Padaria Lua Nova"
    id: str = "E60701190202610081722Ab3dE5gH7jK"
    note: str = ""
    document: str = "11.222.333/0001-81"


def drawn(path: Path, told: Told | None = None, *, blurred: bool = False) -> Path:
    """Draw a receipt as a telephone would show it."""
    told = told or Told()
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    for x, y, size, words in PLACES:
        text = words.format(**asdict(told))
        pen.text((x, y), text, fill=INK, font=ImageFont.load_default(size))
    if told.note:
        pen.text((60, 1000), told.note, fill=INK, font=ImageFont.load_default(34))
    if blurred:
        picture = picture.filter(ImageFilter.GaussianBlur(7))
    picture.save(path)
    return path


def photographed(path: Path, screen: Path) -> Path:
    """Hold a telephone askew before a screen: slanted, its lines showing, darker to one side."""
    shown = Image.open(screen).convert("RGB")
    wide, high = shown.size
    lines = Image.new("L", (1, high), 255)
    lines.putdata([232 if row % 3 == 0 else 255 for row in range(high)])
    light = Image.linear_gradient("L").rotate(90).point(lambda level: 150 + level * 105 // 255)
    for shade in (lines, light):
        shown = ImageChops.multiply(shown, shade.resize(shown.size).convert("RGB"))
    corners = (-60, -50, -40, high + 70, wide + 90, high + 40, wide + 50, -90)
    slanted = shown.transform(
        (wide + 120, high + 100), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC
    )
    slanted.filter(ImageFilter.GaussianBlur(0.6)).save(path, quality=80)
    return path


@dataclass
class Owner(Person):
    """Somebody with a shop who wants to know what a receipt is worth."""

    def sees(self, picture: str) -> None:
        """Look at a page of receipts as at every other."""
        width = self.page.evaluate("innerWidth")
        dark = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        keep_picture(self.page, f"receipts-{picture}-{'dark' if dark else 'light'}-{width}")
        assert (self.noise, violations(self.page)) == ([], [])
        assert width_of(self.page) <= width
        self.noise.clear()  # the camera itself tries styles that our rules forbid

    def sees_everywhere(self, picture: str) -> None:
        """Look at it in the light, in the dark, and on a narrow telephone."""
        usual = self.page.viewport_size or {"width": 1000, "height": 800}
        for scheme, width in (("dark", usual["width"]), ("light", 320), ("light", usual["width"])):
            self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            self.page.set_viewport_size({"width": width, "height": usual["height"]})
            self.sees(picture)

    def hands_in(self, *files: Path) -> None:
        """Choose files on the page for it."""
        self.page.goto(UPLOAD)
        expect(self.page.locator("[data-part=how]")).to_be_visible()
        self.page.locator("[data-part=files]").set_input_files(files)

    def reads(self, path: Path) -> None:
        """Hand one in and wait on its page until it has been read."""
        self.hands_in(path)
        self.page.wait_for_url("**/receipts/*")
        expect(self.verdict).to_be_visible(timeout=READ_IN_MS)

    @property
    def verdict(self) -> Locator:
        """Find the card with the verdict."""
        return self.page.locator(".verdict")

    def line(self, name: str) -> Locator:
        """Find one file in the list of what was handed in."""
        return self.page.locator(".line", has_text=name)

    def field(self, name: str) -> Locator:
        """Find what is written into a field."""
        return self.page.locator(f"#value-{name}")

    def marks(self, name: str) -> Locator:
        """Find what is said about a field."""
        return self.page.locator(f"#marks-{name}")
