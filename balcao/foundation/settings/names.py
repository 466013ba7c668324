"""How settings are spelt outside the program."""

from collections.abc import Iterator

from pydantic import AliasChoices, BaseModel


def names_of(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    """Yield the spellings of each setting, in the order of the settings, the best one first."""
    for field, about in model.model_fields.items():
        alias = about.validation_alias
        choices = alias.choices if isinstance(alias, AliasChoices) else [field]
        names = dict.fromkeys([*(str(choice).upper() for choice in choices), field.upper()])
        yield tuple(names)
