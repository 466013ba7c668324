"""Three ways to declare a setting in one expression, its sentence always with it."""

from collections.abc import Callable
from typing import Any

from pydantic import AliasChoices, Field


def setting(default: object, sentence: str, also: tuple[str, ...] = (), **limits: Any) -> Any:
    """Declare a setting with a default of its own; `also` lists spellings, the best first."""
    if also:
        limits["validation_alias"] = AliasChoices(*also)
    return Field(default, description=sentence, **limits)


def derived(
    default: Callable[[dict[str, Any]], object],
    shown: str,
    sentence: str,
    also: tuple[str, ...] = (),
    **limits: Any,
) -> Any:
    """Declare a setting whose default follows from those above it, and how to call that default."""
    if also:
        limits["validation_alias"] = AliasChoices(*also)
    return Field(default_factory=default, description=sentence, examples=[shown], **limits)
