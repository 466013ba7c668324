"""A mail server that takes everything, as slowly as a real one: STARTTLS, AUTH, one mail at a time.

It is a process of its own and costs as little as it can, because it shares the machine with those
whom it measures. It offers PIPELINING as real ones do: what is asked together is answered together.
"""

import asyncio
import json
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.certificate import certify

HOST = "127.0.0.1"
REPLY_SECONDS = 0.001
ACCEPT_SECONDS = 0.02
END = b"\r\n.\r\n"
ID = b"message-id:"
LONGEST_HEAD = 1000


@dataclass
class Counted:
    """What has come in since somebody last asked to forget."""

    mails: int = 0
    connections: int = 0
    open: int = 0
    most: int = 0
    ids: set[bytes] = field(default_factory=set)
    first: float = 0.0
    last: float = 0.0

    def opened(self) -> None:
        """Count a connection, and how many there are at once."""
        self.connections += 1
        self.open += 1
        self.most = max(self.most, self.open)

    def add(self, mail: bytes) -> None:
        """Count one mail by its Message-ID."""
        self.last = time.monotonic()
        self.first = self.first or self.last
        at = mail[:LONGEST_HEAD].lower().find(ID)
        self.ids.add(mail[at : mail.find(b"\r\n", at)])
        self.mails += 1

    def told(self) -> dict[str, float]:
        """Return what a program may want to know."""
        return {
            "mails": self.mails,
            "again": self.mails - len(self.ids),
            "connections": self.connections,
            "most": self.most,
            "seconds": self.last - self.first,
        }


class Server:
    """What all connections share."""

    def __init__(self, folder: Path, *, waits: bool) -> None:
        self.counted = Counted()
        self.reply_seconds = REPLY_SECONDS if waits else 0.0
        self.accept_seconds = ACCEPT_SECONDS if waits else 0.0
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(folder / "sink.pem")


class Conversation(asyncio.Protocol):
    """One client, from its greeting to its QUIT."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._loop = asyncio.get_running_loop()
        self._got = bytearray()
        self._in_body = False
        self._tls = False
        self._listening = True
        self._words: list[bytes] = []
        self._answers: dict[bytes, Callable[[], None]] = {
            b"EHLO": self._greet, b"STAR": self._start_tls, b"AUTH": self._welcome,
            b"DATA": self._go_ahead, b"QUIT": self._leave,
        }  # fmt: skip

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet; after STARTTLS this is called again, with the transport in cipher."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what create_server makes
        self._transport = transport
        if not self._tls:
            self._server.counted.opened()
            self._say(b"220 sink.example ESMTP\r\n")

    def connection_lost(self, _error: Exception | None) -> None:
        """Count those that are left."""
        self._server.counted.open -= 1

    def data_received(self, data: bytes) -> None:
        """Take lines, or the body up to its dot."""
        self._got += data
        if not self._listening:
            return
        if self._in_body:
            if self._got.endswith(END):
                self._take()
            return
        while (at := self._got.find(b"\r\n")) >= 0 and not self._in_body:
            verb = bytes(self._got[:4]).upper()
            del self._got[: at + 2]
            self._answers.get(verb, self._agree)()

    def _say(self, words: bytes) -> None:
        if not self._words:
            self._loop.call_later(self._server.reply_seconds, self._speak)
        self._words.append(words)

    def _speak(self) -> None:
        self._transport.write(b"".join(self._words))
        self._words.clear()

    def _agree(self) -> None:
        self._say(b"250 2.0.0 fine\r\n")

    def _greet(self) -> None:
        offer = b"AUTH PLAIN" if self._tls else b"STARTTLS"
        self._say(b"250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 " + offer + b"\r\n")

    def _welcome(self) -> None:
        self._say(b"235 2.7.0 come in\r\n")

    def _go_ahead(self) -> None:
        self._in_body = True
        self._say(b"354 go ahead\r\n")

    def _take(self) -> None:
        mail = bytes(self._got)
        self._got.clear()
        self._in_body = False

        def accept() -> None:
            self._server.counted.add(mail)
            self._transport.write(b"250 2.0.0 kept\r\n")

        self._loop.call_later(self._server.accept_seconds, accept)

    def _leave(self) -> None:
        self._say(b"221 2.0.0 bye\r\n")
        self._loop.call_later(2 * self._server.reply_seconds, self._transport.close)

    def _start_tls(self) -> None:
        self._listening = False  # until we can answer in cipher
        self._got.clear()
        self._transport.pause_reading()
        self._say(b"220 2.0.0 go ahead\r\n")
        self._loop.call_later(self._server.reply_seconds, self._cipher)

    def _cipher(self) -> None:
        self._tls = True
        task = self._loop.create_task(
            self._loop.start_tls(self._transport, self, self._server.tls, server_side=True)
        )
        task.add_done_callback(self._ciphered)

    def _ciphered(self, task: "asyncio.Task[asyncio.Transport | None]") -> None:
        if not task.cancelled() and task.exception() is None:
            transport = task.result()
            assert transport is not None  # noqa: S101
            self._transport = transport
            self._listening = True
            self.data_received(b"")


class Sink:
    """The server as a benchmark holds it."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path, port: int) -> None:
        self._process = process
        self.certificate = folder / "ca.pem"
        self.port = port

    def counted(self) -> dict[str, float]:
        """Return what has come in."""
        return self._ask("count")

    def forget(self) -> None:
        """Begin to count anew."""
        self._ask("forget")

    def _ask(self, wish: str) -> dict[str, Any]:
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018
        self._process.stdin.write(f"{wish}\n")
        self._process.stdin.flush()
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found


@contextmanager
def sink(folder: Path, *, waits: bool = True) -> Iterator[Sink]:
    """Start the server on a port of this machine; it ends when its standard input does."""
    certify(folder)
    command = [sys.executable, "-m", "benchmarks.sink", str(folder), *([] if waits else ["quick"])]
    with subprocess.Popen(  # noqa: S603 - ourselves
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101
        try:
            yield Sink(process, folder, int(process.stdout.readline()))
        finally:
            process.terminate()


async def _serve(folder: Path, *, waits: bool) -> None:
    server = Server(folder, waits=waits)
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Conversation(server), HOST, 0, backlog=512)
    print(listening.sockets[0].getsockname()[1], flush=True)
    over = asyncio.Event()

    def obey() -> None:
        wish = sys.stdin.readline().strip()
        if wish == "forget":
            server.counted = Counted(open=server.counted.open)
        print(json.dumps(server.counted.told()), flush=True)
        if not wish:
            over.set()

    loop.add_reader(sys.stdin, obey)
    await over.wait()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), waits="quick" not in sys.argv[2:]))
