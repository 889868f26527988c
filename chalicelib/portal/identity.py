"""Is this the customer? Pure decisions: which attempts are spent, and whether the answers agree (security checklist 4-6)."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.core.changes import Change, Insert, Replace
from chalicelib.core.clock import london_day
from chalicelib.core.email import normalise_email
from chalicelib.core.names import fold
from chalicelib.portal.model import Attempts
from chalicelib.records.facts import ENDING_LENGTH, HELD
from chalicelib.records.model import Customer, CustomerStatus, CustomerType
from chalicelib.settings.facts import Fact
from chalicelib.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Answers:
    """What the visitor says, by fact, as typed: a date of birth as an ISO day."""

    given: Mapping[Fact, str]


@dataclass(frozen=True, slots=True)
class Scope:
    """One counter: `name` is its place, `stored` its state, `limit` how many attempts a window of `seconds` allows."""

    name: str
    stored: Attempts | None
    limit: int
    seconds: int

    def used(self, now: int) -> int:
        """Attempts already begun in the window that is open at `now`."""
        return self.stored.count if self.stored and self.stored.window_ends > now else 0

    def spend(self, now: int) -> Change:
        """One attempt more, refused by the store if anybody else spent one since the state was read."""
        ends = self.stored.window_ends if self.stored and self.stored.window_ends > now else now + self.seconds
        if self.stored is None:
            return Insert(Attempts(scope=self.name, count=1, window_ends=ends))
        return Replace(self.stored.model_copy(update={"count": self.used(now) + 1, "window_ends": ends}))


def locked(scopes: Sequence[Scope], now: int) -> bool:
    """Whether any scope has no attempt left. Judged before spending, so the last allowed attempt still counts."""
    return any(scope.used(now) >= scope.limit for scope in scopes)


def scopes(settings: Settings, link: str, customer: str, network: str, stored: Mapping[str, Attempts]) -> tuple[Scope, ...]:
    """The three scopes of an attempt, the network's last."""
    window = settings.attempts_window_hours * 3600
    return (
        Scope(link, stored.get(link), settings.attempts_per_link, window),
        Scope(customer, stored.get(customer), settings.attempts_per_customer, window),
        Scope(network, stored.get(network), settings.attempts_per_address, settings.address_window_hours * 3600),
    )


def agrees(customer: Customer | None, link_version: int, answers: Answers, settings: Settings, now: int) -> bool:
    """Whether the answers open this customer's pages. Every fact that the settings ask of this kind of customer is
    compared, whatever the others said; a fact that is not held never passes. A dead link or a closed customer fails like
    a wrong answer."""
    if customer is None:
        return False
    asked = settings.company_facts if customer.type is CustomerType.COMPANY else settings.individual_facts
    matches = [_matches(fact, answers.given.get(fact, ""), customer) for fact in asked]
    alive = (
        customer.link.version == link_version
        and int(customer.link.expires_at.timestamp()) > now
        and customer.status_on(london_day(datetime.fromtimestamp(now, UTC))) in (CustomerStatus.ACTIVATED, CustomerStatus.BLOCKED)
    )
    return bool(matches) and all(matches) and alive


def _matches(fact: Fact, given: str, customer: Customer) -> bool:
    """Whether the answer is what is held, or one of several things that are held: a customer has several accounts."""
    alike = NORMAL_FORMS[fact]
    compared = [_same(alike(given), alike(held)) for held in HELD[fact](customer)]
    return any(compared)


def _same(given: str, held: str) -> bool:
    """Compared in constant time; nothing held, or nothing given, is never the same."""
    return hmac.compare_digest(given.encode(), held.encode()) & bool(held)


def _postcode(text: str) -> str:
    """Without spaces, and with O and I read as 0 and 1: people type what a letter looks like."""
    return text.replace(" ", "").upper().replace("O", "0").replace("I", "1")


def _number(text: str) -> str:
    return text.replace(" ", "").upper().lstrip("0")


def _ending(text: str) -> str:
    """The last four characters of a number; nothing of a shorter one, which would be all of it."""
    compact = text.replace(" ", "").upper()
    return compact[-ENDING_LENGTH:] if len(compact) >= ENDING_LENGTH else ""


def _surname(text: str) -> str:
    """Without accents, spaces, hyphens and apostrophes, and with Mac read as Mc, as people write each other's names."""
    plain = fold(text).replace(" ", "")
    return "mc" + plain[3:] if plain.startswith("mac") else plain


def _email(text: str) -> str:
    return (normalise_email(text) or "").casefold()


NORMAL_FORMS: Mapping[Fact, Callable[[str], str]] = {
    Fact.SURNAME: _surname,
    Fact.DATE_OF_BIRTH: str,
    Fact.REFERENCE: _number,
    Fact.ACCOUNT_NUMBER: _number,
    Fact.ACCOUNT_ENDING: _ending,
    Fact.EMAIL: _email,
    Fact.POSTCODE: _postcode,
}
"""How an answer and what is held are made comparable."""
