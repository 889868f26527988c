"""Chromium, as the journeys want it, and what they hold against a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tools.environments import BROWSERS

PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1440, "height": 900}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE_MS = 30_000
"""How long a step or an expectation may take: a cold function on a busy machine answers late, but it answers."""


@contextmanager
def launched() -> Iterator[Browser]:
    """The Chromium that CHROMIUM names, else the one installed, else Playwright's own. Fails when there is none."""
    expect.set_options(timeout=PATIENCE_MS)
    installed = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def visit(context: BrowserContext) -> Page:
    """A new page whose waiting has an end."""
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def complaints(page: Page) -> list[str]:
    """What the browser complains of from now on: broken policies, failed requests, errors of scripts."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def barriers(page: Page) -> list[str]:
    """What on this page breaks WCAG 2.2 AA. The page's context must bypass its policy: axe is a script of ours, not of it."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
    return [
        f"{page.url}: {violation['id']} at {node['target']}: {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> bool:
    """Whether the page is wider than the window."""
    wider: bool = page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wider
