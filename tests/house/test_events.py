"""Every kind of event has a title people can read, in both languages."""

import dataclasses
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext, override

import yunjian
from yunjian.kernel import happenings
from yunjian.kernel.subscribers import all_subscribers


def kinds() -> Iterator[type]:
    """Every event of the platform, wherever its module stands."""
    for module in pkgutil.walk_packages(yunjian.__path__, "yunjian."):
        if ".tests" in module.name or ".migrations" in module.name or module.name.endswith((".wsgi", "__main__")):
            continue
        for each in vars(importlib.import_module(module.name)).values():
            is_event = dataclasses.is_dataclass(each) and isinstance(each, type) and hasattr(each, "subject")
            if is_event and each.__module__ == module.name and isinstance(getattr(each, "kind", None), str):
                yield each


def test_every_kind_of_event_has_a_title_in_both_languages():
    """Give the event ``title = "…"`` beside its ``kind``, and its English in the floor's catalogue (.po and .mo)."""
    found = list(kinds())
    untitled = [each.kind for each in found if not re.search("[\u3400-\u9fff]", getattr(each, "title", ""))]
    with override("en"):
        silent = [each.kind for each in found if each.kind not in untitled and gettext(each.title) == each.title]

    assert len(found) >= 100
    assert untitled == []
    assert silent == []
    assert set(happenings.titles()) == {each.kind for each in found}


def test_no_two_kinds_are_called_the_same():
    for language in ("zh-hans", "en"):
        with override(language):
            called = Counter(happenings.title_of(kind) for kind in happenings.titles())
        assert [title for title, times in called.items() if times > 1] == []


def test_every_subscriber_waits_for_kinds_that_there_are():
    """A subscriber once waited for ``parties.person.erased``, which nobody announces: nothing was erased."""
    known = set(happenings.titles())
    unknown = {each.name: missing for each in all_subscribers() if (missing := set(each.kinds) - known)}

    assert unknown == {}
