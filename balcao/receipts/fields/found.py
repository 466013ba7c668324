"""What was found on a receipt: each value, how sure it is, where it stands, where it is from."""

from balcao.adapters.reading import Fields, Found, Source

__all__ = ["KEY_NAMES", "MORE_NAMES", "NAMES", "Fields", "Found", "Source"]

# Those of `python -m balcao read --json`, in its order; conventions in docs/receipts.md.
NAMES = (
    "kind",
    "status",
    "amount",
    "currency",
    "date",
    "time",
    "transaction_id",
    "receiver_name",
    "receiver_document",
    "payer_name",
    "payer_document",
    "pix_key",
    "bank",
    "company",
)
# Found as well where they are printed.
MORE_NAMES = (
    "receiver_iban",
    "payer_iban",
    "due_date",
    "entity",
    "reference",
    "boleto_line",
    "access_key",
    "atcud",
    "phone",
    "description",
    "tax",
)
KEY_NAMES = ("amount", "date", "transaction_id", "receiver_name")
