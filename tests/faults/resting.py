"""How a world comes to rest after a fault: what is under way ends, and the schedules look after the rest."""

from __future__ import annotations

from chalicelib.campaigns.model import Campaign, SegmentCount
from chalicelib.cashbook.model import CreditorReport, Listing
from chalicelib.files.looking_again import copy_is_left
from chalicelib.files.model import CustomerFile
from chalicelib.files.model import State as FileState
from chalicelib.files.rules import is_being_released
from chalicelib.imports.model import FINAL, Export, State, Upload
from chalicelib.lifecycle.model import Removal
from chalicelib.mandates.model import Mandate
from chalicelib.mandates.states import MandateStatus
from chalicelib.messaging.model import Message
from chalicelib.payments.model import Payment
from chalicelib.people.model import Errand, Invitation
from tests.support import invariants
from tests.support.world import World

RESTING = {*FINAL, State.AWAITING_CONFIRMATION}


def come_to_rest(here: World) -> None:
    """Messages are delivered, webhooks get lost, time passes, schedules run."""
    here.webhooks.clear()
    here.pump()
    for _ in range(2):
        if _at_rest(here):
            return
        here.wait(hours=2)
        here.sweep("import_sweep")
        if here.entities().all(Removal):
            here.sweep("removal_sweep")
        if here.entities().all(Payment):
            here.sweep("payment_sweep")
        if _errands(here.entities()):
            here.sweep("people_sweep")
        if _unsettled(here.entities()):
            here.sweep("mandate_sweep")
        if here.entities().all(Message):
            here.sweep("message_sweep")
        if _unfiled(here.entities()):
            here.sweep("file_sweep")
        here.pump()


def _unsettled(seen: invariants.World) -> list[Mandate]:
    return [each for each in seen.all(Mandate) if each.to_revoke or each.status is MandateStatus.PENDING]


def _unfiled(seen: invariants.World) -> list[CustomerFile]:
    """Files that a sweeper is still to do something about soon."""
    soon = {FileState.PENDING, FileState.SCANNING, FileState.DELETED}
    return [f for f in seen.all(CustomerFile) if f.next_check and (f.state in soon or is_being_released(f) or copy_is_left(f))]


def _errands(seen: invariants.World) -> list[object]:
    return [*seen.all(Errand), *seen.all(Invitation)]


def _at_rest(here: World) -> bool:
    """Whether nothing is under way any more, so that no schedule has anything to do."""
    seen = here.entities()
    payments = [payment for payment in seen.all(Payment) if payment.next_check]
    uploads = [upload for upload in seen.all(Upload) if upload.size_bytes is not None and upload.state not in RESTING]
    jobs = (*seen.all(Export), *seen.all(Campaign), *seen.all(SegmentCount), *seen.all(Listing), *seen.all(CreditorReport))
    asked = [one for one in jobs if one.state != "READY"]
    waiting = [message for message in seen.all(Message) if message.next_check]
    return not (
        payments or uploads or asked or waiting or seen.all(Removal) or _errands(seen) or _unsettled(seen) or _unfiled(seen)
    )
