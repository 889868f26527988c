"""What a scanner can find, one code each. `scanning.words` says each to people."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    # The scanner and its limits
    SCANNER_FAILED = "scanner-failed"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    LIMIT_DEPTH = "limit-depth"
    LIMIT_MEMBERS = "limit-members"
    LIMIT_INFLATED_BYTES = "limit-inflated-bytes"
    LIMIT_RATIO = "limit-ratio"
    LIMIT_TIME = "limit-time"

    LIMIT_PIXELS = "limit-pixels"

    # What it is called and what it is
    NAME_LENGTH = "name-length"
    NAME_PATH = "name-path"
    NAME_BIDIRECTIONAL = "name-bidirectional"
    NAME_INVISIBLE = "name-invisible"
    NAME_CONTROL = "name-control"
    NAME_RESERVED = "name-reserved"
    NAME_DOUBLE_EXTENSION = "name-double-extension"
    TYPE_NOT_TAKEN = "type-not-taken"
    TYPE_MISMATCH = "type-mismatch"
    DECLARED_MISMATCH = "declared-mismatch"
    POLYGLOT = "polyglot"

    # Text, pictures and archives
    TEXT_MARKUP = "text-markup"
    TEXT_ACTIVE = "text-active"
    TEXT_LINE_LENGTH = "text-line-length"
    IMAGE_MARKUP = "image-markup"
    ZIP_OVERLAP = "zip-overlap"
    ZIP_DUPLICATE_NAMES = "zip-duplicate-names"
    ZIP_HIDDEN_MEMBER = "zip-hidden-member"
    ZIP_HEADER_MISMATCH = "zip-header-mismatch"
    ZIP_METHOD = "zip-method"
    ZIP_SIZE_LIE = "zip-size-lie"
    ZIP_TRAVERSAL = "zip-traversal"
    ZIP_LINK = "zip-link"

    # Signatures: the rules of rules.yar
    TEST_MALWARE = "test-malware"
    PROGRAM = "program"
    PROGRAM_INSIDE = "program-inside"
    PROGRAM_ENCODED = "program-encoded"
    SHORTCUT = "shortcut"
    CONTAINER_OF_PROGRAMS = "container-of-programs"
    SCRIPT_POWERSHELL = "script-powershell"
    SCRIPT_WINDOWS = "script-windows"
    SCRIPT_SHELL = "script-shell"
    WEB_SHELL = "web-shell"
    MARKUP_ACTIVE = "markup-active"
    MARKUP_SMUGGLING = "markup-smuggling"
    RTF_OBJECT = "rtf-object"
    OLE_EQUATION = "ole-equation"
    OLE_PACKAGE = "ole-package"
    MACRO_RUNS_PROGRAM = "macro-runs-program"
    DDE_FORMULA = "dde-formula"

    # What any kind of document can be
    ENCRYPTED = "encrypted"
    MALFORMED = "malformed"
    XML_ENTITY = "xml-entity"

    # What a PDF can do
    PDF_JAVASCRIPT = "pdf-javascript"
    PDF_LAUNCH = "pdf-launch"
    PDF_EMBEDDED_FILE = "pdf-embedded-file"
    PDF_RICH_MEDIA = "pdf-rich-media"
    PDF_XFA = "pdf-xfa"
    PDF_IMPORT_DATA = "pdf-import-data"
    PDF_LINK_SCHEME = "pdf-link-scheme"
    PDF_NETWORK_PATH = "pdf-network-path"
    PDF_REMOTE_FILE = "pdf-remote-file"
    PDF_OPENS_LINK = "pdf-opens-link"
    PDF_FONT_MATRIX = "pdf-font-matrix"
    PDF_MARKUP = "pdf-markup"
    PDF_HIDDEN_NAME = "pdf-hidden-name"
    PDF_HIDDEN_OBJECTS = "pdf-hidden-objects"

    # What an Office document can do
    OFFICE_MACRO = "office-macro"
    OFFICE_EXCEL4_MACRO = "office-excel4-macro"
    OFFICE_ACTIVEX = "office-activex"
    OFFICE_OLE_OBJECT = "office-ole-object"
    OLE_EXPLOIT = "ole-exploit"
    OFFICE_DDE = "office-dde"
    OFFICE_REMOTE_TEMPLATE = "office-remote-template"
    OFFICE_REMOTE_CONTENT = "office-remote-content"
    OFFICE_NETWORK_PATH = "office-network-path"
    OFFICE_LINK_SCHEME = "office-link-scheme"
    OFFICE_FOREIGN_PART = "office-foreign-part"
    OFFICE_ENCODING = "office-encoding"
    OFFICE_SPARSE_SHEET = "office-sparse-sheet"

    # What the virus scanner ClamAV says
    CLAMD_FOUND = "clamd-found"
    CLAMD_LIMIT = "clamd-limit"
    CLAMD_MACROS = "clamd-macros"
