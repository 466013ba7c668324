"""What comes of reading a file, by the names this feature uses; they live with the door to it."""

from balcao.adapters.reading import Reader, Reading, Tell

__all__ = ["Reader", "Reading", "Tell"]
