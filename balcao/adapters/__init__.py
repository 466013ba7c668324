"""The doors to the outside world; which vendor stands behind each is bootstrap's business."""

from dataclasses import dataclass, field

from balcao.adapters.mail import MailServer
from balcao.adapters.reading import Reader
from balcao.adapters.reading.nowhere import NoReader
from balcao.adapters.storage import FileStore
from balcao.adapters.storage.nowhere import NoFiles

__all__ = ["Tools"]


@dataclass(frozen=True)
class Tools:
    """Everything a run may reach outside, and what it needs to speak of ourselves there."""

    mail: MailServer
    public_url: str = "http://localhost:8000"
    keys: tuple[str, ...] = ()
    reader: Reader = field(default_factory=NoReader)
    files: FileStore = field(default_factory=NoFiles)
