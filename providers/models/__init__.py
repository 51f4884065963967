"""WHO: services, areas, providers, agreements, offices, ratings, results; members and corrections. Knows no plans.

Days are stored, both ends included, and an open end is null; whether something is in force is asked with a day.
"""

from providers.models.corrections import Correction, OfficeUpload
from providers.models.measured import Measured, Participants, Rating, Result
from providers.models.members import Invitation, Look, MemberRole, Membership
from providers.models.observed import ObservedPresence
from providers.models.offices import ListedAgreement, Listing, Office
from providers.models.suppliers import Agreement, AreaMembership, DeliveryArea, Provider, Service, covers

__all__ = [
    "Agreement",
    "AreaMembership",
    "Correction",
    "DeliveryArea",
    "Invitation",
    "ListedAgreement",
    "Listing",
    "Look",
    "Measured",
    "MemberRole",
    "Membership",
    "ObservedPresence",
    "Office",
    "OfficeUpload",
    "Participants",
    "Provider",
    "Rating",
    "Result",
    "Service",
    "covers",
]
