"""A Google Vision of our own, over gRPC or REST, that answers in any way a test asks for."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

import grpc
from google.cloud import vision
from google.protobuf import any_pb2, duration_pb2, json_format
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

Transport = Literal["grpc", "rest"]
HTTP_OF = {
    grpc.StatusCode.INVALID_ARGUMENT: 400,
    grpc.StatusCode.UNAUTHENTICATED: 401,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.NOT_FOUND: 404,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
    grpc.StatusCode.INTERNAL: 500,
    grpc.StatusCode.UNAVAILABLE: 503,
    grpc.StatusCode.DEADLINE_EXCEEDED: 504,
}
LARGE = [("grpc.max_receive_message_length", 32 * 1024 * 1024)]
SPACE, WIDE_SPACE, _END_AFTER_SPACE, _HYPHEN, LINE_END = range(1, 6)


@dataclass(frozen=True)
class Trouble:
    """An error of the whole request, perhaps with a time to come back after."""

    code: grpc.StatusCode
    retry_after: int | None = None


@dataclass(frozen=True)
class Raw:
    """Bytes instead of an answer."""

    content: bytes


@dataclass(frozen=True)
class Hang:
    """No answer until the test is over."""


Reply = Trouble | Raw | Hang | vision.BatchAnnotateImagesResponse
BROKEN = Raw(b'{"responses": [{"fullTextAnnot')


@dataclass
class VisionServer:
    """What came in, and what is answered: one reply after the other, the last for ever."""

    endpoint: str = ""
    requests: list[Any] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    _replies: list[Reply] = field(default_factory=list)

    def answers(self, *replies: Reply) -> None:
        """Set what the next requests get."""
        self._replies = list(replies)

    def next(self, request: Any) -> Reply:
        """Keep a request and return its reply."""
        self.requests.append(request)
        return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]


@contextmanager
def vision_server(transport: Transport) -> Iterator[VisionServer]:
    """Run one on a free port of this machine."""
    server = VisionServer()
    run = _grpc if transport == "grpc" else _rest
    with run(server):
        try:
            yield server
        finally:
            server.over.set()


@contextmanager
def _grpc(server: VisionServer) -> Iterator[None]:
    def handle(request: Any, context: grpc.ServicerContext) -> bytes:
        reply = server.next(request)
        if isinstance(reply, Trouble):
            context.abort_with_status(rpc_status.to_status(_status(reply)))
        if isinstance(reply, Hang):
            server.over.wait()
            return b""
        if isinstance(reply, Raw):
            return reply.content
        return bytes(vision.BatchAnnotateImagesResponse.serialize(reply))

    method = grpc.unary_unary_rpc_method_handler(
        handle, request_deserializer=vision.BatchAnnotateImagesRequest.deserialize
    )
    service = grpc.method_handlers_generic_handler(
        "google.cloud.vision.v1.ImageAnnotator", {"BatchAnnotateImages": method}
    )
    listening = grpc.server(ThreadPoolExecutor(8), handlers=[service], options=LARGE)
    port = listening.add_insecure_port("127.0.0.1:0")
    server.endpoint = f"grpc://127.0.0.1:{port}"
    listening.start()
    try:
        yield
    finally:
        server.over.set()
        listening.stop(None).wait()


def _status(trouble: Trouble) -> status_pb2.Status:
    status = status_pb2.Status(code=trouble.code.value[0], message="as the test wants it")
    if trouble.retry_after is not None:
        delay = duration_pb2.Duration(seconds=trouble.retry_after)
        detail = any_pb2.Any()
        detail.Pack(error_details_pb2.RetryInfo(retry_delay=delay))
        status.details.append(detail)
    return status


@contextmanager
def _rest(server: VisionServer) -> Iterator[None]:
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    server.endpoint = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        server.over.set()
        listening.shutdown()
        thread.join()
        listening.server_close()


def _handler(server: VisionServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.path.split("?")[0] == "/v1/images:annotate"
            reply = server.next(vision.BatchAnnotateImagesRequest.from_json(content.decode()))
            if isinstance(reply, Hang):
                server.over.wait()
            elif isinstance(reply, Trouble):
                self._send(HTTP_OF[reply.code], b'{"error": {"code": 0}}', reply.retry_after)
            elif isinstance(reply, Raw):
                self._send(200, reply.content)
            else:
                message = vision.BatchAnnotateImagesResponse.pb(reply)
                self._send(200, json_format.MessageToJson(message).encode())

        def _send(self, status: int, content: bytes, retry_after: int | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            if retry_after is not None:
                self.send_header("Retry-After", str(retry_after))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@dataclass(frozen=True)
class Said:
    """A word as Google tells it."""

    text: str
    box: tuple[float, float, float, float] | None = (10, 10, 60, 30)  # left, top, right, bottom
    gap: int = SPACE
    confidence: float = 0.98


def said(
    *paragraphs: Sequence[Said], size: tuple[int, int] = (1000, 500)
) -> vision.BatchAnnotateImagesResponse:
    """Return an answer about one picture of that size."""
    blocks = [{"paragraphs": [{"words": [_told(word) for word in words]}]} for words in paragraphs]
    page = {"width": size[0], "height": size[1], "blocks": blocks}
    return vision.BatchAnnotateImagesResponse(
        {"responses": [{"full_text_annotation": {"pages": [page]}}]}
    )


def refused_inside(code: int) -> vision.BatchAnnotateImagesResponse:
    """Return an answer that went well, about a picture that did not."""
    return vision.BatchAnnotateImagesResponse(
        {"responses": [{"error": {"code": code, "message": "as the test wants it"}}]}
    )


def _told(word: Said) -> dict[str, Any]:
    symbols: list[dict[str, Any]] = [{"text": letter} for letter in word.text]
    symbols[-1]["property"] = {"detected_break": {"type_": word.gap}}
    told: dict[str, Any] = {"symbols": symbols, "confidence": word.confidence}
    if word.box:
        left, top, right, bottom = map(int, word.box)
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        told["bounding_box"] = {"vertices": [{"x": x, "y": y} for x, y in corners]}
    return told
