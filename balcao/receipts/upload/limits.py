"""How many receipts may come in: more than any shop has, and less than would fill a disk."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from balcao.foundation.throttle import Limit, take

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
OF_PERSON = Limit("upload-person", 120, 10 * MINUTE)
OF_CLIENT = Limit("upload-client", 240, 10 * MINUTE)
OF_TENANT = (Limit("upload-tenant", 600, HOUR), Limit("upload-tenant-day", 3000, DAY))


@dataclass(frozen=True)
class UploadLimits:
    """The limits, each `factor` times as high."""

    factor: int = 1

    def wait(self, session: Session, person: str, client: str, tenant: str) -> int:
        """Count one file and return nothing, or count nothing and return the seconds to wait."""
        return take(
            session,
            [
                self._raised(OF_PERSON).of(person),
                self._raised(OF_CLIENT).of(client),
                *[self._raised(limit).of(tenant) for limit in OF_TENANT],
            ],
        )

    def _raised(self, limit: Limit) -> Limit:
        return Limit(limit.name, limit.times * self.factor, limit.seconds)
