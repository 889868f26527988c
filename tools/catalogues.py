"""Bring the portal's message catalogues up to date with the texts in its code and templates.

    python -m tools.catalogues

Texts that are new wait for a translation, texts that are gone leave; a test fails while the two differ.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PORTAL = Path(__file__).resolve().parents[1] / "chalicelib" / "portal"
TEMPLATE = PORTAL / "locales" / "portal.pot"
EXTRACTED = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"silent": "false", "newstyle_gettext": "true", "trimmed": "true"}}
KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2)}


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def write(path: Path, catalogue: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, include_lineno=False, sort_output=True, ignore_obsolete=True)


def texts() -> set[str | tuple[str, ...]]:
    """Every text in the code and the templates; a tuple where it has a plural."""
    return {message for _, _, message, _, _ in extract_from_dir(PORTAL, EXTRACTED, OPTIONS, KEYWORDS)}


def extracted(header: Catalog) -> Catalog:
    """Every text of the portal with the files it stands in, under the header of the template that is there."""
    template = Catalog(
        project="Quittance",
        version="0.1",
        copyright_holder="Quittance",
        creation_date=header.creation_date,
        header_comment=header.header_comment,
        charset="utf-8",
    )
    template.msgid_bugs_address = template.last_translator = template.language_team = ""
    for file, _, message, _, context in extract_from_dir(PORTAL, EXTRACTED, OPTIONS, KEYWORDS):
        template.add(message, locations=[(f"chalicelib/portal/{file}", 0)], context=context)
    return template


def main() -> None:
    template = extracted(read(TEMPLATE))
    write(TEMPLATE, template)
    for path in sorted(TEMPLATE.parent.glob("*/LC_MESSAGES/portal.po")):
        catalogue = read(path)
        catalogue.update(template, no_fuzzy_matching=True)
        write(path, catalogue)
    print(f"{len(template)} texts")


if __name__ == "__main__":
    main()
