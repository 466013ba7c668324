"""What was typed into a form of accounts: read once, judged field by field, shown again."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from balcao.accounts import addresses, domains, passwords
from balcao.accounts.addresses import Address
from balcao.foundation.errors import DomainError
from balcao.web.sentences import sentence

LONGEST_NAME = 80


@dataclass
class Form:
    """The fields of one form: what to print into them, and what is wrong with each.

    `Form()` is an empty one, `Form({"email": …})` has something filled in, `Form.sent()` is what
    came with this request. Passwords and codes are never printed again. `id` begins the ids of
    its fields, where a page has two forms.
    """

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    errors: dict[str, str] = field(default_factory=dict)
    id: str = "field"
    too_soon: bool = False  # nothing is wrong with the fields, the person only has to wait

    @classmethod
    def sent(cls, name: str = "field") -> "Form":
        """Read the form of this request; a field that came twice is no form of ours."""
        if any(len(values) > 1 for _, values in request.form.lists()):
            abort(HTTPStatus.BAD_REQUEST)
        return cls(request.form.to_dict(), id=name)

    @property
    def suggestion(self) -> str | None:
        """Return the address that was probably meant by the one in the field."""
        return addresses.suggestion(self.values.get("email", "").strip(" "))

    @property
    def domains(self) -> str:
        """List mail domains, and `slip:meant`, for the script that helps while one types."""
        right = (f"{domain}:{domain}" for domain in sorted(domains.OTHERS))
        slips = (f"{slip}:{meant}" for slip, meant in domains.MISTAKEN.items())
        return " ".join([*domains.COMMON, *right, *slips])

    def address(self, name: str = "email") -> Address | None:
        """Return the mailbox in the field, or note why it is none."""
        typed = self._filled(name)
        if typed is None:
            return None
        try:
            return addresses.parse(typed)
        except DomainError as error:
            self.refuse(name, error.key)
            return None

    def text(self, name: str, *, most: int = LONGEST_NAME, optional: bool = False) -> str | None:
        """Return one line of words, or note what is wrong with it."""
        typed = unicodedata.normalize("NFC", self.values.get(name, "")).strip()
        if not typed:
            return "" if optional else self.refuse(name, "accounts.error.required")
        if len(typed) > most:
            return self.refuse(name, "accounts.error.long", most=most)
        if not typed.isprintable() or any(map(_turns_direction, typed)):
            return self.refuse(name, "accounts.error.characters")
        return typed

    def password(self, name: str = "password") -> str | None:
        """Return a password that is only to be compared, exactly as it was typed."""
        return self._filled(name)

    def new_password(self, *context: str, name: str = "password") -> str | None:
        """Return a password good enough to be kept, or note why it is not.

        The context is what an attacker knows about the person: address, name.
        """
        typed = self._filled(name)
        weak = typed and passwords.weakness(typed, [request.host, *context])
        return self.refuse(name, weak) if weak else typed

    def refuse(self, name: str, key: str, **params: object) -> str | None:
        """Note what is wrong with a field, in the reader's language; there is no value then."""
        self.errors.setdefault(name, sentence(key, params))
        self.too_soon = self.too_soon or "seconds" in params
        return None

    def page(self, template: str, **values: object) -> ResponseReturnValue:
        """Show the page with this form in it; 422 if something is wrong with what was typed."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY if self.errors else HTTPStatus.OK
        return render_template(template, form=self, **values), status

    def _filled(self, name: str) -> str | None:
        typed = self.values.get(name, "")
        return typed or self.refuse(name, "accounts.error.required")


def _turns_direction(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf"
