"""What the scanner is tried with before it is trusted: one file it must find, one it must let pass."""

from __future__ import annotations

TEST_MALWARE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The test file of eicar.org, harmless by design; in two pieces, or every scanner would remove this source."""

SOUND_TEXT = b"Dear Sir or Madam,\r\nplease find my payslip of May.\r\n"
