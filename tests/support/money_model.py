"""What somebody owes, by a plain dictionary: pence by claim and part, and nothing of the journal's or the payments' own
arithmetic. It hears of every commit, works out by itself what that must do to the money, and compares.

What a payment brought or what went back is taken from the bank's books, never from ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from chalicelib.records.model import Customer

PARTS = ("principal", "interest", "fees", "costs")
CREDIT = "credit"
LOST = "lost"

type Place = tuple[str, str]
"""A claim and a part of it, or the customer's credit."""


class MoneyModel:
    """`owed` and `credit` are pence; `meant` what each payment that is under way, or was, is meant for, `held` which of them
    still hold it; `stands` what is left of each payment, in the order it was put there; `gone` what each outflow took."""

    def __init__(self, customer: Customer) -> None:
        self.turns: dict[str, tuple[str, tuple[bool, date]]] = {}
        self.owed: dict[Place, int] = {}
        self.credit = 0
        self.meant: dict[str, dict[str, int]] = {}
        self.held: set[str] = set()
        self.stands: dict[str, list[tuple[Place, int]]] = {}
        self.gone: dict[str, list[tuple[Place, int]]] = {}
        self.look_again(customer)

    def look_again(self, customer: Customer) -> None:
        """Take over what a file of the creditor's has decided, or somebody who put an invoice off."""
        for account in customer.accounts.values():
            for claim in account.claims.values():
                self.turns[claim.ref] = account.number, (claim.defers is not None, claim.due_date)
                for part, pence in claim.outstanding.model_dump().items():
                    self.owed[claim.ref, part] = pence
        self.credit = customer.credit

    def total(self, claim: str) -> int:
        return sum(self.owed[claim, part] for part in PARTS)

    def free(self, claim: str) -> int:
        """Pence of a claim that no payment under way holds; a file may have taken off what one does."""
        return max(0, self.total(claim) - sum(self.meant[payment].get(claim, 0) for payment in self.held))

    @property
    def net(self) -> int:
        """Pence owed, less what is held for the customer."""
        return sum(self.owed.values()) - self.credit

    def begun(self, payment_id: str, meant: Mapping[str, int], *, oldest_first: bool) -> None:
        """Money is held for a payment: what is free, the oldest claims first and the fees of prolongations last, unless a plan
        says otherwise."""
        for claim, pence in meant.items():
            assert 0 < pence <= self.free(claim), f"more than is free of {claim} is held for a payment"
        if oldest_first:
            for number in {self.turns[claim][0] for claim in meant}:
                self._oldest_first(number, meant)
        self.meant[payment_id] = dict(meant)
        self.held.add(payment_id)

    def _oldest_first(self, number: str, meant: Mapping[str, int]) -> None:
        of_account = sorted((turn, claim) for claim, (account, turn) in self.turns.items() if account == number)
        left = sum(meant.get(claim, 0) for _, claim in of_account)
        for _, claim in of_account:
            take = min(left, self.free(claim))
            assert meant.get(claim, 0) == take, f"{claim} is not paid in its turn"
            left -= take

    def captured(self, payment_id: str, pence: int) -> None:
        """The money goes where it was meant for, as far as that is still owed; the rest is the customer's."""
        holds, left, put = payment_id in self.held, pence, []
        for claim, meant in self.meant[payment_id].items():
            take = min(left, meant, self.total(claim) if holds else self.free(claim))
            left -= take
            put += self._cleared(claim, take)
        self.held.discard(payment_id)
        self.stands[payment_id] = put
        self._credited(payment_id, left)

    def _cleared(self, claim: str, pence: int) -> Iterator[tuple[Place, int]]:
        for part in PARTS:
            take = min(pence, self.owed[claim, part])
            if take:
                self.owed[claim, part] -= take
                pence -= take
                yield (claim, part), take

    def _credited(self, payment_id: str, pence: int) -> None:
        if pence:
            self.credit += pence
            self.stands[payment_id].append(((CREDIT, ""), pence))

    def let_go(self, payment_id: str) -> None:
        """The payment came to an end without money."""
        self.held.discard(payment_id)

    def went(self, payment_id: str, outflow: str, pence: int) -> None:
        """Money goes back: the credit first, then what was paid last; what nobody can bear is lost."""
        took: Counter[Place] = Counter()
        newest_first = list(reversed(self.stands[payment_id]))
        for place, put in sorted(newest_first, key=lambda each: each[0][0] != CREDIT):
            take = min(pence, put, self.credit if place[0] == CREDIT else put)
            pence -= take
            took[place] += take
            if place[0] == CREDIT:
                self.credit -= take
            else:
                self.owed[place] += take
        self.stands[payment_id] = list(_less(self.stands[payment_id], +took))
        self.gone[outflow] = [*(+took).items(), *([((LOST, ""), pence)] if pence else [])]

    def came_back(self, payment_id: str, outflow: str) -> None:
        """Money that went comes back: where it was, as far as that is owed and free; the rest is the customer's."""
        for place, pence in self.gone.pop(outflow):
            if place[0] == LOST:
                continue
            take = 0 if place[0] == CREDIT else min(pence, self.owed[place], self.free(place[0]))
            if take:
                self.owed[place] -= take
                self.stands[payment_id].append((place, take))
            self._credited(payment_id, pence - take)

    def taken_back(self, payment_id: str) -> None:
        """A payment that was recorded by mistake never was."""
        for place, pence in self.stands.pop(payment_id):
            if place[0] == CREDIT:
                self.credit -= pence
            else:
                self.owed[place] += pence

    def given_up(self, claims: list[str], pence: int) -> None:
        """A discount that was agreed on."""
        for claim in claims:
            take = sum(put for _, put in self._cleared(claim, min(pence, self.total(claim))))
            pence -= take

    def put_on(self, payment_id: str, claims: set[str]) -> int:
        """Pence of a payment that stand on any of these claims now."""
        return sum(pence for (claim, _), pence in self.stands.get(payment_id, ()) if claim in claims)

    def agrees_with(self, customer: Customer) -> None:
        """Raises AssertionError where the product says anything else."""
        claims = [claim for account in customer.accounts.values() for claim in account.claims.values()]
        owed = {(claim.ref, part): pence for claim in claims for part, pence in claim.outstanding.model_dump().items()}
        assert owed == self.owed, f"owed {_differences(owed, self.owed)}"
        assert customer.credit == self.credit, f"a credit of {customer.credit} in place of {self.credit}"
        held = {(payment, claim.ref): pence for claim in claims for payment, pence in claim.reserved.items()}
        expected = {(payment, claim): pence for payment in self.held for claim, pence in self.meant[payment].items()}
        assert held == expected, f"held {_differences(held, expected)}"


def _less(stands: list[tuple[Place, int]], took: Counter[Place]) -> Iterator[tuple[Place, int]]:
    for place, pence in stands:
        went = min(pence, took[place])
        took[place] -= went
        if pence > went:
            yield place, pence - went


def _differences[K](found: Mapping[K, int], expected: Mapping[K, int]) -> dict[K, tuple[int, int]]:
    """Where they differ: what was found, and what was expected."""
    keys = found.keys() | expected.keys()
    return {key: (found.get(key, 0), expected.get(key, 0)) for key in keys if found.get(key, 0) != expected.get(key, 0)}
