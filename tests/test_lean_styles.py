"""A style sheet gets smaller, and nothing that a page can show looks other than before."""

import pytest

from rollout.lean_styles import StyleSheetError, lean

WORDS = frozenset("ds-button data-size sm --read-elsewhere".split())


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (".ds-button { color: red }", ".ds-button{color:red;}"),
        (".ds-tabs { color: red }", ""),
        (".tabs { color: red }", ".tabs{color:red;}"),  # ours: whoever writes it knows whether it is used
        (".ds-tabs, .ds-button { color: red }", ".ds-button{color:red;}"),
        (".ds-button .ds-tabs { color: red }", ""),
        (".ds-button:not(.ds-tabs) { color: red }", ".ds-button:not(.ds-tabs){color:red;}"),
        (":is(.ds-tabs, .ds-button) { color: red }", ":is(.ds-tabs, .ds-button){color:red;}"),
        (":is(.ds-tabs, .ds-chip) { color: red }", ""),
        ("p:has(.ds-tabs) { color: red }", ""),
        ("[data-size=sm] { color: red }", "[data-size=sm]{color:red;}"),
        ('[data-size="lg"] { color: red }', ""),
        ("[data-size] { color: red }", "[data-size]{color:red;}"),
        ("[data-weight] { color: red }", ""),
        ("[aria-current=page] { color: red }", "[aria-current=page]{color:red;}"),
        ("a { color: red !important }", "a{color:red !important;}"),
        ("a { } /* nothing */", ""),
    ],
)
def test_a_rule_goes_when_no_page_has_what_it_is_for(given, left):
    assert lean(given, WORDS) == left


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (".a{ &:hover { top: 0 } .ds-tabs & { top: 1px } }", ".a{&:hover{top:0;}}"),
        ("@layer one, two; @layer one { .ds-tabs { top: 0 } }", "@layer one, two;"),
        ("@media print { @page { margin: 0 } .a { top: 0 } }", "@media print{@page { margin: 0 }.a{top:0;}}"),
        ("@keyframes x { from { --gone: 1; top: 0 } }", "@keyframes x { from { --gone: 1; top: 0 } }"),
        ("@supports (top: 0) { .ds-tabs { top: 0 } .a { top: 0 } }", "@supports (top: 0){.a{top:0;}}"),
    ],
)
def test_rules_within_rules_are_kept_and_left_out_like_others(given, left):
    assert lean(given, WORDS) == left


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (":root { --a: 1px; --b: 2px } p { top: var(--a) }", ":root{--a:1px;}p{top:var(--a);}"),
        (":root { --a: var(--b); --b: 2px } p { top: var(--a) }", ":root{--a:var(--b);--b:2px;}p{top:var(--a);}"),
        (":root { --a: var(--b); --b: var(--a) }", ""),  # each other's only readers
        (":root { --a: 1px } .ds-tabs { top: var(--a) }", ""),  # its only reader goes
        (":root { --read-elsewhere: 1px }", ":root{--read-elsewhere:1px;}"),
        (":root { --a: 1px } p { top: calc(2 * var(--none, var(--a))) }",) * 2,
    ],
)
def test_a_custom_property_stays_while_something_seen_reads_it(given, left):
    assert lean(given, WORDS) == lean(left, WORDS)
    assert (":root{" in lean(given, WORDS)) == (":root" in left)


def test_what_is_left_is_left_by_a_second_time_too():
    given = "@layer x { :root { --a: 1px; --b: 2px } .ds-tabs, .ds-button { top: var(--a); & p { left: 0 } } }"

    once = lean(given, WORDS)

    assert lean(once, WORDS) == once


def test_a_style_sheet_that_cannot_be_read_is_refused_with_the_line():
    with pytest.raises(StyleSheetError, match="Line 2"):
        lean("a { top: 0 }\n}", WORDS)
