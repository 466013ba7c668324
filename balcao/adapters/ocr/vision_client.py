"""The official client over gRPC or REST, asked for one thing; only `google.py` loads this."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import google.auth
import grpc
from google.api_core.exceptions import GatewayTimeout
from google.api_core.retry import Retry
from google.auth.credentials import AnonymousCredentials
from google.cloud import vision
from google.cloud.vision_v1.services.image_annotator.transports import ImageAnnotatorGrpcTransport

from balcao.adapters.ocr import EngineSetUpError
from balcao.adapters.ocr.vision_errors import CREDENTIALS, errors_mapped, is_worth_repeating

SCOPE = "https://www.googleapis.com/auth/cloud-vision"
MAX_ANSWER = 64 * 1024 * 1024
SECONDS = 20.0


@dataclass(frozen=True)
class VisionClient:
    """Asks for the text of one picture, with more patience than the client has by itself."""

    client: vision.ImageAnnotatorClient
    patience: float

    def ask(self, jpeg: bytes, count: Callable[[], None]) -> Any:
        """Return the answer as protobuf has it; its plus-wrappers take seconds for many words."""

        def count_again(error: Exception) -> None:
            # Whoever answered too late may have done the work, and will ask for the money.
            if isinstance(error, GatewayTimeout):
                count()

        retry = Retry(
            predicate=is_worth_repeating,
            initial=0.5,
            maximum=8.0,
            timeout=self.patience,
            on_error=count_again,
        )
        count()
        with errors_mapped():
            answer = self.client.batch_annotate_images(
                requests=[_question(jpeg)], retry=retry, timeout=min(SECONDS, self.patience)
            )
            return vision.BatchAnnotateImagesResponse.pb(answer)


def _question(jpeg: bytes) -> vision.AnnotateImageRequest:
    """Ask for one feature only, for each is billed."""
    return vision.AnnotateImageRequest(
        image=vision.Image(content=jpeg),
        features=[vision.Feature(type_=vision.Feature.Type.DOCUMENT_TEXT_DETECTION)],
        image_context=vision.ImageContext(language_hints=["pt"]),
    )


def opened(endpoint: str | None, credentials_file: str | None, patience: float) -> VisionClient:
    """Return a client for the real service, or for one that needs no credentials."""
    with errors_mapped():
        if endpoint is None:
            client = _real(credentials_file)
        elif endpoint.startswith("grpc://"):
            client = _plain_grpc(endpoint)
        else:
            client = vision.ImageAnnotatorClient(
                transport="rest",
                credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
                client_options={"api_endpoint": endpoint},
            )
        return VisionClient(client, patience)


def _real(credentials_file: str | None) -> vision.ImageAnnotatorClient:
    """Open the real service with a key, or with what the machine itself is trusted with."""
    if credentials_file is None:
        return vision.ImageAnnotatorClient()
    with warnings.catch_warnings():  # of files that strangers send; this one is the operator's
        warnings.simplefilter("ignore")
        try:
            credentials, _ = google.auth.load_credentials_from_file(  # type: ignore[no-untyped-call]
                credentials_file, scopes=[SCOPE]
            )
        except (AttributeError, OSError, TypeError, ValueError) as error:  # not a key at all
            raise EngineSetUpError(CREDENTIALS) from error
    return vision.ImageAnnotatorClient(credentials=credentials)


def _plain_grpc(endpoint: str) -> vision.ImageAnnotatorClient:
    options = [("grpc.max_receive_message_length", MAX_ANSWER)]
    channel = grpc.insecure_channel(urlsplit(endpoint).netloc, options=options)
    return vision.ImageAnnotatorClient(transport=ImageAnnotatorGrpcTransport(channel=channel))
