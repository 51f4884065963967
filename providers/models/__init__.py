"""WHO: services, delivery areas, providers, agreements, offices, ratings, results. Nothing here knows of plans.

Days are stored, both ends included, and an open end is null; whether something is in force is asked with a day.
"""

from providers.models.measured import Measured, Participants, Rating, Result
from providers.models.observed import ObservedPresence
from providers.models.offices import ListedAgreement, Listing, Office
from providers.models.suppliers import Agreement, AreaMembership, DeliveryArea, Provider, Service, covers

__all__ = [
    "Agreement",
    "AreaMembership",
    "DeliveryArea",
    "ListedAgreement",
    "Listing",
    "Measured",
    "ObservedPresence",
    "Office",
    "Participants",
    "Provider",
    "Rating",
    "Result",
    "Service",
    "covers",
]
