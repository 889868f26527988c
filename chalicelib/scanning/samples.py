"""What the scanner is tried with before it is trusted: a file it must find, and one it must let pass."""

from __future__ import annotations

from itertools import accumulate

TEST_MALWARE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The test file of eicar.org, harmless by design; in two pieces, or every scanner would remove this source."""


def sound_pdf() -> bytes:
    """One empty page."""
    objects = (
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox[0 0 595 842]>>\nendobj\n",
    )
    header = b"%PDF-1.4\n"
    *places, table = accumulate((len(each) for each in objects), initial=len(header))
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"xref\n0 4\n0000000000 65535 f \n%btrailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (entries, table)
    return header + b"".join(objects) + trailer
