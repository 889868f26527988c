"""A dataset in which every code of a row occurs at least three times, with the truth beside it. It knows nothing of the
parsers: what is wrong with a cell is written down here, and the same seed gives the same file."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Row = dict[str, str]
Truth = set[tuple[int, str, str]]

COMPANY = {"CustomerType": "COMPANY", "FirstName": "", "LastName": "", "DateOfBirth": "", "CompanyName": "Crumb & Sons Ltd"}
PLAN = {"PlanOption1Instalments": "10", "PlanOption1TotalAmount": "100.00"}
SPACE = {"BreathingSpaceType": "STANDARD", "BreathingSpaceStart": "2026-02-02", "BreathingSpaceEnd": "2026-04-03"}


def _second_option(n: int) -> Row:
    return {f"PlanOption{n}Instalments": "10", f"PlanOption{n}TotalAmount": "100"}


WRONG: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("E_REQUIRED", "Balance", {"Balance": ""}),
    ("E_REQUIRED", "Postcode", {"Postcode": " "}),
    ("E_REQUIRED", "LastName", {"LastName": ""}),
    ("E_REQUIRED", "CompanyName", COMPANY | {"CompanyName": ""}),
    ("E_TOO_LONG", "Title", {"Title": "x" * 21}),
    ("E_TOO_LONG", "City", {"City": "Llanfair" * 8}),
    ("E_TOO_LONG", "Tags", {"Tags": "t" * 41}),
    ("E_CHARACTERS", "FirstName", {"FirstName": "12345"}),
    ("E_CHARACTERS", "AccountNumber", {"AccountNumber": "ACC 77"}),
    ("E_CHARACTERS", "CreditorName", {"CreditorName": "#REF!"}),
    ("E_NUMBER_ROUNDED", "AccountNumber", {"AccountNumber": "1.23457E+19"}),
    ("E_NUMBER_ROUNDED", "AccountNumber", {"AccountNumber": "9E+15"}),
    ("E_NUMBER_ROUNDED", "CustomerID", {"CustomerID": "4.20001E+17"}),
    ("E_ENUM", "CustomerType", {"CustomerType": "PERSON"}),
    ("E_ENUM", "ProductType", {"ProductType": "CAR"}),
    ("E_ENUM", "SmsOptOut", {"SmsOptOut": "maybe"}),
    ("E_DATE_FORMAT", "DefaultDate", {"DefaultDate": "03/31/2025"}),
    ("E_DATE_FORMAT", "DueDate", {"DueDate": "2025-02-30"}),
    ("E_DATE_FORMAT", "DueDate", {"DueDate": "1 March 2025"}),
    ("E_DATE_FUTURE", "OpenedDate", {"OpenedDate": "2031-01-01"}),
    ("E_DATE_FUTURE", "LastPaymentDate", {"LastPaymentDate": "01/01/2031"}),
    ("E_DATE_FUTURE", "DateOfBirth", {"DateOfBirth": "2031-01-01"}),
    ("E_DATE_RANGE", "DueDate", {"DueDate": "1066-10-14"}),
    ("E_DATE_RANGE", "DueDate", {"DueDate": "0025-03-01"}),
    ("E_DATE_RANGE", "DueDate", {"DueDate": "2500-01-01"}),
    ("E_DOB_UNDER_18", "DateOfBirth", {"DateOfBirth": "2012-01-01"}),
    ("E_DOB_UNDER_18", "DateOfBirth", {"DateOfBirth": "03/03/2008"}),
    ("E_DOB_UNDER_18", "DateOfBirth", {"DateOfBirth": "2026-03-01"}),
    ("E_DOB_INVALID", "DateOfBirth", {"DateOfBirth": "1900-01-01"}),
    ("E_DOB_INVALID", "DateOfBirth", {"DateOfBirth": "1904-12-31"}),
    ("E_DOB_INVALID", "DateOfBirth", {"DateOfBirth": "01/02/1901"}),
    ("E_POSTCODE_FORMAT", "Postcode", {"Postcode": "LS1"}),
    ("E_POSTCODE_FORMAT", "Postcode", {"Postcode": "12345"}),
    ("E_POSTCODE_FORMAT", "Postcode", {"Postcode": "LS1 4CI"}),
    ("E_POSTCODE_NOT_UK", "Postcode", {"Postcode": "GX11 1AA"}),
    ("E_POSTCODE_NOT_UK", "Postcode", {"Postcode": "Z1 1AA"}),
    ("E_POSTCODE_NOT_UK", "Postcode", {"Postcode": "FIQQ 1ZZ"}),
    ("E_POSTCODE_BFPO_NUMBER", "Postcode", {"Postcode": "BFPO 801"}),
    ("E_POSTCODE_BFPO_NUMBER", "Postcode", {"Postcode": "bfpo 12"}),
    ("E_POSTCODE_BFPO_NUMBER", "Postcode", {"Postcode": "BFPO1"}),
    ("E_PHONE_FORMAT", "MobilePhone", {"MobilePhone": "0740012345"}),
    ("E_PHONE_FORMAT", "MobilePhone", {"MobilePhone": "07400 12A456"}),
    ("E_PHONE_FORMAT", "MobilePhone", {"MobilePhone": "+33 6 12 34 56 78"}),
    ("E_PHONE_SCIENTIFIC", "MobilePhone", {"MobilePhone": "4.47701E+11"}),
    ("E_PHONE_SCIENTIFIC", "HomePhone", {"HomePhone": "7.4E+09"}),
    ("E_PHONE_SCIENTIFIC", "WorkPhone", {"WorkPhone": "4,47701e+11"}),
    ("E_PHONE_PREMIUM", "HomePhone", {"HomePhone": "0909 879 0000"}),
    ("E_PHONE_PREMIUM", "HomePhone", {"HomePhone": "118 500"}),
    ("E_PHONE_PREMIUM", "WorkPhone", {"WorkPhone": "070 1234 5678"}),
    ("E_EMAIL_FORMAT", "Email", {"Email": "aoife at example.com"}),
    ("E_EMAIL_FORMAT", "Email", {"Email": "aoife@example"}),
    ("E_EMAIL_FORMAT", "Email", {"Email": "a@example.com; b@example.com"}),
    *(("E_NO_CONTACT", "MobilePhone", {"MobilePhone": "", "Email": ""}),) * 3,
    ("E_MONEY_FORMAT", "Balance", {"Balance": "1.234,56"}),
    ("E_MONEY_FORMAT", "Balance", {"Balance": "12.345"}),
    ("E_MONEY_FORMAT", "OriginalBalance", {"OriginalBalance": "1e5"}),
    ("E_MONEY_NEGATIVE", "Balance", {"Balance": "-5.00"}),
    ("E_MONEY_NEGATIVE", "Balance", {"Balance": "(5.00)"}),
    ("E_MONEY_NEGATIVE", "OriginalBalance", {"OriginalBalance": "-£3.10"}),
    ("E_MONEY_RANGE", "Balance", {"Balance": "99999999.00"}),
    ("E_MONEY_RANGE", "LastPaymentAmount", {"LastPaymentAmount": "0"}),
    ("E_MONEY_RANGE", "MinPaymentAmount", {"MinPaymentAmount": "100.01"}),
    ("E_BALANCE_BREAKDOWN", "Balance", {"PrincipalAmount": "90.00"}),
    ("E_BALANCE_BREAKDOWN", "Balance", {"PrincipalAmount": "90.00", "FeesAmount": "10.01"}),
    ("E_BALANCE_BREAKDOWN", "Balance", {"InterestAmount": "1.00"}),
    ("E_BREATHING_SPACE", "BreathingSpaceStart", SPACE | {"BreathingSpaceStart": ""}),
    ("E_BREATHING_SPACE", "BreathingSpaceEnd", SPACE | {"BreathingSpaceEnd": ""}),
    ("E_BREATHING_SPACE", "BreathingSpaceEnd", SPACE | {"BreathingSpaceType": "MENTAL_HEALTH"}),
    ("E_COMPANY_NUMBER", "CompanyNumber", COMPANY | {"CompanyNumber": "12"}),
    ("E_COMPANY_NUMBER", "CompanyNumber", COMPANY | {"CompanyNumber": "ABCDEFGH"}),
    ("E_COMPANY_NUMBER", "CompanyNumber", COMPANY | {"CompanyNumber": "123456789"}),
    ("E_PAYMENT_REFERENCE", "PaymentReference", {"PaymentReference": "AAAAAA"}),
    ("E_PAYMENT_REFERENCE", "PaymentReference", {"PaymentReference": "AB1"}),
    ("E_PAYMENT_REFERENCE", "PaymentReference", {"PaymentReference": "ACC_12345"}),
    ("E_PLAN_INCOMPLETE", "PlanOption1TotalAmount", {"PlanOption1Instalments": "12"}),
    ("E_PLAN_INCOMPLETE", "PlanOption3Instalments", {"PlanOption3TotalAmount": "90.00"}),
    ("E_PLAN_INCOMPLETE", "PlanOption5TotalAmount", {"PlanOption5Instalments": "4"}),
    ("E_PLAN_RANGE", "PlanOption1Instalments", PLAN | {"PlanOption1Instalments": "0"}),
    ("E_PLAN_RANGE", "PlanOption1Instalments", PLAN | {"PlanOption1Instalments": "1.5"}),
    ("E_PLAN_RANGE", "PlanOption1Instalments", PLAN | {"PlanOption1Instalments": "61"}),
    ("E_PLAN_TOTAL_GT_BALANCE", "PlanOption1TotalAmount", PLAN | {"PlanOption1TotalAmount": "100.01"}),
    ("E_PLAN_TOTAL_GT_BALANCE", "PlanOption1TotalAmount", PLAN | {"Balance": "99.99"}),
    ("E_PLAN_TOTAL_GT_BALANCE", "PlanOption1TotalAmount", PLAN | {"PlanOption1TotalAmount": "£1,000"}),
    ("E_PLAN_DISCOUNT", "PlanOption1TotalAmount", PLAN | {"PlanOption1TotalAmount": "39.99"}),
    ("E_PLAN_DISCOUNT", "PlanOption1TotalAmount", PLAN | {"PlanOption1TotalAmount": "20"}),
    ("E_PLAN_DISCOUNT", "PlanOption1TotalAmount", PLAN | {"Balance": "251.00"}),
    ("E_PLAN_MIN_INSTALMENT", "PlanOption1Instalments", PLAN | {"PlanOption1Instalments": "51", "PlanOption1TotalAmount": "50"}),
    ("E_PLAN_MIN_INSTALMENT", "PlanOption1Instalments", PLAN | {"PlanOption1Instalments": "60", "PlanOption1TotalAmount": "59"}),
    ("E_PLAN_MIN_INSTALMENT", "PlanOption1Instalments", PLAN | {"PlanOption1Instalments": "42", "PlanOption1TotalAmount": "41"}),
    ("E_CURRENCY", "Currency", {"Currency": "EUR"}),
    ("E_CURRENCY", "Currency", {"Currency": "USD"}),
    ("E_CURRENCY", "Currency", {"Currency": "£"}),
)  # fmt: skip

DOUBTFUL: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("W_POSTCODE_CROWN_DEPENDENCY", "Postcode", {"Postcode": "JE2 3AB"}),
    ("W_POSTCODE_CROWN_DEPENDENCY", "Postcode", {"Postcode": "GY1 1AA"}),
    ("W_POSTCODE_CROWN_DEPENDENCY", "Postcode", {"Postcode": "im1 1aa"}),
    ("W_POSTCODE_AREA_UNKNOWN", "Postcode", {"Postcode": "TD15 1AA"}),
    ("W_POSTCODE_AREA_UNKNOWN", "Postcode", {"Postcode": "TD9 0AA"}),
    ("W_POSTCODE_AREA_UNKNOWN", "Postcode", {"Postcode": "CA6 4AA"}),
    *(("W_PHONE_LEADING_ZERO_RESTORED", "MobilePhone", {"MobilePhone": f"740099000{n}"}) for n in range(3)),
    *(("W_TEST_PHONE", "MobilePhone", {"MobilePhone": f"07700 90000{n}"}) for n in range(3)),
    *(("W_DEFAULT_BEFORE_DUE", "DefaultDate", {"DefaultDate": f"2025-02-0{n}"}) for n in range(1, 4)),
    *(("W_DATE_AMBIGUOUS", "DefaultDate", {"DefaultDate": f"0{n}/06/2025"}) for n in range(1, 4)),
    *(("W_LIMITATION_NEAR", "DueDate", {"DueDate": f"2020-0{n}-01"}) for n in range(5, 8)),
    *(("W_STATUTE_BARRED", "DueDate", {"DueDate": f"201{n}-03-01"}) for n in range(3)),
    *(("W_NUMBER_ROUNDED", "AccountNumber", {"AccountNumber": f"12345678901234{n}0"}) for n in range(3)),
    *(("W_PLAN_DUPLICATE", f"PlanOption{n}Instalments", PLAN | _second_option(n)) for n in (2, 3, 5)),
)  # fmt: skip


@dataclass(slots=True)
class Faulty:
    """`before` is imported first, then `rows`. `truth` names every fault as row number, column and code; in
    between `anonymised` are customers to be anonymised, `deleted` those to be deleted and `edited` those whose mobile number a
    person changes."""

    rows: list[Row] = field(default_factory=list)
    truth: Truth = field(default_factory=set)
    before: list[Row] = field(default_factory=list)
    anonymised: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)


def faulty(seed: int) -> Faulty:
    """Faulty rows among good ones, in an order that the seed decides."""
    dice = random.Random(seed)  # made-up people, not secrets
    people = _people()
    made = Faulty()
    groups: list[list[tuple[Row, list[tuple[str, str]]]]] = [[(next(people), [])] for _ in range(60)]
    groups += [[(next(people) | dict(values), [(column, code)])] for code, column, values in (*WRONG, *DOUBTFUL)]
    for _ in range(3):
        groups += list(_about_several_rows(people))
        groups += list(_about_what_is_held(people, made))
    dice.shuffle(groups)
    for row, faults in (each for group in groups for each in group):
        made.rows.append(row)
        made.truth |= {(len(made.rows) + 1, column, code) for column, code in faults}
    return made


def _people() -> Iterator[Row]:
    """Nobody real, and nothing wrong with any of them; their numbers are none of the reserved ones, for which one is warned."""
    number = 0
    while True:
        number += 1
        yield {
            "CustomerID": f"C-{number:05d}",
            "AccountNumber": f"A-{number:05d}",
            "FirstName": "Robin",
            "LastName": "O'Example",
            "DateOfBirth": "1984-02-29",
            "MobilePhone": f"07400 1{number:05d}",
            "Email": f"robin.{number}@example.com",
            "AddressLine1": f"{number} Made-up Street",
            "Postcode": "LS1 4DY",
            "Balance": "100.00",
            "DueDate": "2025-03-01",
        }


def _about_several_rows(people: Iterator[Row]) -> Iterator[list[tuple[Row, list[tuple[str, str]]]]]:
    first, second = next(people), next(people)
    twice = [("AccountNumber", "E_DUP_ACCOUNT_IN_FILE")]
    yield [(first, twice), (second | {"AccountNumber": first["AccountNumber"]}, twice)]
    one = next(people)
    other = next(people) | {name: one[name] for name in one if name not in ("AccountNumber", "DateOfBirth")}
    differs = [("DateOfBirth", "E_CUSTOMER_CONFLICT")]
    yield [(one, differs), (other | {"DateOfBirth": "1984-03-01"}, differs)]
    owner, sharer = next(people), next(people)
    yield [(owner, []), (sharer | {"MobilePhone": owner["MobilePhone"]}, [("MobilePhone", "W_SHARED_PHONE")])]


def _about_what_is_held(people: Iterator[Row], made: Faulty) -> Iterator[list[tuple[Row, list[tuple[str, str]]]]]:
    owner, thief, gone, erased, raised, halved, edited = (next(people) for _ in range(7))
    made.before += [owner, gone, erased, raised, halved, edited]
    made.deleted.append(erased["CustomerID"])
    made.anonymised.append(gone["CustomerID"])
    made.edited.append(edited["CustomerID"])
    yield [(thief | {"AccountNumber": owner["AccountNumber"]}, [("AccountNumber", "E_ACCOUNT_OWNER_CHANGED")])]
    yield [(gone, [("CustomerID", "E_ANONYMISED_CUSTOMER")])]
    yield [(erased, [("CustomerID", "E_DELETED_CUSTOMER")])]
    yield [(raised | {"Balance": "120.00"}, [("Balance", "W_BALANCE_INCREASED")])]
    yield [(halved | {"Balance": "49.00"}, [("Balance", "W_BALANCE_CHANGED_GT_50PCT")])]
    yield [(edited | {"MobilePhone": _next_number(edited)}, [("MobilePhone", "W_AGENT_EDIT_OVERWRITTEN")])]


def _next_number(row: Row) -> str:
    return row["MobilePhone"].replace("07400 1", "07400 2")
