"""What each code means, for the agent who decides what to do about the file."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.scanning.codes import Code

WORDS: Mapping[Code, str] = {
    Code.SCANNER_FAILED: "The scanner could not finish with this file.",
    Code.EMPTY: "The file is empty.",
    Code.TOO_LARGE: "The file is larger than we take.",
    Code.LIMIT_DEPTH: "It holds files within files, deeper than we look.",
    Code.LIMIT_MEMBERS: "It holds more files than we look through.",
    Code.LIMIT_INFLATED_BYTES: "It unpacks to more than we look through.",
    Code.LIMIT_RATIO: "It is packed so tightly that unpacking it could exhaust a computer.",
    Code.LIMIT_TIME: "Looking through it took too long.",
    Code.LIMIT_PIXELS: "The picture has more pixels than we take, and could exhaust a computer.",
    Code.NOT_LOOKED_INTO: "The scanner does not look into this kind of file yet.",
    Code.NAME_LENGTH: "Its name is empty or too long.",
    Code.NAME_PATH: "Its name holds characters that belong to paths.",
    Code.NAME_BIDIRECTIONAL: "Its name turns the direction of writing, so that it reads otherwise than it is.",
    Code.NAME_INVISIBLE: "Its name holds characters that nobody can see.",
    Code.NAME_CONTROL: "Its name holds control characters.",
    Code.NAME_RESERVED: "Its name is one that Windows treats specially.",
    Code.NAME_DOUBLE_EXTENSION: "Its name hides the ending of a program before another ending.",
    Code.TYPE_NOT_TAKEN: "It is not a kind of file that we take.",
    Code.TYPE_MISMATCH: "It is not what the ending of its name says.",
    Code.DECLARED_MISMATCH: "It is not what the sender's browser declared.",
    Code.POLYGLOT: "It is two kinds of file at once: it looks harmless to one program and is something else to another.",
    Code.TEXT_MARKUP: "It is called text, but is a web page, a drawing or a mail.",
    Code.TEXT_ACTIVE: "It is text that acts when it is opened, such as a link or a calendar entry.",
    Code.TEXT_LINE_LENGTH: "One of its lines is longer than any letter or table has.",
    Code.IMAGE_MARKUP: "The picture holds parts of a web page or a script.",
    Code.ZIP_OVERLAP: "Files in the archive share the same bytes, as in an archive made to exhaust a computer.",
    Code.ZIP_DUPLICATE_NAMES: "The archive holds several files of the same name, so programs disagree about which is meant.",
    Code.ZIP_HIDDEN_MEMBER: "The archive holds a file that its list of contents leaves out.",
    Code.ZIP_HEADER_MISMATCH: "The archive says two different things about one file.",
    Code.ZIP_METHOD: "A file in the archive is packed in a way that we cannot unpack.",
    Code.ZIP_SIZE_LIE: "A file in the archive is not what its list of contents says.",
    Code.ZIP_TRAVERSAL: "A file in the archive would be unpacked outside its folder.",
    Code.ZIP_LINK: "The archive holds a link to another place on the computer.",
    Code.TEST_MALWARE: "It is the file that scanners are tested with.",
    Code.PROGRAM: "It is a program.",
    Code.PROGRAM_INSIDE: "It holds a program.",
    Code.PROGRAM_ENCODED: "It holds a program written as text.",
    Code.SHORTCUT: "It is a Windows shortcut, which runs what it points to.",
    Code.CONTAINER_OF_PROGRAMS: "It is a help file, a notebook or a disk image, in which programs are sent.",
    Code.SCRIPT_POWERSHELL: "It holds PowerShell that hides or downloads what it runs.",
    Code.SCRIPT_WINDOWS: "It holds a Windows script.",
    Code.SCRIPT_SHELL: "It holds a shell script.",
    Code.WEB_SHELL: "It holds a program for taking over a web server.",
    Code.MARKUP_ACTIVE: "It holds a web page with a script.",
    Code.MARKUP_SMUGGLING: "It holds a web page that builds a file and saves it on the computer.",
    Code.RTF_OBJECT: "It holds an embedded object.",
    Code.OLE_EXPLOIT: "It holds an object that is only used for attacks.",
    Code.OLE_PACKAGE: "It holds a packed file that opens when it is clicked.",
    Code.MACRO_RUNS_PROGRAM: "It holds a macro that starts a program as soon as it is opened.",
    Code.DDE_FORMULA: "It holds a formula that starts a program.",
    Code.ENCRYPTED: "It is protected by a password, so nobody can look inside.",
    Code.MALFORMED: "It is damaged or not built as a file of its kind should be.",
    Code.CLAMD_FOUND: "The virus scanner ClamAV knows it as malware.",
    Code.CLAMD_LIMIT: "It is larger, or holds more, than the virus scanner ClamAV looks through.",
    Code.CLAMD_MACROS: "The virus scanner ClamAV found macros in it.",
    Code.XML_ENTITY: "It declares XML entities, which can read other files or exhaust a computer.",
}


def sentence(code: str) -> str:
    """The sentence of a code. A code that an older or another scanner wrote down is said as it is."""
    return WORDS[Code(code)] if code in WORDS else f"The scanner reports: {code}."
