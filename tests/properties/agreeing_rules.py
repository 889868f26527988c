"""What is agreed about money: ways to pay that are saved, charged, disabled and ended, promises, plans, restructures, and
people who are left alone for a time."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from chalicelib.core.errors import Code
from chalicelib.mandates.charging import FreshConsent
from chalicelib.mandates.model import Mandate
from chalicelib.payments.providers.books import MandateOutcome
from chalicelib.plans.making import Ask
from chalicelib.plans.model import PayBy, Plan
from chalicelib.plans.restructuring import Wanted
from chalicelib.plans.service import Change
from chalicelib.prolongation.model import PERIODS, Period, Place
from chalicelib.promises import rules as promising
from chalicelib.promises.model import Promise
from chalicelib.records.accounts import Frequency
from tests.support.crashing import refused_at_most
from tests.support.money import CLAIMS, MoneyWorld
from tests.support.money_model import MoneyModel
from tests.support.paying import CUSTOMER, PAYER, corrected
from tests.support.promising import AGENT

DIES = st.sampled_from(["", "before", "after"])
MOST = st.sampled_from([3_000, 20_000])
GOES_WELL = st.sampled_from([MandateOutcome.CARD, MandateOutcome.BACS])
NOT_NOW = (
    Code.WRONG_STATE,
    Code.NOT_ALLOWED_NOW,
    Code.NOTHING_OWED,
    Code.AMOUNT_TOO_SMALL,
    Code.MORE_THAN_OWED,
    Code.INVALID,
)


class AgreeingRules(RuleBasedStateMachine):
    world: MoneyWorld
    model: MoneyModel
    commands = 0
    moratoria = 0
    restructures = 0

    def command(self) -> str:
        """A key and an instant of its own for every command."""
        self.commands += 1
        self.world.wait(milliseconds=1)
        return f"command-{self.commands:08}"

    # Ways to pay

    @precondition(lambda self: len(self.world.all(Mandate)) < 3)
    @rule(outcome=st.sampled_from(MandateOutcome) | GOES_WELL, most=MOST, looked_at=st.booleans())
    def save_a_way_to_pay(self, outcome: MandateOutcome, most: int, looked_at: bool) -> None:
        with refused_at_most(Code.NOT_ALLOWED_NOW):
            self.world.save_a_way_to_pay(outcome, most, PAYER)
            if looked_at:
                self.world.mandates.settle(CUSTOMER, self.world.all(Mandate)[-1].id, PAYER)

    @precondition(lambda self: self.world.all(Mandate))
    @rule(data=st.data(), what=st.sampled_from(["disable", "disable for a week", "enable", "cancel"]))
    def change_a_way_to_pay(self, data: st.DataObject, what: str) -> None:
        mandate = data.draw(st.sampled_from(self.world.all(Mandate)))
        known = CUSTOMER, mandate.id, mandate.version
        mandates, until = self.world.mandates, self.world.today + timedelta(days=7)
        with refused_at_most(Code.WRONG_STATE):
            match what:
                case "enable":
                    mandates.enable(*known, AGENT, self.command())
                case "cancel":
                    mandates.cancel(*known, PAYER, self.command())
                case _:
                    mandates.disable(*known, until if "week" in what else None, AGENT, self.command())

    @precondition(lambda self: self.world.all(Mandate))
    @rule(data=st.data(), number=st.sampled_from(["ACC-1", "ACC-2"]))
    def charge(self, data: st.DataObject, number: str) -> None:
        """An agent charges a saved way to pay, maybe twice at once, maybe without ever hearing the answer."""
        mandate = data.draw(st.sampled_from(self.world.all(Mandate)))
        consent = data.draw(st.sampled_from([None, FreshConsent(20_000)]))
        wish = self.world.wish(mandate, number, data.draw(st.sampled_from([50, 100])), consent)
        for _ in range(data.draw(st.sampled_from([1, 2]))):
            self.world.bank_dies(data.draw(DIES))
            with refused_at_most(*NOT_NOW):
                self.world.mandates.charge(CUSTOMER, wish, AGENT)
        self.world.bank_dies("")

    # Promises

    @rule(claim=st.sampled_from(CLAIMS), pence=st.sampled_from([1_000, 4_000, 7_000]), days=st.integers(0, 4), data=st.data())
    def promise(self, claim: tuple[str, str], pence: int, days: int, data: st.DataObject) -> None:
        """Somebody promises, by themselves or to an agent, in place of a promise that stands or did, or of none."""
        others = [promise.id for promise in self.world.all(Promise) if promise.claim == claim[1]]
        replaces = data.draw(st.sampled_from(others[-1:] or [""]) | st.sampled_from(["", *others]))
        ask = promising.Ask(*claim, pence, self.world.today + timedelta(days=days), replaces=replaces, consented=True)
        with refused_at_most(*NOT_NOW, Code.STALE):
            self.world.promises.make(CUSTOMER, ask, data.draw(st.sampled_from([AGENT, PAYER])), self.command())

    @precondition(lambda self: self.world.all(Promise))
    @rule(data=st.data())
    def cancel_a_promise(self, data: st.DataObject) -> None:
        promise = data.draw(st.sampled_from(self.world.all(Promise)))
        with refused_at_most():
            self.world.promises.cancel(CUSTOMER, promise.id, "", PAYER)

    # Plans

    @rule(option=st.sampled_from([1, 2]), days=st.sampled_from([0, 2, 20]), data=st.data())
    def ask_for_a_plan(self, option: int, days: int, data: st.DataObject) -> None:
        """By hand, or collected from a way to pay that was saved."""
        ways = [None, *self.world.all(Mandate)]
        mandate = data.draw(st.sampled_from(ways[1:] or ways) | st.sampled_from(ways))
        ask = Ask(
            self.world.fresh_id(),
            "ACC-1",
            option,
            self.world.today + timedelta(days=days),
            pay_by=PayBy(mandate.method.value) if mandate else PayBy.CUSTOMER,
            mandate_id=mandate.id if mandate else "",
            consent="2026-11",
        )
        with refused_at_most(*NOT_NOW):
            self.world.plans.ask(CUSTOMER, ask, PAYER)

    @precondition(lambda self: self.world.open_plans())
    @rule(data=st.data(), move=st.sampled_from(["PAUSE", "RESUME", "CANCEL", "SKIP", "DELAY"]), twice=st.booleans())
    def change_a_plan(self, data: st.DataObject, move: str, twice: bool) -> None:
        plan = data.draw(st.sampled_from(self.world.open_plans()))
        change = Change(move, self.world.today + timedelta(days=10) if move == "DELAY" else None)
        command = self.command()
        for _ in range(1 + twice):
            with refused_at_most(*NOT_NOW):
                self.world.plans.change(CUSTOMER, plan.id, change, plan.version, AGENT, command)

    @precondition(lambda self: self.restructures < 2)
    @rule(instalments=st.sampled_from([1, 3]), days=st.sampled_from([0, 5]), meanwhile=st.none() | st.just(1_234))
    def restructure(self, instalments: int, days: int, meanwhile: int | None) -> None:
        """All that is owed in one plan; the token holds only for what was simulated, and whoever sends it twice has one."""
        self.restructures += 1
        wanted = Wanted(Frequency.WEEKLY, self.world.today + timedelta(days=days), instalments)
        command, plans = self.command(), self.world.plans
        with refused_at_most(*NOT_NOW, Code.STALE):
            token, owed = plans.simulate(CUSTOMER, wanted, AGENT).token, self.model.net
            if meanwhile is not None:
                corrected(self.world.store, *CLAIMS[-1], meanwhile, self.world.clock.now())
            made = [plans.restructure(CUSTOMER, wanted, token, AGENT, command).id for _ in range(2)]
            assert len(set(made)) == 1
            assert self.model.net == owed, "what was agreed on is not what was shown"

    # Invoices

    @rule(claim=st.sampled_from(CLAIMS), days=st.sampled_from(PERIODS), back=st.booleans())
    def put_off_an_invoice(self, claim: tuple[str, str], days: Period, back: bool) -> None:
        """For a fee, which is owed, paid and given back like anything else; sometimes put back at once."""
        place, prolongations, before = Place(*claim), self.world.prolongations, self.model.net
        with refused_at_most(*NOT_NOW):
            offer = next(each for each in prolongations.offers(CUSTOMER, place).offers if each.days == days)
            done = prolongations.prolong(CUSTOMER, place, days, offer.token, AGENT, self.command())
            assert self.model.net == before + offer.fee
            assert not (offer.fee and self.world.is_left_alone())
            if back:
                prolongations.undo(CUSTOMER, done.prolongation.id, AGENT)
                assert self.model.net == before

    # Being left alone

    @precondition(lambda self: self.moratoria < 2)
    @rule()
    def breathing_space(self) -> None:
        """A moratorium begins, or ends."""
        self.moratoria += 1
        with refused_at_most():
            self.world.breathing_space()

    def end_all_plans(self) -> None:
        for plan in self.world.open_plans():
            self.world.plans.change(CUSTOMER, plan.id, Change("CANCEL"), plan.version, AGENT, self.command())
        assert all(plan.next_look is None for plan in self.world.all(Plan))
