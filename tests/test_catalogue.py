"""The catalogue of the open data keeps to DCAT-AP-SE 3, and says the same in both of its syntaxes."""

from collections import Counter
from datetime import date

import pytest
from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF

from rollout.datasets import DATASETS, FILES
from tests import factories as make

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),  # rdflib's own parser makes one
]
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
ON = date(2026, 1, 2)

# What the profile demands of each class, the EU's base (DCAT-AP 3.0) and the Swedish additions (3.0.1) together. The
# e-mail is recommended.
MANDATORY = {
    DCAT.Catalog: {DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCAT.dataset},
    FOAF.Agent: {FOAF.name, DCTERMS.type},
    DCAT.Dataset: {DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint, DCAT.distribution},
    DCAT.Distribution: {DCAT.accessURL},
    VCARD.Organization: {VCARD.fn, VCARD.hasEmail},
    SPDX.Checksum: {SPDX.algorithm, SPDX.checksumValue},
}
AT_MOST_ONE = {
    DCAT.Catalog: {DCTERMS.publisher, DCTERMS.license, FOAF.homepage},
    FOAF.Agent: {DCTERMS.type},
    DCAT.Dataset: {DCTERMS.publisher, DCTERMS.accessRights, DCTERMS.accrualPeriodicity},
    DCAT.Distribution: {DCTERMS.license, DCTERMS.issued, DCTERMS.format, DCAT.byteSize, DCAT.mediaType, SPDX.checksum},
}


@pytest.fixture
def graphs(client, settings) -> dict[str, Graph]:
    """The catalogue with a dated edition of every file, as each syntax tells it."""
    settings.DATA_PUBLISHER, settings.DATA_CONTACT = "Exempel & Söner <myndighet>", "mailto:data@example.se"
    settings.DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
    for file in FILES:
        make.make_edition(file.encode(), on=ON, file=file)
    kinds = {"jsonld": "json-ld", "rdf": "xml"}
    return {
        kind: Graph().parse(data=client.get(f"/data/katalog.{kind}").content, format=name)
        for kind, name in kinds.items()
    }


def test_both_syntaxes_make_the_same_statements(graphs):
    assert isomorphic(graphs["jsonld"], graphs["rdf"])
    assert len(graphs["rdf"]) > 20 * len(DATASETS)


def test_every_thing_has_what_the_profile_demands_and_no_more_than_it_allows(graphs):
    graph = graphs["rdf"]

    things = {kind: list(graph.subjects(RDF.type, kind)) for kind in MANDATORY}

    assert {kind: len(found) for kind, found in things.items()} == {
        DCAT.Catalog: 1,
        FOAF.Agent: 1,
        DCAT.Dataset: len(DATASETS),
        DCAT.Distribution: 2 * len(FILES),
        VCARD.Organization: 1,
        SPDX.Checksum: len(FILES),
    }
    for kind, found in things.items():
        for thing in found:
            said = Counter(name for name, _value in graph.predicate_objects(thing))
            assert MANDATORY[kind] - said.keys() == set(), thing
            assert {name for name in AT_MOST_ONE.get(kind, ()) if said[name] > 1} == set(), thing


def test_every_title_is_told_once_in_each_language(graphs):
    graph = graphs["rdf"]

    for kind in (DCAT.Catalog, DCAT.Dataset):
        for thing in graph.subjects(RDF.type, kind):
            for name in (DCTERMS.title, DCTERMS.description):
                assert sorted(each.language for each in graph.objects(thing, name)) == ["en", "sv"]


def test_things_have_whole_addresses_of_their_own_and_terms_are_known_by_theirs(graphs):
    graph = graphs["rdf"]

    kinds = {kind: set(graph.subjects(RDF.type, kind)) for kind in MANDATORY}
    checksums = kinds.pop(SPDX.Checksum)
    assert all(isinstance(each, BNode) for each in checksums)
    assert sum(map(len, kinds.values())) == len(set().union(*kinds.values()))  # none is two things
    files = {*graph.objects(None, DCAT.downloadURL), *graph.objects(None, FOAF.homepage)}
    assert not files & set().union(*kinds.values())
    addresses = {each for statement in graph for each in statement if isinstance(each, URIRef)}
    assert {str(each) for each in addresses if not str(each).startswith(("http://", "https://", "mailto:"))} == set()
    (catalogue,) = kinds[DCAT.Catalog]
    assert str(graph.value(catalogue, DCTERMS.license)) == "http://creativecommons.org/publicdomain/zero/1.0/"
    terms = {str(graph.value(each, DCTERMS.license)) for each in kinds[DCAT.Distribution]}
    assert terms == {"http://creativecommons.org/licenses/by/4.0/"}


def test_there_is_no_other_syntax(client):
    assert client.get("/data/katalog.ttl").status_code == 404
