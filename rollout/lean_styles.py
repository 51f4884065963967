"""Style sheets without what nothing can need: rules for parts that no page has, names that no rule reads.

Knows style sheets and words, and neither files nor pages. What it cannot tell it leaves in.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import Any

import tinycss2
from tinycss2.ast import AtRule, Declaration, QualifiedRule

OFFERED = ("ds-", "data-")  # how the classes and the attributes begin that a page chooses from Designsystemet
EITHER = {"is", "where", "has", "matches"}  # of what stands in them one alternative is enough
GROUPS = {"layer", "media", "supports", "container", "scope", "starting-style"}  # at-rules with rules in them
NAME = re.compile(r"--[\w-]+")


class StyleSheetError(ValueError):
    """A style sheet cannot be read; the text says where."""


@dataclass(slots=True)
class Block:
    """A rule with what is left of it: `head`, then its declarations and rules in their order."""

    head: str
    parts: "list[Block | Declaration | str]" = field(default_factory=list)


def lean(css: str, words: Set[str]) -> str:
    """A style sheet that gives every page the same look, in fewer bytes.

    css: a style sheet, nested rules and layers included. words: every word (letters, digits, `_` and `-`) of whatever
    writes pages or reads styles, other style sheets included: a rule goes when its selector wants a class `ds-…`, or
    an attribute `data-…` or a value of one, that is no such word; a custom property when neither a rule that stays
    nor a word reads it. Comments go, too. Raises StyleSheetError.
    """
    tree = Block("", _parts(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), words))
    return _written(tree.parts, _read_names(tree, words))


def _parts(nodes: list[Any], words: Set[str]) -> list[Block | Declaration | str]:
    return [part for node in nodes for part in _part(node, words)]


def _part(node: Any, words: Set[str]) -> Iterator[Block | Declaration | str]:
    """What is left of a node: itself, less, or nothing."""
    if node.type == "error":
        raise StyleSheetError(f"Line {node.source_line}: {node.message}")
    if isinstance(node, QualifiedRule):
        selectors = [each for each in _split(node.prelude) if _can_match(each, words)]
        if selectors and (inside := _parts(_content(node), words)):
            yield Block(",".join(tinycss2.serialize(each).strip() for each in selectors), inside)
    elif isinstance(node, AtRule):
        yield from _at_rule(node, words)
    elif isinstance(node, Declaration):
        yield node


def _at_rule(node: AtRule, words: Set[str]) -> Iterator[Block | str]:
    if node.content is None or node.lower_at_keyword not in GROUPS:
        yield node.serialize()
    elif inside := _parts(_content(node), words):
        yield Block(f"@{node.at_keyword}{tinycss2.serialize(node.prelude).rstrip()}", inside)


def _content(node: QualifiedRule | AtRule) -> list[Any]:
    return tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)


def _split(tokens: list[Any]) -> list[list[Any]]:
    """Selectors that stand with commas between them."""
    found: list[list[Any]] = [[]]
    for token in tokens:
        if token == ",":
            found.append([])
        elif token.type != "comment":
            found[-1].append(token)
    return found


def _can_match(selector: list[Any], words: Set[str]) -> bool:
    """Whether there can be an element for a selector, as far as offered classes and attributes tell."""
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "ident" and before == "." and not _known(token.value, words):
            return False
        if token.type == "[] block" and not _can_have(token.content, words):
            return False
        if token.type == "function" and token.lower_name in EITHER and not _one_can_match(token.arguments, words):
            return False
    return True


def _one_can_match(selectors: list[Any], words: Set[str]) -> bool:
    return any(_can_match(each, words) for each in _split(selectors))


def _can_have(attribute: list[Any], words: Set[str]) -> bool:
    """Whether an element can have an attribute as between the brackets: its name, and its value where that is told."""
    name, *value = [token.value for token in attribute if token.type in {"ident", "string"}]
    return _known(name, words) and (not name.startswith("data-") or all(each in words for each in value[:1]))


def _known(name: str, words: Set[str]) -> bool:
    return not name.startswith(OFFERED) or name in words


def _read_names(tree: Block, words: Set[str]) -> set[str]:
    """The custom properties that something seen reads, be it through others, and those that are words."""
    read, through = set(words), defaultdict[str, set[str]](set)
    for part in _leaves(tree):
        own_name = part.name if _is_custom(part) else ""
        (through[own_name] if own_name else read).update(_names(part))
    waiting = list(read & through.keys())
    while waiting:
        new = through[waiting.pop()] - read
        read |= new
        waiting += new & through.keys()
    return read


def _leaves(block: Block) -> Iterator[Declaration | str]:
    for part in block.parts:
        if isinstance(part, Block):
            yield part.head
            yield from _leaves(part)
        else:
            yield part


def _is_custom(part: Declaration | str) -> bool:
    return isinstance(part, Declaration) and part.name.startswith("--")


def _names(part: Declaration | str) -> list[str]:
    """The custom properties that are named in a value, a selector or an at-rule."""
    return NAME.findall(part if isinstance(part, str) else tinycss2.serialize(part.value))


def _written(parts: list[Block | Declaration | str], read: Set[str]) -> str:
    """Parts as text, without the custom properties that are not read and the rules that hold nothing without them."""
    pieces = []
    for part in parts:
        if isinstance(part, Block):
            inside = _written(part.parts, read)
            pieces += [f"{part.head}{{{inside}}}"] if inside else []
        elif isinstance(part, str):
            pieces.append(part)
        elif not _is_custom(part) or part.name in read:
            pieces.append(f"{part.name}:{tinycss2.serialize(part.value).strip()}{' !important' * part.important};")
    return "".join(pieces)
