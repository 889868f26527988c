"""Is this the customer? Pure decisions: which attempts are spent, and whether the answers agree (security checklist 4-6)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.core.changes import Change, Insert, Replace
from chalicelib.portal.model import Attempts
from chalicelib.records.model import Customer, CustomerStatus, CustomerType
from chalicelib.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Answers:
    """What the visitor says, normalised. A person gives a date of birth, a business a number; both a postcode."""

    postcode: str
    date_of_birth: date | None = None
    number: str | None = None


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


def agrees(customer: Customer | None, link_version: int, answers: Answers, now: int) -> bool:
    """Whether the answers open this customer's pages. Every fact is compared, whatever the others said; a fact that is
    not held never passes. A dead link or a closed customer fails like a wrong answer."""
    if customer is None:
        return False
    facts = [_same(_postcode(answers.postcode), _postcode(customer.postcode))]
    if customer.type is CustomerType.COMPANY:
        matches = [_same(_number(answers.number), _number(n)) for n in (customer.company_number or "", *customer.accounts)]
        facts.append(any(matches))
    else:
        facts.append(_same(_day(answers.date_of_birth), _day(customer.date_of_birth)))
    alive = (
        customer.link.version == link_version
        and int(customer.link.expires_at.timestamp()) > now
        and customer.status in (CustomerStatus.ACTIVATED, CustomerStatus.BLOCKED)
    )
    return all(facts) and alive


def _same(given: str, held: str) -> bool:
    """Compared in constant time; nothing held, or nothing given, is never the same."""
    return hmac.compare_digest(given.encode(), held.encode()) & bool(held)


def _postcode(text: str) -> str:
    """Without spaces, and with O and I read as 0 and 1: people type what a letter looks like."""
    return text.replace(" ", "").upper().replace("O", "0").replace("I", "1")


def _number(text: str | None) -> str:
    return (text or "").replace(" ", "").upper().lstrip("0")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
