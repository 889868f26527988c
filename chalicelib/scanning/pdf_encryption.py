"""Encrypted PDFs. Those that open without a password (bank statements that may not be changed) are looked into all the same."""

from __future__ import annotations

import io
import logging

from chalicelib.scanning.codes import Code
from chalicelib.scanning.examination import Examination, LimitReached

_LARGEST_STREAM_BYTES = 32 * 1024 * 1024
_MOST_WARNINGS = 100
_UNREADABLE = (RuntimeError, ValueError, ArithmeticError, LookupError)
"""What becomes of the C++ library's exceptions over numbers and places that no file has."""


def unlocked(content: bytes, examination: Examination) -> bytes | None:
    """The file decrypted with the empty password; None when it does not open. Raises LimitReached.

    Streams are copied as they are; only those of objects are inflated by the library, each up to a limit.
    """
    import pikepdf
    from pikepdf import settings

    settings.set_qpdf_limits(
        flate_max_memory=_LARGEST_STREAM_BYTES,
        run_length_max_memory=_LARGEST_STREAM_BYTES,
        doc_max_warnings=_MOST_WARNINGS,
    )
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # its warnings quote the file
    limits_reached_before = settings.qpdf_limit_errors()
    plain = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pdf.save(
                plain,
                encryption=False,
                fix_metadata_version=False,  # it would read the file's XML
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
            )
    except (pikepdf.PikepdfError, *_UNREADABLE):
        return None
    if settings.qpdf_limit_errors() > limits_reached_before:
        raise LimitReached(Code.LIMIT_INFLATED_BYTES)
    examination.spend(plain.tell())
    return plain.getvalue()
