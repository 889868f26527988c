"""Files that must be called clean, by family: holding one back keeps a person's evidence from who must see it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.corpus.clean_documents import CLEAN_DOCUMENTS
from tests.support.corpus.clean_pictures import CLEAN_PICTURES
from tests.support.corpus.clean_texts import CLEAN_TEXTS
from tests.support.corpus.sample import Sample

CLEAN_FILES: Mapping[str, tuple[Sample, ...]] = {
    "document": CLEAN_DOCUMENTS,
    "picture": CLEAN_PICTURES,
    "text": CLEAN_TEXTS,
}
