"""The letter that invites somebody to a provider's portal. Knows no more of members than what it is handed."""

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from providers.models import Invitation

log = logging.getLogger(__name__)


def send_invitation(invitation: Invitation, *, link: str) -> bool:
    """Send the link to the invited address, in the language that is active. Returns whether it could be sent."""
    subject = _("Invitation to the portal of %(provider)s") % {"provider": " ".join(invitation.provider.name.split())}
    letter = render_to_string("rollout/portal/invitation.txt", {"invitation": invitation, "link": link})
    try:
        send_mail(subject, letter, None, [invitation.email])
    except (SMTPException, OSError):
        log.exception("The letter to invitation %s could not be sent", invitation.pk)
        return False
    return True
