"""Every word shown to people has a Swedish translation, and the tool that says so sees what it should."""

import gettext

import pytest

from rollout import catalogue


@pytest.fixture
def tree(tmp_path):
    """A source tree with a Python file and a template that hold words of every sort."""
    for folder in ("rollout/migrations", "templates"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "rollout" / "models.py").write_text(
        "name = gettext_lazy('Municipality')\n"
        "count = ngettext('%(n)s office', '%(n)s offices', n) % {'n': n}\n"
        "month = pgettext('month', 'May')\n"
        "long = _('One sentence ' 'in two pieces.')\n"
        "computed = _(name)\n"
    )
    (tmp_path / "rollout" / "migrations" / "0001_initial.py").write_text("_('Only in a migration')\n")
    (tmp_path / "templates" / "page.html").write_text(
        "<main>\n    <h1 class=\"(\">{% translate 'The map' %}</h1>\n"
        "  {% blocktranslate trimmed count n=rows %}\n      {{ n }} row\n  {% plural %}\n      {{ n }} rows\n"
        "  {% endblocktranslate %}\n"
        '  {{ _("By hand")|upper }} {# not _("this") #}\n</main>\n'
    )
    return tmp_path


def ids(gathered):
    return {message.id for message in gathered if message.id}


def filled(gathered):
    """A complete translation of a gathered catalogue: each msgid stands for itself."""
    complete = catalogue.new_catalogue()
    for message in gathered:
        if message.id:
            complete.add(message.id, string=message.id, context=message.context)
    return complete


def test_every_msgid_has_a_swedish_translation_and_the_catalogue_holds_no_others():
    assert catalogue.faults(catalogue.read(), catalogue.gather()) == []


def test_words_are_found_in_code_and_in_templates(tree):
    gathered = catalogue.gather(tree)

    assert ids(gathered) == {
        "Municipality",
        ("%(n)s office", "%(n)s offices"),
        "May",
        "One sentence in two pieces.",
        "The map",
        ("%(n)s row", "%(n)s rows"),
        "By hand",
    }
    assert gathered.get("May", "month").locations == [("rollout/models.py", None)]


def test_a_complete_catalogue_has_no_faults(tree):
    gathered = catalogue.gather(tree)

    assert catalogue.faults(filled(gathered), gathered) == []


@pytest.mark.parametrize(
    "msgid, translation, fault",
    [
        ("The map", "", "'The map': not translated"),
        ("The map", " ", "'The map': not translated"),
        (("%(n)s row", "%(n)s rows"), ("%(n)s rad", ""), "'%(n)s row': not translated"),
        (("%(n)s row", "%(n)s rows"), ("%(n)s rad", "%(m)s rader"), "'%(n)s row': other placeholders in '%(m)s rader'"),
        (("%(n)s row", "%(n)s rows"), ("%(n)s rad", "rader"), "'%(n)s row': other placeholders in 'rader'"),
    ],
)
def test_a_poor_translation_is_a_fault(tree, msgid, translation, fault):
    gathered = catalogue.gather(tree)
    poor = filled(gathered)
    poor.get(msgid).string = translation

    assert catalogue.faults(poor, gathered) == [fault]


def test_a_fuzzy_translation_is_a_fault(tree):
    gathered = catalogue.gather(tree)
    guessed = filled(gathered)
    guessed.get("The map").flags.add("fuzzy")

    assert catalogue.faults(guessed, gathered) == ["'The map': fuzzy"]


def test_a_msgid_without_an_entry_is_a_fault(tree):
    gathered = catalogue.gather(tree)
    short = filled(gathered)
    short.delete("May", "month")

    assert catalogue.faults(short, gathered) == ["'May': not in the catalogue"]


def test_an_entry_that_the_code_no_longer_uses_is_a_fault(tree):
    gathered = catalogue.gather(tree)
    long = filled(gathered)
    long.add("Old words", string="Gamla ord")

    assert catalogue.faults(long, gathered) == ["'Old words': no longer in the code"]


def test_a_commented_out_entry_is_a_fault(tree, tmp_path):
    po = tmp_path / "django.po"
    catalogue.update(po, root=tree)
    po.write_text(po.read_text() + '\n#~ msgid "Old words"\n#~ msgstr "Gamla ord"\n')

    assert "'Old words': no longer in the code" in catalogue.faults(catalogue.read(po), catalogue.gather(tree))


def test_updating_keeps_translations_adds_new_msgids_empty_and_drops_those_gone(tree, tmp_path):
    po = tmp_path / "django.po"
    catalogue.update(po, root=tree)
    po.write_text(po.read_text().replace('msgid "The map"\nmsgstr ""', 'msgid "The map"\nmsgstr "Kartan"'))
    (tree / "rollout" / "models.py").write_text("_('Newcomer')\n")

    catalogue.update(po, root=tree)

    after = catalogue.read(po)
    assert ids(after) == {"The map", ("%(n)s row", "%(n)s rows"), "By hand", "Newcomer"}
    assert after.get("The map").string == "Kartan"
    assert after.get("Newcomer").string == ""


def test_the_summary_counts_what_is_left_to_translate(tree, tmp_path):
    po = tmp_path / "django.po"
    fresh = catalogue.update(po, root=tree)

    assert catalogue.summary(fresh) == "7 msgids, 7 without a translation"
    assert catalogue.summary(catalogue.read(po)) == "7 msgids, 7 without a translation"
    assert catalogue.summary(filled(fresh)) == "7 msgids, 0 without a translation"


def test_updating_twice_changes_nothing(tree, tmp_path):
    po = tmp_path / "django.po"
    catalogue.update(po, root=tree)
    first = po.read_bytes()

    catalogue.update(po, root=tree)

    assert po.read_bytes() == first


def test_the_compiled_catalogue_translates(tree, tmp_path):
    po = tmp_path / "django.po"
    catalogue.update(po, root=tree)
    po.write_text(po.read_text().replace('msgid "May"\nmsgstr ""', 'msgid "May"\nmsgstr "maj"'))

    with catalogue.compile_catalogue(po).open("rb") as compiled:
        swedish = gettext.GNUTranslations(compiled)

    assert swedish.pgettext("month", "May") == "maj"
