"""Bytes to and from a mail server, within a time: replies are read whole, or not at all."""

import select
import socket
import ssl
import time

from balcao.adapters.mail.replies import GarbledError, Reply

READ_BYTES = 8192
LONGEST_LINE = 4096
LONGEST_REPLY = 65536
CODE_DIGITS = 3


class Wire:
    """A socket, its deadline-minded reader, and TLS when it has been put on."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._buffer = b""
        self._allowed = 0.0
        self._news = select.poll()
        self._news.register(sock, select.POLLIN)
        self.encrypted = False

    @property
    def stays_on_this_machine(self) -> bool:
        """Say whether nobody else can listen in."""
        if self._socket.family == socket.AF_UNIX:
            return True
        address: str = self._socket.getpeername()[0]
        return address == "::1" or address.startswith("127.")

    @property
    def own_name(self) -> str:
        """Return how we introduce ourselves: by the address that the server sees."""
        if self._socket.family == socket.AF_UNIX:
            return "localhost"
        address = self._socket.getsockname()[0]
        return f"[IPv6:{address}]" if ":" in address else f"[{address}]"

    def put_on_tls(self, context: ssl.SSLContext, name: str, seconds: float) -> None:
        """Encrypt from here on; whatever was said in clear before is not believed any more."""
        if self._buffer:
            message = "somebody spoke in clear after encryption was agreed"
            raise GarbledError(message)
        self._allow(seconds)
        self._socket = context.wrap_socket(self._socket, server_hostname=name)
        self.encrypted = True

    def write(self, data: bytes, seconds: float) -> None:
        """Give everything away, or raise: then the end of it has not left."""
        self._allow(seconds)
        self._socket.sendall(data)

    def reply(self, deadline: float) -> Reply:
        """Return the next whole answer; a byte now and then does not move the deadline."""
        lines: list[str] = []
        size = 0
        while True:
            line = self._line(deadline)
            size += len(line)
            code, dash, text = line[:CODE_DIGITS], line[CODE_DIGITS : CODE_DIGITS + 1], line[4:]
            if not (code.isdigit() and len(code) == CODE_DIGITS and dash in {b"", b" ", b"-"}):
                message = "not a reply"
                raise GarbledError(message)
            if size > LONGEST_REPLY:
                message = "a reply without end"
                raise GarbledError(message)
            lines.append(text.decode("utf-8", "replace"))
            if dash != b"-":
                return Reply(int(code), "\n".join(lines))

    def _line(self, deadline: float) -> bytes:
        while True:
            line, end, rest = self._buffer.partition(b"\n")
            if end:
                self._buffer = rest
                return line.rstrip(b"\r")
            if len(line) > LONGEST_LINE:
                message = "a line without end"
                raise GarbledError(message)
            self._buffer += self._more(deadline)

    def _more(self, deadline: float) -> bytes:
        left = deadline - time.monotonic()
        if left <= 0:
            message = "no answer in time"
            raise TimeoutError(message)
        self._allow(left)
        data = self._socket.recv(READ_BYTES)
        if not data:
            message = "the server closed the connection"
            raise ConnectionResetError(message)
        return data

    def _allow(self, seconds: float) -> None:
        # Each change lets another thread in; a tenth more or less is not worth that.
        if not 0.9 * self._allowed < seconds < 1.1 * self._allowed:
            self._socket.settimeout(seconds)
            self._allowed = seconds

    def spoke_unasked(self) -> bool:
        """Say whether the server has left, or said something, while nobody asked it."""
        if self._buffer:
            return True
        if not self._news.poll(0):
            return False
        self._socket.settimeout(0)
        self._allowed = 0
        try:
            # Encrypted, this also takes in what TLS has to say to itself, such as new tickets.
            self._buffer = self._socket.recv(READ_BYTES)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        return True

    def close(self) -> None:
        """Hang up."""
        self._socket.close()
