"""Every sentence on screen is there in both languages."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation.template import templatize

import yunjian
from yunjian.kernel.errors import Declined

PACKAGE = Path(yunjian.__file__).parent
FLOORS = (*settings.FLOORS, "site")
ONE_TEXT = {"_", "gettext", "gettext_lazy", "gettext_noop"}
TWO_TEXTS = {"ngettext", "ngettext_lazy"}
CHINESE = re.compile(r"[\u3400-\u9fff]+")
PLACEHOLDER = re.compile(r"%\(\w+\)s|(?<!\{)\{\w+\}(?!\})")
TRANSLATED = re.compile(
    r"""\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}  # a sentence with variables
    | \{%\s*trans(?:late)?\s.*?%\}                                              # a sentence
    | _\("(?:[^"\\]|\\.)*"\)                                                    # a sentence given to a tag
    | \{\#.*?\#\} | \{%\s*comment\b.*?\{%\s*endcomment\s*%\}                    # said to the programmer
    """,
    re.VERBOSE | re.DOTALL,
)
# Written in both languages at once, because nothing of ours may be relied on when it is shown.
BILINGUAL = {"400.html", "500.html"}


def sources(floor: str, pattern: str) -> list[Path]:
    return [path for path in sorted((PACKAGE / floor).rglob(pattern)) if "tests" not in path.parts]


def said_by_python(text: str) -> set[str]:
    """The message ids in a module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        count = 1 if name in ONE_TEXT else 2 if name in TWO_TEXTS else 0
        texts = [argument.value for argument in node.args[:count] if isinstance(argument, ast.Constant)]
        found.update(text for text in texts[:1] if isinstance(text, str))
    return found


def said_by_template(text: str) -> set[str]:
    """The message ids in a template."""
    calls = re.finditer(r"""\b(?:n?gettext|_)\(u?((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""", templatize(text))
    return {ast.literal_eval(call[1]) for call in calls}


def unspoken(text: str) -> list[str]:
    """Chinese in a template that stays Chinese in English."""
    return CHINESE.findall(TRANSLATED.sub("", text))


def said_in(floor: str) -> set[str]:
    found: set[str] = set()
    for path in sources(floor, "*.py"):
        found |= said_by_python(path.read_text("utf-8"))
    for path in sources(floor, "*.html"):
        found |= said_by_template(path.read_text("utf-8"))
    return {text for text in found if CHINESE.search(text)}


def catalogue(floor: str) -> polib.POFile:
    path = PACKAGE / floor / "locale" / "en" / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def refusals() -> Iterator[type[Declined]]:
    """Every refusal of every floor."""
    for module in pkgutil.walk_packages([str(PACKAGE)], "yunjian."):
        if ".tests" not in module.name and ".migrations" not in module.name and module.name != "yunjian.site.wsgi":
            importlib.import_module(module.name)
    waiting = [Declined]
    while waiting:
        refusal = waiting.pop()
        waiting += refusal.__subclasses__()
        if refusal.__module__.startswith("yunjian.") and ".tests" not in refusal.__module__:
            yield refusal


@pytest.mark.parametrize("floor", FLOORS)
def test_every_sentence_of_a_floor_is_translated(floor):
    translated = {entry.msgid for entry in catalogue(floor).translated_entries()}
    missing = said_in(floor) - translated
    assert not missing, f"in {floor}: " + " | ".join(sorted(missing))


@pytest.mark.parametrize("floor", FLOORS)
def test_no_translation_is_uncertain_obsolete_or_without_its_placeholders(floor):
    po = catalogue(floor)
    assert not po.fuzzy_entries()
    assert not po.obsolete_entries()
    assert not po.untranslated_entries()
    differing = [
        entry.msgid
        for entry in po
        if not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert not differing


def disagreeing(catalogues: dict[str, polib.POFile]) -> dict[str, dict[str, str]]:
    """Sentences that two floors translate differently: whichever floor comes first would speak for both."""
    said: dict[tuple[str, str], dict[str, str]] = {}
    for floor, po in catalogues.items():
        for entry in po:
            text = entry.msgstr or str(sorted(entry.msgstr_plural.items()))
            said.setdefault((entry.msgctxt or "", entry.msgid), {})[floor] = text
    return {msgid: given for (_context, msgid), given in said.items() if len(set(given.values())) > 1}


def test_two_floors_translate_the_same_words_alike():
    assert disagreeing({floor: catalogue(floor) for floor in FLOORS}) == {}


def test_two_floors_that_disagree_are_caught():
    one, other = polib.POFile(), polib.POFile()
    one.append(polib.POEntry(msgid="项目", msgstr="Project"))
    other.append(polib.POEntry(msgid="项目", msgstr="Item"))
    assert disagreeing({"one": one, "other": other}) == {"项目": {"one": "Project", "other": "Item"}}
    other[0].msgctxt = "of an agenda"
    assert disagreeing({"one": one, "other": other}) == {}


@pytest.mark.parametrize("floor", FLOORS)
def test_the_compiled_catalogue_is_the_written_one(floor):
    po = catalogue(floor)
    if not len(po):
        assert not said_in(floor)
        return
    compiled = polib.mofile(str(PACKAGE / floor / "locale" / "en" / "LC_MESSAGES" / "django.mo"))
    written = {(entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr for entry in po}
    assert {(entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr for entry in compiled} == written


@pytest.mark.parametrize("floor", FLOORS)
def test_no_template_says_in_chinese_only(floor):
    said = {
        str(path.relative_to(PACKAGE)): words
        for path in sources(floor, "*.html")
        if path.name not in BILINGUAL and (words := unspoken(path.read_text("utf-8")))
    }
    assert not said


def test_every_refusal_is_said_in_english():
    with override("en"):
        said = {f"{each.__module__}.{each.__name__}": each.__new__(each).sentence for each in refusals()}
        silent = {name: sentence for name, sentence in said.items() if gettext(sentence) == sentence}
    assert not silent


def test_chinese_outside_a_translation_is_caught():
    assert unspoken('<p title="标题">{% translate "对" %}{# 注 #}{% crumb _("对") %}{% crumb "错" %}错</p>') == [
        "标题",
        "错",
        "错",
    ]
    assert said_by_template(
        '{% translate "甲" %}{% blocktranslate trimmed %}\n乙 {{ n }}\n{% endblocktranslate %}'
    ) == {
        "甲",
        "乙 %(n)s",
    }
    assert said_by_template('{% crumb _("丙") %}') == {"丙"}
    assert said_by_python('x = _("丁") + ngettext("戊", "己", 2) + other("庚")') == {"丁", "戊"}
