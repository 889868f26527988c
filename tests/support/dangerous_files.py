"""Files that must never be called clean, by family."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.corpus.active_office import ACTIVE_OFFICE
from tests.support.corpus.active_opendocument import ACTIVE_OPEN_DOCUMENTS
from tests.support.corpus.active_pdf import ACTIVE_PDF
from tests.support.corpus.archives import ARCHIVES
from tests.support.corpus.bombs import BOMBS
from tests.support.corpus.disguises import NAMES, PROGRAMS
from tests.support.corpus.known import EICAR
from tests.support.corpus.locked import LOCKED
from tests.support.corpus.malformed import MALFORMED
from tests.support.corpus.markup import MARKUP
from tests.support.corpus.old_office import OLD_OFFICE
from tests.support.corpus.polyglots import POLYGLOTS
from tests.support.corpus.sample import Sample
from tests.support.corpus.scripts import SCRIPTS

DANGEROUS: Mapping[str, tuple[Sample, ...]] = {
    "eicar": EICAR,
    "program": PROGRAMS,
    "name": NAMES,
    "script": SCRIPTS,
    "markup": MARKUP,
    "pdf": ACTIVE_PDF,
    "locked": LOCKED,
    "bomb": BOMBS,
    "office": ACTIVE_OFFICE,
    "open-document": ACTIVE_OPEN_DOCUMENTS,
    "old-office": OLD_OFFICE,
    "archive": ARCHIVES,
    "polyglot": POLYGLOTS,
    "malformed": MALFORMED,
}
