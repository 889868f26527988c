"""Files that only a password opens."""

from __future__ import annotations

import functools
import io
import struct
import zlib

import pikepdf

from tests.support.corpus.compound import compound, excel, record, word
from tests.support.corpus.office import opendocument
from tests.support.corpus.packing import Member, built, zipped
from tests.support.corpus.pdfs import pdf
from tests.support.corpus.sample import UNSCANNABLE, samples

NOISE = bytes((n * n * 31 + n * 7) % 256 for n in range(4000))
AES = 99
"""The method of a member that WinZip encrypted with AES."""


def zip_cipher(content: bytes, password: bytes) -> bytes:
    """Encrypted as PKWARE's APPNOTE says in 6.1, after a head of zeros and the sum's last byte."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = ~zlib.crc32(bytes([byte]), ~keys[0] & 0xFFFFFFFF) & 0xFFFFFFFF
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = ~zlib.crc32(bytes([keys[1] >> 24]), ~keys[2] & 0xFFFFFFFF) & 0xFFFFFFFF

    for byte in password:
        update(byte)
    made = bytearray()
    for byte in bytes(11) + bytes([zlib.crc32(content) >> 24]) + content:
        key = (keys[2] | 2) & 0xFFFF
        made.append(byte ^ ((key * (key ^ 1)) >> 8 & 0xFF))
        update(byte)
    return bytes(made)


def secret(name: bytes = b"letter.txt") -> Member:
    content = b"Dear Aoife, thank you for your letter."
    packed = zip_cipher(content, b"password")
    return Member(name, packed=packed, method=0, flags=1, size=len(content), crc=zlib.crc32(content))


@functools.cache
def locked_pdf(user: str, revision: int, owner: str = "owner") -> bytes:
    """Encrypted with RC4, whose keys are made from the password and a fixed id."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        lock = pikepdf.Encryption(user=user, owner=owner, R=revision, aes=False, metadata=False) if revision < 4 else None
        opened.save(stream, encryption=lock, static_id=True)
    return stream.getvalue()


def aes_pdf() -> bytes:
    """Says AES-256 and holds keys that nobody has."""
    keys = f"/O <{NOISE[:48].hex()}> /U <{NOISE[48:96].hex()}> /OE <{NOISE[:32].hex()}> /UE <{NOISE[9:41].hex()}> /Perms <{NOISE[:16].hex()}>"
    crypt = "/CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >> /StmF /StdCF /StrF /StdCF"
    lock = f"<< /Filter /Standard /V 5 /R 6 /Length 256 /P -1028 {keys} {crypt} >>"
    return pdf(
        objects=[lock], trailer="/Encrypt 6 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    )


def agile(name: str = "EncryptedPackage") -> bytes:
    """An Office document under a password (MS-OFFCRYPTO, agile encryption)."""
    info = (
        struct.pack("<HHI", 4, 4, 0x40)
        + b'<?xml version="1.0"?><encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"/>'
    )
    return compound({"EncryptionInfo": info, name: struct.pack("<Q", 3900) + NOISE})


def locked_odt() -> bytes:
    data = '<manifest:encryption-data><manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/></manifest:encryption-data>'
    entry = f'<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml" manifest:size="900">{data}</manifest:file-entry>'
    return opendocument("text", "<text:p/>", {"content.xml": NOISE, "styles.xml": NOISE}, manifest=entry)


LOCKED = samples(
    UNSCANNABLE,
    [
        ("zip", "letters.zip", lambda: built([secret()])),
        ("zip-aes", "letters.zip", lambda: built([Member(b"letter.txt", packed=NOISE[:90], method=AES, flags=1, size=40)])),
        ("zip-one-of-two", "letters.zip", lambda: built([Member(b"one.txt", b"Dear Aoife"), secret(b"two.txt")])),
        ("zip-in-zip", "letters.zip", lambda: zipped({"inner.zip": built([secret()])})),
        (
            "zip-directory",
            "letters.zip",
            lambda: built([Member(b"letter.txt", packed=NOISE[:90], flags=1 | 0x40 | 0x2000, size=40)]),
        ),
        ("docx", "letter.docx", agile),
        ("xlsx", "budget.xlsx", agile),
        ("docx-in-zip", "letters.zip", lambda: zipped({"letter.docx": agile()})),
        ("pdf-rc4-40", "statement.pdf", lambda: locked_pdf("password", 2)),
        ("pdf-rc4-128", "statement.pdf", lambda: locked_pdf("password", 3)),
        ("pdf-aes-256", "statement.pdf", aes_pdf),
        ("pdf-no-place", "statement.pdf", lambda: aes_pdf().replace(b"startxref\n", b"startxref\n" + b"4" * 40)),
        ("pdf-in-zip", "letters.zip", lambda: zipped({"statement.pdf": locked_pdf("password", 3)})),
        (
            "pdf-unknown-handler",
            "statement.pdf",
            lambda: pdf(objects=["<< /Filter /Acme.Rights /V 4 >>"], trailer="/Encrypt 6 0 R"),
        ),
        ("doc", "letter.doc", lambda: word(flags=0x0100)),
        ("xls", "budget.xls", lambda: excel(record(0x002F, struct.pack("<HHH", 1, 1, 1) + NOISE[:48]))),
        ("xls-obfuscated", "budget.xls", lambda: excel(record(0x002F, struct.pack("<HHH", 0, 0x1234, 0x5678)))),
        ("odt", "letter.odt", locked_odt),
    ],
)
