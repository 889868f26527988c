"""What every portal page must be, whatever it shows. `problems()` lists what a page gets wrong; an empty list is a pass."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from bs4 import BeautifulSoup

FORBIDDEN_BEFORE_IDENTITY = (
    "debt", "owe", "owed", "owing", "balance", "creditor", "overdue", "arrears", "collection", "collections",
    "payment", "pay", "bill", "loan", "£",
)  # fmt: skip
"""Words that would tell somebody else who opens the link what it is about."""

_TYPED = ("text", "tel", "email", "number", "date", "search", "password", "radio", "checkbox", "file")


def problems(html: str, paths: Collection[str] = ()) -> list[str]:
    """Everything wrong with a page. `paths` are patterns of the addresses the portal answers; without any, links are free."""
    soup = BeautifulSoup(html, "html.parser")
    found = [
        *_document(html, soup),
        *_headings(soup),
        *_ids(soup),
        *_inputs(soup),
        *_forms(soup),
        *_policy(soup),
    ]
    return found + (list(_links(soup, paths)) if paths else [])


def told_before_identity(html: str) -> list[str]:
    """The forbidden words that a page shows, in its text or its attributes."""
    soup = BeautifulSoup(html, "html.parser")
    attributes = [str(value) for tag in soup.find_all(True) for value in tag.attrs.values() if tag.name != "link"]
    text = " ".join([soup.get_text(" "), *attributes]).lower()
    return [word for word in FORBIDDEN_BEFORE_IDENTITY if re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text)]


def _document(html: str, soup: BeautifulSoup) -> Iterator[str]:
    if not html.startswith("<!doctype html>"):
        yield "does not start with its doctype"
    if not (soup.html and soup.html.get("lang")):
        yield "has no lang"
    if not (soup.title and soup.title.get_text().strip()):
        yield "has no title"
    if not soup.find("meta", attrs={"name": "viewport"}):
        yield "has no viewport"
    robots = soup.find("meta", attrs={"name": "robots"})
    if not (robots and "noindex" in str(robots["content"])):
        yield "may be indexed"
    if len(soup.find_all("main", id="main-content")) != 1:
        yield "has no main to skip to"
    for braces in ("{{", "}}", "{%", "Undefined", "None<", ">None"):
        if braces in html:
            yield f"shows {braces}"


def _headings(soup: BeautifulSoup) -> Iterator[str]:
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile(r"^h[1-6]$"))]
    if levels.count(1) != 1:
        yield f"has {levels.count(1)} h1"
    if any(not tag.get_text().strip() for tag in soup.find_all(re.compile(r"^h[1-6]$"))):
        yield "has an empty heading"
    body = [level for level in levels if level > 1]
    if any(level - before > 1 for before, level in zip([1, *body], body, strict=False)):
        yield "skips a heading level"


def _ids(soup: BeautifulSoup) -> Iterator[str]:
    ids = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
    yield from (f"uses the id {name} {times} times" for name, times in ids.items() if times > 1)
    for tag in soup.find_all(True):
        for attribute in ("for", "aria-labelledby", "aria-describedby"):
            for name in str(" ".join(tag.get_attribute_list(attribute, []))).split() if tag.has_attr(attribute) else []:
                if name not in ids:
                    yield f"{attribute} points at #{name}, which is not there"
    for link in soup.select('a[href^="#"]'):
        if str(link["href"])[1:] not in ids:
            yield f"links to {link['href']}, which is not there"


def _inputs(soup: BeautifulSoup) -> Iterator[str]:
    labelled = {str(label["for"]) for label in soup.find_all("label", attrs={"for": True}) if label.get_text().strip()}
    for field in soup.select("input, select, textarea"):
        if field.name == "input" and str(field.get("type", "text")) not in _TYPED:
            continue
        if str(field.get("id")) not in labelled:
            yield f"has no label for {field.get('name')}"
    for group in soup.select('input[type="radio"]'):
        fieldset = group.find_parent("fieldset")
        if not (fieldset and fieldset.find("legend")):
            yield f"has radios without a legend: {group.get('name')}"
    for button in soup.find_all("button"):
        if not button.get_text().strip():
            yield "has a button without words"


def _forms(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.find_all("form"):
        if form.get("method") != "post":
            yield "has a form that is not a post"
        if not form.find("button"):
            yield "has a form without a button"


def _policy(soup: BeautifulSoup) -> Iterator[str]:
    """What `default-src 'none'; style-src 'self'` would refuse, and so would silently break."""
    yield from (f"has a <{tag.name}>" for tag in soup.find_all(["script", "style", "iframe", "object", "embed", "base"]))
    for tag in soup.find_all(True):
        yield from (f"has {name} on <{tag.name}>" for name in tag.attrs if name == "style" or name.startswith("on"))
    for tag in soup.select("[src], link[href]"):
        address = str(tag.get("src") or tag.get("href"))
        if not address.startswith(("/static/", "data:,")):
            yield f"loads {address}"


def _links(soup: BeautifulSoup, paths: Collection[str]) -> Iterator[str]:
    targets = [str(tag[name]) for tag in soup.find_all(True) for name in ("href", "action") if tag.has_attr(name)]
    for target in targets:
        if target.startswith(("https://", "tel:", "mailto:", "#", "data:,")):
            continue
        if not any(re.fullmatch(pattern, target.split("#")[0]) for pattern in paths):
            yield f"leads to {target}, which nothing answers"
