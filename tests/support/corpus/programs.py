"""What computers run, as little of it as makes it recognisable, and EICAR, put together only when it is asked for."""

from __future__ import annotations

import base64
import struct


def eicar() -> bytes:
    """The test file that every virus scanner finds, https://www.eicar.org: in no file of this repository as it stands."""
    return b"".join((b"X5O!P%@AP[4\\PZX54(P^)7CC)", b"7}$", b"EICAR-STANDARD", b"-ANTIVIRUS-TEST", b"-FILE!", b"$H+H*"))


def pe() -> bytes:
    """A Windows program: DOS head, its stub, and the head of the real thing."""
    stub = b"\x0e\x1f\xba\x0e\x00\xb4\x09\xcd\x21\xb8\x01\x4c\xcd\x21This program cannot be run in DOS mode.\r\r\n$"
    head = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00".ljust(0x3C, b"\0") + struct.pack("<I", 0x80)
    real = b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 2, 0, 0, 0, 0xF0, 0x0022) + struct.pack("<H", 0x020B) + bytes(0xEE)
    return ((head + stub).ljust(0x80, b"\0") + real + b".text\0\0\0").ljust(2048, b"\0")


def elf() -> bytes:
    return (b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQ", 2, 0x3E, 1, 0x400078, 64)).ljust(1024, b"\0")


def mach_o() -> bytes:
    return struct.pack("<IIIIIII", 0xFEEDFACF, 0x01000007, 3, 2, 4, 600, 0x00200085).ljust(1024, b"\0")


def java_class() -> bytes:
    return b"\xca\xfe\xba\xbe\x00\x00\x00\x34\x00\x1d\x0a\x00\x06\x00\x0f".ljust(600, b"\x01")


def shortcut() -> bytes:
    """A Windows shortcut (MS-SHLLINK) whose argument starts a command."""
    head = struct.pack("<I", 0x4C) + bytes.fromhex("0114020000000000c000000000000046") + struct.pack("<I", 0x20 | 0x80)
    return head.ljust(76, b"\0") + "\x18\0/c powershell -w hidden".encode("utf-16-le")


def encoded_pe() -> bytes:
    return b"begin\n" + base64.encodebytes(pe())
