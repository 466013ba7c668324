"""The links at the top of every page; each feature names its own, the web only prints them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, request


@dataclass(frozen=True)
class NavItem:
    """One link: a translated label and the address of the page that stands for its section."""

    label: object
    url: str
    for_people: bool = False  # of no use before one has logged in


def init_navigation(app: Flask, items: Sequence[NavItem]) -> None:
    """Give every template the links and which of them the reader is under."""

    def values() -> dict[str, object]:
        return {"nav_items": [_printed(item) for item in items]}

    app.context_processor(values)


def _printed(item: NavItem) -> dict[str, object]:
    address = request.script_root + item.url
    within = request.path == item.url or request.path.startswith(f"{item.url.rstrip('/')}/")
    return {
        "label": item.label,
        "url": address,
        "current": within and item.url != "/",
        "for_people": item.for_people,
    }
