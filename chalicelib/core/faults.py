"""What can be wrong with a dataset: the closed codes (`reference/dataset.md` B.4) and one table of words for them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class FaultCode(StrEnum):
    """`F_` refuses the whole file, `E_` rejects the row, `W_` warns and imports it."""

    F_EMPTY = "F_EMPTY"
    F_HEADER_MISSING = "F_HEADER_MISSING"
    F_HEADER_UNKNOWN = "F_HEADER_UNKNOWN"
    F_HEADER_DUPLICATE = "F_HEADER_DUPLICATE"
    F_ENCODING = "F_ENCODING"
    F_TOO_LARGE = "F_TOO_LARGE"
    F_TOO_MANY_ROWS = "F_TOO_MANY_ROWS"
    F_TYPE_MISMATCH = "F_TYPE_MISMATCH"
    F_MALFORMED_CSV = "F_MALFORMED_CSV"
    F_MALFORMED_XLSX = "F_MALFORMED_XLSX"
    F_XLSX_FORMULA = "F_XLSX_FORMULA"
    F_ENCRYPTED = "F_ENCRYPTED"
    F_DUPLICATE_FILE = "F_DUPLICATE_FILE"
    F_STALE_FILE = "F_STALE_FILE"
    F_MALWARE = "F_MALWARE"
    F_TEMPLATE_VERSION = "F_TEMPLATE_VERSION"
    F_NO_VALID_ROWS = "F_NO_VALID_ROWS"
    F_MISSING_FILE = "F_MISSING_FILE"
    F_ACCOUNT_UNREADABLE = "F_ACCOUNT_UNREADABLE"
    E_REQUIRED = "E_REQUIRED"
    E_TOO_LONG = "E_TOO_LONG"
    E_CHARACTERS = "E_CHARACTERS"
    E_NUMBER_ROUNDED = "E_NUMBER_ROUNDED"
    E_ENUM = "E_ENUM"
    E_DATE_FORMAT = "E_DATE_FORMAT"
    E_DATE_FUTURE = "E_DATE_FUTURE"
    E_DATE_RANGE = "E_DATE_RANGE"
    E_DOB_UNDER_18 = "E_DOB_UNDER_18"
    E_DOB_INVALID = "E_DOB_INVALID"
    E_POSTCODE_FORMAT = "E_POSTCODE_FORMAT"
    E_POSTCODE_NOT_UK = "E_POSTCODE_NOT_UK"
    E_POSTCODE_BFPO_NUMBER = "E_POSTCODE_BFPO_NUMBER"
    E_PHONE_FORMAT = "E_PHONE_FORMAT"
    E_PHONE_SCIENTIFIC = "E_PHONE_SCIENTIFIC"
    E_PHONE_PREMIUM = "E_PHONE_PREMIUM"
    E_EMAIL_FORMAT = "E_EMAIL_FORMAT"
    E_NO_CONTACT = "E_NO_CONTACT"
    E_MONEY_FORMAT = "E_MONEY_FORMAT"
    E_MONEY_NEGATIVE = "E_MONEY_NEGATIVE"
    E_MONEY_RANGE = "E_MONEY_RANGE"
    E_BALANCE_BREAKDOWN = "E_BALANCE_BREAKDOWN"
    E_BREATHING_SPACE = "E_BREATHING_SPACE"
    E_COMPANY_NUMBER = "E_COMPANY_NUMBER"
    E_PAYMENT_REFERENCE = "E_PAYMENT_REFERENCE"
    E_DUP_ACCOUNT_IN_FILE = "E_DUP_ACCOUNT_IN_FILE"
    E_ACCOUNT_OWNER_CHANGED = "E_ACCOUNT_OWNER_CHANGED"
    E_CUSTOMER_CONFLICT = "E_CUSTOMER_CONFLICT"
    E_CUSTOMER_TOO_LARGE = "E_CUSTOMER_TOO_LARGE"
    E_PLAN_INCOMPLETE = "E_PLAN_INCOMPLETE"
    E_PLAN_RANGE = "E_PLAN_RANGE"
    E_PLAN_TOTAL_GT_BALANCE = "E_PLAN_TOTAL_GT_BALANCE"
    E_PLAN_DISCOUNT = "E_PLAN_DISCOUNT"
    E_PLAN_MIN_INSTALMENT = "E_PLAN_MIN_INSTALMENT"
    E_META_UNKNOWN = "E_META_UNKNOWN"
    E_DELETED_CUSTOMER = "E_DELETED_CUSTOMER"
    E_ANONYMISED_CUSTOMER = "E_ANONYMISED_CUSTOMER"
    E_CURRENCY = "E_CURRENCY"
    W_POSTCODE_CROWN_DEPENDENCY = "W_POSTCODE_CROWN_DEPENDENCY"
    W_POSTCODE_AREA_UNKNOWN = "W_POSTCODE_AREA_UNKNOWN"
    W_PHONE_LEADING_ZERO_RESTORED = "W_PHONE_LEADING_ZERO_RESTORED"
    W_NUMBER_ROUNDED = "W_NUMBER_ROUNDED"
    W_SHARED_PHONE = "W_SHARED_PHONE"
    W_TEST_PHONE = "W_TEST_PHONE"
    W_BALANCE_CHANGED_GT_50PCT = "W_BALANCE_CHANGED_GT_50PCT"
    W_BALANCE_INCREASED = "W_BALANCE_INCREASED"
    W_BALANCE_REFLECTS_PAYMENTS = "W_BALANCE_REFLECTS_PAYMENTS"
    W_LIMITATION_NEAR = "W_LIMITATION_NEAR"
    W_STATUTE_BARRED = "W_STATUTE_BARRED"
    W_PLAN_DUPLICATE = "W_PLAN_DUPLICATE"
    W_PLAN_TOTAL_GT_BALANCE = "W_PLAN_TOTAL_GT_BALANCE"
    W_DATE_AMBIGUOUS = "W_DATE_AMBIGUOUS"
    W_AGENT_EDIT_OVERWRITTEN = "W_AGENT_EDIT_OVERWRITTEN"
    W_DEFAULT_BEFORE_DUE = "W_DEFAULT_BEFORE_DUE"


class Words(NamedTuple):
    """What is wrong, and how a person puts it right."""

    message: str
    how_to_fix: str


WORDS: Mapping[FaultCode, Words] = {
    FaultCode.F_EMPTY: Words("The file holds no rows.", "Send a file with the template's header line and at least one row."),
    FaultCode.F_HEADER_MISSING: Words("A required column is missing.", "Add the column; header names must not be changed."),
    FaultCode.F_HEADER_UNKNOWN: Words("A column is not part of the template.", "Rename or remove the column."),
    FaultCode.F_HEADER_DUPLICATE: Words("A column stands in the file twice.", "Remove one of the two columns."),
    FaultCode.F_ENCODING: Words("The file's characters cannot be read.", "Save the file as CSV UTF-8 and send it again."),
    FaultCode.F_TOO_LARGE: Words("The file is larger than 200 MB.", "Split the file and send the parts one after the other."),
    FaultCode.F_TOO_MANY_ROWS: Words("The file has more than 1,000,000 rows.", "Split the file and send the parts in turn."),
    FaultCode.F_TYPE_MISMATCH: Words(
        "The file is neither CSV nor an Excel workbook.", "Save it as CSV UTF-8 or as .xlsx and send it again."
    ),
    FaultCode.F_MALFORMED_CSV: Words("The file's structure is broken.", "Correct the quotes or delimiters near that line."),
    FaultCode.F_MALFORMED_XLSX: Words(
        "The workbook is damaged.", "Open it in a spreadsheet program, save it as .xlsx and send it again."
    ),
    FaultCode.F_XLSX_FORMULA: Words(
        "The workbook holds formulas.", "Copy the table and paste it as values into a new sheet, then send that."
    ),
    FaultCode.F_ENCRYPTED: Words("The file is protected by a password.", "Save it without a password and send it again."),
    FaultCode.F_STALE_FILE: Words(
        "A newer file has been imported already. Nothing was changed.",
        "If this older file is the right one, check it again in the console.",
    ),
    FaultCode.F_MALWARE: Words(
        "The file holds something that may do harm, and was not read.", "Copy the table into a new workbook and send that."
    ),
    FaultCode.F_TEMPLATE_VERSION: Words(
        "The file was made from another version of the template.", "Download the present template and copy the rows into it."
    ),
    FaultCode.F_DUPLICATE_FILE: Words(
        "Exactly this file has been imported before. Nothing was changed.", "Send a file with the new values."
    ),
    FaultCode.F_NO_VALID_ROWS: Words("Not one row of the file can be imported.", "Correct the rows that the report names."),
    FaultCode.F_MISSING_FILE: Words("The file is no longer there.", "Send the file again."),
    FaultCode.F_ACCOUNT_UNREADABLE: Words(
        "An account number cannot be read, so nobody can say which accounts the file leaves out.",
        "Correct the account number, or send the file as one that does not list every account.",
    ),
    FaultCode.E_REQUIRED: Words("A value is missing.", "Fill in the cell."),
    FaultCode.E_TOO_LONG: Words("The value is too long.", "Shorten the value."),
    FaultCode.E_CHARACTERS: Words("The value holds characters that are not allowed here.", "Remove those characters."),
    FaultCode.E_NUMBER_ROUNDED: Words(
        "A spreadsheet has rounded the number and lost its last digits.", "Format the column as text and type the number again."
    ),
    FaultCode.E_ENUM: Words("The value is not one of the allowed ones.", "Use one of the allowed values."),
    FaultCode.E_DATE_FORMAT: Words("This is not a date.", "Write dates as YYYY-MM-DD or DD/MM/YYYY."),
    FaultCode.E_DATE_FUTURE: Words("The date lies in the future.", "Give a date up to today."),
    FaultCode.E_DATE_RANGE: Words("The date is out of range.", "Check the year."),
    FaultCode.E_DOB_UNDER_18: Words("The customer is under 18.", "Remove the row: people under 18 are not held here."),
    FaultCode.E_DOB_INVALID: Words("Nobody is that old.", "Check the year of birth."),
    FaultCode.E_POSTCODE_FORMAT: Words("This is not a UK postcode.", "Write it like LS1 4DY."),
    FaultCode.E_POSTCODE_NOT_UK: Words("The postcode is not in the United Kingdom.", "Give a UK address."),
    FaultCode.E_POSTCODE_BFPO_NUMBER: Words("A BFPO number is not a postcode.", "Give the postcode, which starts with BF1."),
    FaultCode.E_PHONE_FORMAT: Words("This is not a UK phone number.", "Write it like 07700 900123 or +447700900123."),
    FaultCode.E_PHONE_SCIENTIFIC: Words(
        "A spreadsheet has turned the number into 4.47E+11 and lost digits.", "Format the column as text and type it again."
    ),
    FaultCode.E_PHONE_PREMIUM: Words("This is a premium-rate, directory or short number.", "Give a mobile or landline number."),
    FaultCode.E_EMAIL_FORMAT: Words("This is not an email address.", "Write one address, like name@example.com."),
    FaultCode.E_NO_CONTACT: Words("There is neither a mobile phone nor an email address.", "Fill in at least one of the two."),
    FaultCode.E_MONEY_FORMAT: Words("This is not an amount in pounds.", "Write it like 1234.56."),
    FaultCode.E_MONEY_NEGATIVE: Words("The amount is negative.", "Give an amount of 0 or more."),
    FaultCode.E_MONEY_RANGE: Words("The amount is out of range.", "Give an amount within the column's limits."),
    FaultCode.E_BALANCE_BREAKDOWN: Words(
        "Principal, interest and fees do not add up to the balance.", "Correct the four amounts, or leave the three parts out."
    ),
    FaultCode.E_BREATHING_SPACE: Words(
        "The breathing space dates do not fit its type.", "Give a start; an end for STANDARD; no end for MENTAL_HEALTH."
    ),
    FaultCode.E_COMPANY_NUMBER: Words("This is not a UK company number.", "Give the 8 characters of the register."),
    FaultCode.E_PAYMENT_REFERENCE: Words(
        "The payment reference does not fit Bacs.", "Use 6 to 18 characters, at least 6 of them letters or digits, not all alike."
    ),
    FaultCode.E_DUP_ACCOUNT_IN_FILE: Words("The account stands in the file more than once.", "Keep one row per account."),
    FaultCode.E_ACCOUNT_OWNER_CHANGED: Words(
        "The account belongs to another customer.", "Check CustomerID; an import never moves an account."
    ),
    FaultCode.E_CUSTOMER_CONFLICT: Words(
        "The rows of this customer say different things.", "Give all rows of a customer the same personal details."
    ),
    FaultCode.E_CUSTOMER_TOO_LARGE: Words(
        "The customer has too many accounts or changes for one file.", "Keep to 80 accounts, or split the rows over two files."
    ),
    FaultCode.E_PLAN_INCOMPLETE: Words(
        "A plan option needs both its instalments and its total amount.", "Fill in both cells or neither."
    ),
    FaultCode.E_PLAN_RANGE: Words("The plan option is out of range.", "Use fewer instalments, or a whole number from 1."),
    FaultCode.E_PLAN_TOTAL_GT_BALANCE: Words("The plan asks for more than the balance.", "Lower the plan's total amount."),
    FaultCode.E_PLAN_DISCOUNT: Words("The plan's discount is not allowed.", "Raise the plan's total amount."),
    FaultCode.E_PLAN_MIN_INSTALMENT: Words("The instalments are too small.", "Use fewer instalments."),
    FaultCode.E_META_UNKNOWN: Words("No metadata field of that name is defined.", "Remove the Meta column."),
    FaultCode.E_DELETED_CUSTOMER: Words(
        "The customer has been deleted.",
        "Remove the row, or have deleted customers created anew when you confirm the import.",
    ),
    FaultCode.E_ANONYMISED_CUSTOMER: Words(
        "The customer has been anonymised, and the ledger is kept under that ID.", "Remove the row, or use another CustomerID."
    ),
    FaultCode.E_CURRENCY: Words("Only pounds sterling are accepted.", "Use GBP, or leave the cell empty."),
    FaultCode.W_POSTCODE_CROWN_DEPENDENCY: Words("The address is in a Crown dependency.", "Nothing to do if that is right."),
    FaultCode.W_POSTCODE_AREA_UNKNOWN: Words(
        "The postcode lies on a border; the law that applies was guessed.", "Fill in Jurisdiction."
    ),
    FaultCode.W_PHONE_LEADING_ZERO_RESTORED: Words(
        "The leading 0 was missing and has been put back.", "Format the column as text in the spreadsheet."
    ),
    FaultCode.W_NUMBER_ROUNDED: Words(
        "Spreadsheets keep 15 digits; the zeros after them may have been other digits.", "Compare the number with its source."
    ),
    FaultCode.W_SHARED_PHONE: Words("Another customer of this file has the same mobile number.", "Check whose number it is."),
    FaultCode.W_TEST_PHONE: Words("The number is reserved for films and tests.", "Replace it unless this is test data."),
    FaultCode.W_BALANCE_CHANGED_GT_50PCT: Words("The balance changes by more than half.", "Check that the amount is right."),
    FaultCode.W_BALANCE_INCREASED: Words("The balance has gone up.", "Check that the amount is right."),
    FaultCode.W_BALANCE_REFLECTS_PAYMENTS: Words(
        "The new balance already reflects payments made here; nothing was taken off twice.", "Nothing to do."
    ),
    FaultCode.W_LIMITATION_NEAR: Words(
        "The time in which the debt may be demanded ends within 180 days.", "Check the dates of default, payment and judgment."
    ),
    FaultCode.W_STATUTE_BARRED: Words(
        "The time in which the debt may be demanded is over; nobody will be asked to pay it.",
        "If there was a later payment, acknowledgement or judgment, give its date.",
    ),
    FaultCode.W_PLAN_DUPLICATE: Words("Two plan options are the same; one was kept.", "Remove one of the two."),
    FaultCode.W_PLAN_TOTAL_GT_BALANCE: Words("The plan asks for more than the balance.", "Nothing to do if that is meant."),
    FaultCode.W_DATE_AMBIGUOUS: Words(
        "The date was read day first, but other dates of this column are written month first.",
        "Check the date; write all dates as YYYY-MM-DD.",
    ),
    FaultCode.W_AGENT_EDIT_OVERWRITTEN: Words(
        "A person has changed this value since the last file.", "Check which of the two values is right."
    ),
    FaultCode.W_DEFAULT_BEFORE_DUE: Words("The default date lies before the due date.", "Check the two dates."),
}


class BadCell(Exception):
    """One value is not what its column wants. `detail` replaces the table's message where it can say more."""

    def __init__(self, code: FaultCode, detail: str = "") -> None:
        super().__init__(code.value)
        self.code = code
        self.message = detail or WORDS[code].message
