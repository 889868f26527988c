"""What an error of SES or SNS tells about a message: never sent, not sent yet, or nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError

from chalicelib.messaging.ports import Busy, Refusal, Unclear

_LATER = frozenset(
    "LimitExceededException SendingPausedException SlowDown ThrottledException Throttling ThrottlingException "  # noqa: SIM905
    "TooManyRequestsException".split()
)
_OUR_FAULT = frozenset("AccessDeniedException AuthorizationError AuthorizationErrorException InvalidClientTokenId".split())  # noqa: SIM905
_SERVER_ERROR = 500


@contextmanager
def handed_over() -> Iterator[None]:
    """Around the one call to a carrier. Raises `Refusal`, `Busy` or `Unclear` for what botocore raises.

    A right that is missing is a fault of ours that will be put right, so the message waits for that."""
    try:
        yield
    except ClientError as error:
        raise _meaning(error) from error
    except (ConnectTimeoutError, EndpointConnectionError) as error:
        raise Busy("The provider could not be reached.") from error
    except BotoCoreError as error:
        raise Unclear("The provider did not answer.") from error


def _meaning(error: ClientError) -> Exception:
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in _LATER | _OUR_FAULT:
        return Busy(code)
    if status >= _SERVER_ERROR:
        return Unclear(code)
    return Refusal(f"The provider refused it ({code}).")
