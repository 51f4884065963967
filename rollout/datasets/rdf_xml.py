"""Linked data as RDF/XML, which Sweden's data portal reads: the very statements of a JSON-LD document. Pure.

Takes what our catalogue is made of: nested nodes with names such as dcat:title, values, and references. No lists, no
aliases, no context but prefixes.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as Tree

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Node = dict[str, Any]


def as_rdf_xml(document: Node) -> bytes:
    """The document as RDF/XML, each thing described once. Raises KeyError for a prefix that its context lacks."""
    prefixes = document["@context"]
    for prefix, namespace in {**prefixes, "rdf": RDF}.items():
        Tree.register_namespace(prefix, namespace)
    root = Tree.Element(f"{{{RDF}}}RDF")
    described: dict[str, Node] = {each["@id"]: each for each in _things(document)}
    for thing in described.values():
        _describe(root, thing, prefixes)
    Tree.indent(root, space=" ")
    return Tree.tostring(root, encoding="utf-8", xml_declaration=True)


def _things(node: Node) -> Iterator[Node]:
    """The node and all within it that have an address and are described there."""
    if "@id" in node and "@type" in node:
        yield node
    for value in node.values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict) and "@value" not in each:
                yield from _things(each)


def _describe(parent: Tree.Element, node: Node, prefixes: dict[str, str]) -> None:
    """A description of a thing, with what is said of it."""
    about = {f"{{{RDF}}}about": node["@id"]} if "@id" in node else {}
    element = Tree.SubElement(parent, _name(node["@type"], prefixes), about)
    for name, value in node.items():
        if not name.startswith("@"):
            for each in value if isinstance(value, list) else [value]:
                _say(Tree.SubElement(element, _name(name, prefixes)), each, prefixes)


def _say(element: Tree.Element, value: Node | str, prefixes: dict[str, str]) -> None:
    """One statement: a text, a reference, or a thing without an address of its own."""
    if isinstance(value, str):
        element.text = value
    elif "@value" in value:
        element.text = value["@value"]
        if "@language" in value:
            element.set(XML_LANG, value["@language"])
        if "@type" in value:
            element.set(f"{{{RDF}}}datatype", _name(value["@type"], prefixes).replace("{", "").replace("}", ""))
    elif "@id" in value:
        element.set(f"{{{RDF}}}resource", value["@id"])
    else:
        _describe(element, value, prefixes)


def _name(short: str, prefixes: dict[str, str]) -> str:
    """A name such as dcat:title as {namespace}title."""
    prefix, _colon, name = short.partition(":")
    return f"{{{prefixes[prefix]}}}{name}"
