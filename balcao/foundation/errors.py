"""The one exception a service raises when a person asked for something that cannot be."""

from http import HTTPStatus


class DomainError(Exception):
    """Refuse with a key that the web turns into a sentence in the reader's language."""

    def __init__(self, key: str, status: int = HTTPStatus.CONFLICT, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
        self.params = params
