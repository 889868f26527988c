"""The wiring table names every address there is, and nothing that no view answers."""

from __future__ import annotations

import app


def test_every_view_has_its_door_and_every_door_its_view() -> None:
    assert sorted(app.PAGES) == sorted(app.routes().page_routes)
    assert sorted(app.CONSOLE) == sorted((route.method, route.path) for route in app.routes().api_routes)


def test_only_agents_pass_the_doors_of_the_console() -> None:
    for path, methods in app.app.routes.items():
        assert all((entry.authorizer is app.agents) == path.startswith("/api/") for entry in methods.values())
