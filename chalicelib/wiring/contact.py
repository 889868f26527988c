"""The services that reach the customer: messages and the portal."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.wiring.base import clock, environment, keys, load_settings, objects, public_url, queues, store
from chalicelib.wiring.office import customers

if TYPE_CHECKING:
    from chalicelib.messaging.desk import Desk
    from chalicelib.messaging.hearing import Hearing
    from chalicelib.messaging.sending import Sending
    from chalicelib.messaging.service import Messages, NewLinks
    from chalicelib.messaging.status_log import StatusLog
    from chalicelib.portal.asking import LinkRequests
    from chalicelib.portal.changing import OwnDetails
    from chalicelib.portal.service import Portal


@cache
def message_desk() -> Desk:
    from chalicelib.messaging.desk import Desk

    return Desk(store(), objects(), queues(), keys(), clock, load_settings, public_url(), environment().sms_sender)


@cache
def messages() -> Messages:
    from chalicelib.messaging.service import Messages

    return Messages(message_desk())


@cache
def sending() -> Sending:
    from chalicelib.aws.mail import SesMail
    from chalicelib.aws.sms import SnsSms
    from chalicelib.messaging.sending import Sending

    here = environment()
    mail = SesMail(here.mail_from, here.mail_configuration_set, here.region)
    return Sending(message_desk(), mail, SnsSms(here.sms_sender, here.region))


@cache
def new_links() -> NewLinks:
    from chalicelib.messaging.service import NewLinks

    return NewLinks(message_desk(), sending().deliver)


@cache
def hearing() -> Hearing:
    from chalicelib.messaging.hearing import Hearing

    return Hearing(message_desk())


@cache
def status_log() -> StatusLog:
    from chalicelib.aws.observability import log
    from chalicelib.messaging.status_log import StatusLog

    return StatusLog(queues(), log)


@cache
def portal() -> Portal:
    from chalicelib.portal.service import Portal

    return Portal(store(), keys(), clock, load_settings)


@cache
def own_details() -> OwnDetails:
    from chalicelib.portal.changing import OwnDetails

    return OwnDetails(store(), customers())


@cache
def link_requests() -> LinkRequests:
    from chalicelib.portal.asking import LinkRequests

    return LinkRequests(store(), queues(), clock)
