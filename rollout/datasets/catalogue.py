"""The catalogue of the datasets as linked data, for portals that gather those of many: DCAT-AP-SE 3 as JSON-LD.

Who answers for the data, and on what terms, the installation says (`DATA_PUBLISHER`, `DATA_PUBLISHER_TYPE`,
`DATA_CONTACT`, `DATA_LICENCE`); what it does not say is left out, and not made up. No two things have one address: the
catalogue is not its page, and a distribution not its file.
"""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from rollout.datasets.definitions import DATASETS, Dataset
from rollout.models import Edition

LANGUAGES = {"sv": "SWE", "en": "ENG"}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority"
MEDIA = "http://www.iana.org/assignments/media-types"
FORMATS = {"csv": "text/csv", "geojson": "application/geo+json"}
SWEDEN = "http://sws.geonames.org/2661886/"
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
PUBLISHER_TYPES = "http://purl.org/adms/publishertype/"


def catalogue(base: str, latest: Mapping[str, Edition]) -> dict:
    """The catalogue. base: the address of the page of datasets. latest: the last edition of each file, by its name."""
    publisher = _publisher(base)
    return {
        "@context": CONTEXT,
        "@id": f"{base}#katalog",
        "@type": "dcat:Catalog",
        "dcterms:title": _texts(lambda: _("The rollout of Rusta och matcha")),
        "dcterms:description": _texts(
            lambda: _("How Rusta och matcha replaces Stöd och matchning in Sweden’s municipalities, day by day.")
        ),
        "dcterms:language": [_id(f"{EU}/language/{code}") for code in LANGUAGES.values()],
        "dcterms:spatial": _id(SWEDEN),
        "foaf:homepage": _id(base),
        "dcat:themeTaxonomy": _id(f"{EU}/data-theme"),
        **publisher,
        **({"dcterms:license": _id(CC0)} if settings.DATA_LICENCE else {}),  # the profile takes no other for itself
        "dcat:dataset": [_dataset(each, base, latest, publisher) for each in DATASETS.values()],
    }


def _id(address: str) -> dict:
    return {"@id": address}


def _texts(words) -> list[dict]:
    """A text in each of our languages."""
    told = []
    for language in LANGUAGES:
        with translation.override(language):
            told.append({"@language": language, "@value": str(words())})
    return told


def _publisher(base: str) -> dict:
    if not settings.DATA_PUBLISHER:
        return {}
    kind = _id(f"{PUBLISHER_TYPES}{settings.DATA_PUBLISHER_TYPE}")
    agent = {"@id": f"{base}#publisher", "@type": "foaf:Agent", "foaf:name": settings.DATA_PUBLISHER}
    return {"dcterms:publisher": agent | {"dcterms:type": kind}}


def _contact(base: str) -> dict:
    if not settings.DATA_CONTACT:
        return {}
    name = settings.DATA_PUBLISHER or settings.DATA_CONTACT.removeprefix("mailto:")
    card = {"@id": f"{base}#contact", "@type": "vcard:Organization", "vcard:fn": name}
    kind = "vcard:hasEmail" if settings.DATA_CONTACT.startswith("mailto:") else "vcard:hasURL"
    return {"dcat:contactPoint": card | {kind: _id(settings.DATA_CONTACT)}}


def _licence() -> dict:
    """The terms of a file. Portals know those of Creative Commons by their addresses with http."""
    address = settings.DATA_LICENCE.replace("https://creativecommons.org/", "http://creativecommons.org/")
    return {"dcterms:license": _id(address)} if address else {}


def _dataset(dataset: Dataset, base: str, latest: Mapping[str, Edition], publisher: dict) -> dict:
    files = [f"{dataset.key}.{kind}" for kind in dataset.kinds]
    return {
        "@id": f"{base}#{dataset.key}",
        "@type": "dcat:Dataset",
        "dcterms:title": _texts(lambda: dataset.title),
        "dcterms:description": _texts(lambda: dataset.words),
        "dcterms:identifier": dataset.key,
        "dcterms:language": _id(f"{EU}/language/{LANGUAGES['sv']}"),
        "dcterms:spatial": _id(SWEDEN),
        "dcterms:accrualPeriodicity": _id(f"{EU}/frequency/DAILY"),
        "dcat:theme": [_id(f"{EU}/data-theme/{theme}") for theme in ("SOCI", "GOVE")],
        "dcterms:accessRights": _id(f"{EU}/access-right/PUBLIC"),
        "dcat:landingPage": _id(base),
        **publisher,
        **_contact(base),
        "dcat:distribution": [
            *(_distribution(base, file, "latest") for file in files),
            *(_kept(base, latest[file]) for file in files if file in latest),
        ],
    }


def _distribution(base: str, file: str, where: str) -> dict:
    address, kind = f"{base}{where}/{file}", file.rpartition(".")[2]
    return {
        "@id": f"{base}#{where}-{file}",
        "@type": "dcat:Distribution",
        "dcterms:title": f"{file} ({where})",
        "dcat:accessURL": _id(address),
        "dcat:downloadURL": _id(address),
        "dcat:mediaType": _id(f"{MEDIA}/{FORMATS[kind]}"),
        "dcterms:format": FORMATS[kind],
        **_licence(),
    }


def _kept(base: str, edition: Edition) -> dict:
    """The last file that never changes, with its size and digest."""
    return {
        **_distribution(base, edition.file, edition.on.isoformat()),
        "dcterms:issued": {"@type": "xsd:date", "@value": edition.on.isoformat()},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(edition.content.size)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _id("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": edition.content_id},
        },
    }
