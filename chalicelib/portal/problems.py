"""What can be wrong with what a visitor sent: the one table of problems and of what is said about each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.portal.words import N_


class Problem(StrEnum):
    """What can be wrong with what a visitor sent. Pages put the words beside the field and in the summary."""

    WHO_MISSING = "who_missing"
    DATE_OF_BIRTH_MISSING = "date_of_birth_missing"
    DATE_OF_BIRTH_INVALID = "date_of_birth_invalid"
    REFERENCE_MISSING = "reference_missing"
    SURNAME_MISSING = "surname_missing"
    ACCOUNT_NUMBER_MISSING = "account_number_missing"
    ACCOUNT_ENDING_MISSING = "account_ending_missing"
    ACCOUNT_ENDING_INVALID = "account_ending_invalid"
    EMAIL_MISSING = "email_missing"
    EMAIL_INVALID = "email_invalid"
    POSTCODE_MISSING = "postcode_missing"
    POSTCODE_INVALID = "postcode_invalid"
    NO_MATCH = "no_match"
    CHOICE_MISSING = "choice_missing"
    AMOUNT_MISSING = "amount_missing"
    AMOUNT_INVALID = "amount_invalid"
    AMOUNT_TOO_SMALL = "amount_too_small"
    TOO_LITTLE_ONLINE = "too_little_online"
    MORE_THAN_OWED = "more_than_owed"
    AMOUNT_CHANGED = "amount_changed"
    NOTHING_CHOSEN = "nothing_chosen"
    PROVIDER_UNAVAILABLE = "provider_unavailable"
    BUSY = "busy"
    MOBILE_MISSING = "mobile_missing"
    MOBILE_INVALID = "mobile_invalid"
    ADDRESS_MISSING = "address_missing"
    LINE_1_INVALID = "line_1_invalid"
    LINE_2_INVALID = "line_2_invalid"
    TOWN_MISSING = "town_missing"
    TOWN_INVALID = "town_invalid"
    COUNTY_INVALID = "county_invalid"
    DETAILS_MOVED = "details_moved"
    DETAILS_BUSY = "details_busy"
    TOO_MANY_CHANGES = "too_many_changes"
    DAY_MISSING = "day_missing"
    DAY_INVALID = "day_invalid"
    DAY_IN_FUTURE = "day_in_future"
    DAY_TOO_EARLY = "day_too_early"
    FROM_INVALID = "from_invalid"
    TO_INVALID = "to_invalid"
    TO_IN_FUTURE = "to_in_future"
    TO_BEFORE_FROM = "to_before_from"
    STATEMENT_TOO_EARLY = "statement_too_early"
    STATEMENT_TOO_LONG = "statement_too_long"
    PLAN_OPTION_MISSING = "plan_option_missing"
    PLAN_DAY_MISSING = "plan_day_missing"
    PLAN_DAY_OUTSIDE = "plan_day_outside"
    PLAN_MONTH_DAY_INVALID = "plan_month_day_invalid"
    PLAN_WAY_TOO_SMALL = "plan_way_too_small"
    PLAN_WAY_UNUSABLE = "plan_way_unusable"
    PLAN_CONSENT_MISSING = "plan_consent_missing"
    PLAN_DELAY_OUTSIDE = "plan_delay_outside"
    PLAN_CHANGED = "plan_changed"
    PLAN_SECOND = "plan_second"
    PLAN_BUSY = "plan_busy"
    PROMISE_CLAIM_MISSING = "promise_claim_missing"
    PROMISE_DAY_MISSING = "promise_day_missing"
    PROMISE_DAY_INVALID = "promise_day_invalid"
    PROMISE_DAY_OUTSIDE = "promise_day_outside"
    PROMISE_CHANGED = "promise_changed"
    PROMISE_BUSY = "promise_busy"
    METHOD_MISSING = "method_missing"
    MOST_MISSING = "most_missing"
    MOST_INVALID = "most_invalid"
    MOST_TOO_SMALL = "most_too_small"
    WAYS_UNAVAILABLE = "ways_unavailable"
    WAYS_BUSY = "ways_busy"
    WAYS_ENOUGH = "ways_enough"
    DOCUMENT_SHOWS_MISSING = "document_shows_missing"
    DOCUMENTS_ENOUGH = "documents_enough"
    DOCUMENTS_BUSY = "documents_busy"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Words for a problem. `field` names the input it belongs to and `anchor` its element; empty for the whole form."""

    words: str
    field: str = ""
    anchor: str = ""


EXPLANATIONS: dict[Problem, Explanation] = {
    Problem.WHO_MISSING: Explanation(N_("Select who you are answering for"), "who", "who"),
    Problem.DATE_OF_BIRTH_MISSING: Explanation(N_("Enter your date of birth"), "dob", "dob-day"),
    Problem.DATE_OF_BIRTH_INVALID: Explanation(N_("Enter a real date of birth, like 31\u00a03\u00a01980"), "dob", "dob-day"),
    Problem.REFERENCE_MISSING: Explanation(N_("Enter your company number or your account number"), "reference", "reference"),
    Problem.SURNAME_MISSING: Explanation(N_("Enter your surname"), "surname", "surname"),
    Problem.ACCOUNT_NUMBER_MISSING: Explanation(N_("Enter your account number"), "account_number", "account_number"),
    Problem.ACCOUNT_ENDING_MISSING: Explanation(
        N_("Enter the last 4 characters of your account number"), "account_ending", "account_ending"
    ),
    Problem.ACCOUNT_ENDING_INVALID: Explanation(
        N_("Enter only the last 4 characters of your account number, like 8444"), "account_ending", "account_ending"
    ),
    Problem.EMAIL_MISSING: Explanation(N_("Enter your email address"), "email", "email"),
    Problem.EMAIL_INVALID: Explanation(N_("Enter an email address, like name@example.com"), "email", "email"),
    Problem.POSTCODE_MISSING: Explanation(N_("Enter your postcode"), "postcode", "postcode"),
    Problem.POSTCODE_INVALID: Explanation(N_("Enter a full UK postcode, like LS1\u00a04AP"), "postcode", "postcode"),
    Problem.NO_MATCH: Explanation(
        N_("The details do not match what we hold, or this link is no longer active. Check them and try again, or get in touch")
    ),
    Problem.CHOICE_MISSING: Explanation(N_("Select how much you want to pay"), "choice", "choice"),
    Problem.AMOUNT_MISSING: Explanation(N_("Enter the amount you want to pay"), "amount", "amount"),
    Problem.AMOUNT_INVALID: Explanation(N_("Enter an amount in pounds and pence, like 25.00"), "amount", "amount"),
    Problem.TOO_LITTLE_ONLINE: Explanation(
        N_("We cannot take less than %(online)s online. Pay it together with another account, or call us")
    ),
    Problem.AMOUNT_TOO_SMALL: Explanation(N_("The smallest amount you can pay is %(minimum)s"), "amount", "amount"),
    Problem.MORE_THAN_OWED: Explanation(N_("The most you can pay is %(maximum)s"), "amount", "amount"),
    Problem.AMOUNT_CHANGED: Explanation(
        N_("What you owe has changed since you opened this page. No money has been taken. Check the new amount")
    ),
    Problem.NOTHING_CHOSEN: Explanation(N_("Enter an amount for at least one account"), anchor="amount-1"),
    Problem.PROVIDER_UNAVAILABLE: Explanation(
        N_("We cannot reach the payment page at the moment. No money has been taken. Try again in a few minutes")
    ),
    Problem.BUSY: Explanation(N_("We could not start your payment. No money has been taken. Try again")),
    Problem.MOBILE_MISSING: Explanation(N_("Enter your mobile number"), "mobile", "mobile"),
    Problem.MOBILE_INVALID: Explanation(N_("Enter a UK mobile number, like 07700\u00a0900123"), "mobile", "mobile"),
    Problem.ADDRESS_MISSING: Explanation(N_("Enter the first line of your address"), "line_1", "line_1"),
    Problem.LINE_1_INVALID: Explanation(N_("Enter the first line in 80 characters or fewer"), "line_1", "line_1"),
    Problem.LINE_2_INVALID: Explanation(N_("Enter the second line in 80 characters or fewer"), "line_2", "line_2"),
    Problem.TOWN_MISSING: Explanation(N_("Enter your town or city"), "town", "town"),
    Problem.TOWN_INVALID: Explanation(N_("Enter your town or city in 80 characters or fewer"), "town", "town"),
    Problem.COUNTY_INVALID: Explanation(N_("Enter your county in 80 characters or fewer"), "county", "county"),
    Problem.DETAILS_MOVED: Explanation(
        N_("Something we hold about you has changed since you opened this page. Nothing is saved yet. Check it and save again")
    ),
    Problem.DETAILS_BUSY: Explanation(N_("We could not save this just now. Try again")),
    Problem.TOO_MANY_CHANGES: Explanation(
        N_("You have changed your details many times today. Try again tomorrow, or get in touch with us")
    ),
    Problem.DAY_MISSING: Explanation(N_("Enter a day"), "on", "on-day"),
    Problem.DAY_INVALID: Explanation(N_("Enter a real day, like 3\u00a05\u00a02026"), "on", "on-day"),
    Problem.DAY_IN_FUTURE: Explanation(N_("Enter today or a day before"), "on", "on-day"),
    Problem.METHOD_MISSING: Explanation(N_("Select a debit card or a Direct Debit"), "method", "method"),
    Problem.MOST_MISSING: Explanation(N_("Enter the most we may take at one time"), "most", "most"),
    Problem.MOST_INVALID: Explanation(N_("Enter the most in pounds and pence, like 25.00"), "most", "most"),
    Problem.MOST_TOO_SMALL: Explanation(N_("Enter at least £1.00"), "most", "most"),
    Problem.WAYS_UNAVAILABLE: Explanation(
        N_("We cannot reach the payment provider at the moment. Nothing is saved. Try again in a few minutes")
    ),
    Problem.WAYS_BUSY: Explanation(N_("We could not save this just now. Try again")),
    Problem.WAYS_ENOUGH: Explanation(N_("You have saved as many ways to pay as we can keep. End one of them first")),
    Problem.DAY_TOO_EARLY: Explanation(N_("We cannot look back that far here. Ask us for a statement"), "on", "on-day"),
    Problem.FROM_INVALID: Explanation(N_("Enter a real first day, like 3\u00a05\u00a02026"), "from", "from-day"),
    Problem.TO_INVALID: Explanation(N_("Enter a real last day, like 3\u00a06\u00a02026"), "to", "to-day"),
    Problem.TO_IN_FUTURE: Explanation(N_("The last day must be today or before"), "to", "to-day"),
    Problem.TO_BEFORE_FROM: Explanation(N_("The last day must not be before the first day"), "to", "to-day"),
    Problem.STATEMENT_TOO_EARLY: Explanation(
        N_("We cannot look back that far here. Choose a later first day, or ask us for a statement"), "from", "from-day"
    ),
    Problem.STATEMENT_TOO_LONG: Explanation(
        N_("There is too much for one page. Choose fewer days, or download it for a spreadsheet"), "from", "from-day"
    ),
    Problem.PLAN_OPTION_MISSING: Explanation(N_("Select a plan"), "option", "option"),
    Problem.PLAN_DAY_MISSING: Explanation(
        N_("Enter a real date for your first payment, like 31\u00a03\u00a02027"), "first", "first-day"
    ),
    Problem.PLAN_DAY_OUTSIDE: Explanation(N_("Choose a day from %(first_day)s to %(last_day)s"), "first", "first-day"),
    Problem.PLAN_MONTH_DAY_INVALID: Explanation(
        N_("Enter a number from 1 to 31, or leave it empty"), "day_of_month", "day_of_month"
    ),
    Problem.PLAN_WAY_TOO_SMALL: Explanation(
        N_("An instalment is more than you agreed to for this way to pay. Choose another, or save it again with a higher limit"),
        "pay_by",
        "pay_by",
    ),
    Problem.PLAN_WAY_UNUSABLE: Explanation(
        N_("Choose how you want to pay. An instalment must not be more than you agreed to for a way to pay"), "pay_by", "pay_by"
    ),
    Problem.PLAN_DELAY_OUTSIDE: Explanation(N_("Enter a later day, until %(last_day)s"), "until", "until-day"),
    Problem.PLAN_CONSENT_MISSING: Explanation(N_("Select yes if you agree to the plan"), "agreed", "agreed"),
    Problem.PLAN_CHANGED: Explanation(
        N_("Something about this account has changed since you opened this page. Nothing was saved. Check it and try again")
    ),
    Problem.PLAN_SECOND: Explanation(N_("You already have this plan. Nothing else was saved")),
    Problem.PLAN_BUSY: Explanation(N_("We could not save your plan just now. Try again")),
    Problem.PROMISE_CLAIM_MISSING: Explanation(N_("Select what you want to pay"), "claim", "claim"),
    Problem.PROMISE_DAY_MISSING: Explanation(N_("Enter the day by which you will pay"), "due", "due-day"),
    Problem.PROMISE_DAY_INVALID: Explanation(N_("Enter a real date, like 31\u00a03\u00a02027"), "due", "due-day"),
    Problem.PROMISE_DAY_OUTSIDE: Explanation(N_("Choose a day from today until %(last_day)s"), "due", "due-day"),
    Problem.PROMISE_CHANGED: Explanation(
        N_("Something about this account has changed since you opened this page. Nothing is saved yet. Check it and try again")
    ),
    Problem.PROMISE_BUSY: Explanation(N_("We could not save your promise just now. Try again")),
    Problem.DOCUMENT_SHOWS_MISSING: Explanation(N_("Select what the document shows"), "shows", "shows"),
    Problem.DOCUMENTS_ENOUGH: Explanation(
        N_("We cannot take more documents here today. Send the others tomorrow, or get in touch with us")
    ),
    Problem.DOCUMENTS_BUSY: Explanation(N_("We could not prepare this just now. Try again")),
}
