"""Write the console's OpenAPI document from the routes: `python -m tools.write_openapi console/openapi.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from chalicelib.views import routes
from chalicelib.web.openapi import document


def text() -> str:
    """The document as it is committed: stable, so that a change shows in review."""
    return json.dumps(document(routes.api_routes, "Quittance console"), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(text())
