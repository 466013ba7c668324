"""What an operator sets up about payments at a terminal."""

from balcao.foundation.db import transaction
from balcao.receipts.payments import service
from balcao.receipts.payments.service import NewReceiver


def add_receiver(tenant: str, new: NewReceiver) -> str:
    """Let money for this person or account count as paid to the business of this name."""
    with transaction() as session:
        return service.add_receiver(session, service.business_named(session, tenant), new)
