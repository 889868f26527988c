"""The addresses as Chalice wants them at start. What answers behind them is imported with the first request: a function that
only reads a queue never imports it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from chalice.app import Chalice

if TYPE_CHECKING:
    from chalicelib.web.routes import Routes


def open_doors(app: Chalice, places: Iterable[tuple[str, str]], routes: Callable[[], Routes], **options: Any) -> None:
    """Tell Chalice of every method and path. Its own check of the content type would answer without our headers, so it is
    told to take anything."""
    for method, path in places:
        app.route(path, methods=[method], content_types=["*/*"], **options)(_door(app, method, path, routes))


def _door(app: Chalice, method: str, path: str, routes: Callable[[], Routes]) -> Callable[..., Any]:
    def door(**_: str) -> Any:
        return routes().answer(method, path, app.current_request)

    door.__name__ = f"{method.lower()}_{path}"
    return door
