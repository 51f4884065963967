"""The letters that tell a provider's editor what became of a correction, in Swedish. Knows no rule and no request."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from providers.models import Correction, OfficeUpload
from rollout.pages.correction_words import told_correction

log = logging.getLogger(__name__)


def tell_decision(correction: Correction, *, link: str) -> bool:
    """Tell whoever asked for a correction how it was decided. Returns whether a letter went."""
    with translation.override(settings.LANGUAGE_CODE):
        told = told_correction(correction)
        subject = _("Correction no. %(number)d: %(state)s") % {"number": correction.pk, "state": told["state"].lower()}
        letter = render_to_string("rollout/portal/decision.txt", {**told, "link": link})
        return _sent(subject, letter, correction.by)


def tell_decisions(upload: OfficeUpload, *, applied: int, rejected: int, answer: str, link: str) -> bool:
    """Tell whoever sent in a file how some of its corrections were decided, in one letter."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Your file of offices, %(file)s, has been reviewed") % {"file": " ".join(upload.file_name.split())}
        told = {"upload": upload, "applied": applied, "rejected": rejected, "answer": answer, "link": link}
        return _sent(subject, render_to_string("rollout/portal/decisions.txt", told), upload.by)


def _sent(subject: str, letter: str, to: AbstractBaseUser | None) -> bool:
    """A letter that cannot be sent keeps no decision from being made: it is logged."""
    if to is None or not to.email:
        return False
    try:
        send_mail(subject, letter, None, [to.email])
    except (SMTPException, OSError):
        log.exception("The letter of a decision could not be sent")
        return False
    return True
