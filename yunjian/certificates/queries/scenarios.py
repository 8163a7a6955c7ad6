"""The scenarios there are, and what a certificate replaces: what a district declares is everybody's."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

from yunjian.kernel import catalogue
from yunjian.kernel.actor import Actor
from yunjian.kernel.errors import NotFound
from yunjian.ui.listing import Ask, Found

from ..definitions import CertificateType, Exemption, Scenario
from ..models import Kind
from .views import HOLDER_NAME, HOLDER_NUMBER, titled

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """A scenario as pages and programs are told of it."""

    key: str
    title: str
    certificate: str
    certificate_title: str
    purpose: str
    organisations: tuple[str, ...]
    required: tuple[tuple[str, str], ...]  # name and title
    optional: tuple[tuple[str, str], ...]
    consent: str
    kept_days: int
    answer_minutes: int
    agents: bool
    basis: tuple[str, ...]
    kinds: tuple[str, ...]  # titles of the kinds of organisations


@dataclass(frozen=True, slots=True)
class ScenarioDetail:
    """A scenario with its limits and its worked example: what stands there, what is agreed to, what goes."""

    view: ScenarioView
    edition: date
    per_day: int
    per_holder: int
    example_kind: str
    refused_kind: str
    example_values: tuple[tuple[str, str], ...]  # title and value
    example_consents: tuple[str, ...]
    example_travels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReplacedView:
    """A material of an item that need not be handed in, and the certificate that replaces it."""

    item: str
    item_title: str
    material: str
    material_title: str
    certificate: str
    certificate_title: str
    how: str
    basis: tuple[str, ...]


def scenarios(*, organisation: str = "", reader: Actor, at: datetime) -> tuple[ScenarioView, ...]:
    """Every scenario in force, or those a kind of organisation may ask under."""
    on = timezone.localdate(at)
    kinds = {kind.key: kind for kind in catalogue.all_in_force(CertificateType, on=on)}
    found = catalogue.all_in_force(Scenario, on=on)
    return tuple(
        scenario_view(each, kinds.get(each.certificate))
        for each in found
        if not organisation or each.may_ask(organisation)
    )


def declared(ask: Ask, *, reader: Actor, at: datetime) -> Found:
    """The scenarios in force, searched in both languages, by kind of organisation and by certificate; in parts."""
    on = timezone.localdate(at)
    kinds = {kind.key: kind for kind in catalogue.all_in_force(CertificateType, on=on)}
    text, who, certificate = (ask.get(name, "") for name in ("q", "kind", "certificate"))
    found = [
        each
        for each in sorted(catalogue.all_in_force(Scenario, on=on), key=lambda each: each.key)
        if (not text or any(text.casefold() in words.casefold() for words in _said(each)))
        and (not who or each.may_ask(who))
        and (not certificate or each.certificate == certificate)
    ]
    page = min(ask.page, max(1, -(-len(found) // ask.size)))
    shown = found[(page - 1) * ask.size : page * ask.size]
    return Found(tuple(scenario_view(each, kinds.get(each.certificate)) for each in shown), len(found), page, ask.size)


def _said(each: Scenario) -> tuple[str, ...]:
    return each.title, each.title_en, each.purpose, each.purpose_en


def scenario(key: str, *, reader: Actor, at: datetime) -> ScenarioDetail:
    """One scenario in force, with its worked example."""
    on = timezone.localdate(at)
    each = next((one for one in catalogue.all_in_force(Scenario, on=on) if one.key == key), None)
    if each is None:
        raise NotFound()
    kinds = {kind.key: kind for kind in catalogue.all_in_force(CertificateType, on=on)}
    kind = kinds.get(each.certificate)
    titles, told = field_titles(kind), each.example
    return ScenarioDetail(
        view=scenario_view(each, kind),
        edition=each.valid_from,
        per_day=each.limits.per_day,
        per_holder=each.limits.per_holder,
        example_kind=Kind.titled(told.organisation),
        refused_kind=Kind.titled(told.refused_kind) if told.refused_kind else "",
        example_values=tuple((titles.get(name, name), value) for name, value in told.values.items()),
        example_consents=tuple(titles.get(name, name) for name in told.consents),
        example_travels=tuple((titles.get(name, name), value) for name, value in told.travels.items()),
    )


def scenario_view(each: Scenario, kind: CertificateType | None) -> ScenarioView:
    """The scenario in the language of the page."""
    english = _is_english()
    titles = field_titles(kind)
    return ScenarioView(
        key=each.key,
        title=each.title_en if english else each.title,
        certificate=each.certificate,
        certificate_title=titled(kind) if kind else each.certificate,
        purpose=each.purpose_en if english else each.purpose,
        organisations=each.organisations,
        required=tuple((name, titles.get(name, name)) for name in each.required),
        optional=tuple((name, titles.get(name, name)) for name in each.optional),
        consent=each.consent_en if english else each.consent,
        kept_days=each.kept_days,
        answer_minutes=each.answer_minutes,
        agents=each.agents,
        basis=tuple(f"《{basis.title}》{basis.article}" for basis in each.basis),
        kinds=tuple(Kind.titled(kind) for kind in each.organisations),
    )


def field_titles(kind: CertificateType | None) -> dict[str, str]:
    """What the fields of a certificate are called, the holder's own included."""
    of_person = kind is None or kind.holder == "person"
    english = _is_english()
    words = ("姓名", "身份证号") if of_person else ("名称", "统一社会信用代码")
    if english:
        words = ("Name", "Identity number") if of_person else ("Name", "Credit code")
    own = dict(zip((HOLDER_NAME, HOLDER_NUMBER), words, strict=True))
    return own | {field.name: titled(field) for field in (kind.fields if kind else ())}


def scenario_titles(at: datetime) -> dict[str, str]:
    english = _is_english()
    found = catalogue.all_in_force(Scenario, on=timezone.localdate(at))
    return {each.key: each.title_en if english else each.title for each in found}


def replaces(item: str, material: str, *, reader: Actor, at: datetime) -> tuple[str, ...]:
    """The types of certificate that replace this material of this service item: none has to be handed in."""
    on = timezone.localdate(at)
    found = catalogue.all_in_force(Exemption, on=on)
    return tuple(each.certificate for each in found if each.covers(item, material))


def exemptions(text: str = "", *, reader: Actor, at: datetime) -> tuple[ReplacedView, ...]:
    """What need not be handed in, by item; ``text`` looks in all titles, in both languages."""
    on, english = timezone.localdate(at), _is_english()
    kinds = {kind.key: kind for kind in catalogue.all_in_force(CertificateType, on=on)}
    wanted = text.strip().casefold()
    rows = []
    for each in catalogue.all_in_force(Exemption, on=on):
        kind = kinds.get(each.certificate)
        certificate = titled(kind) if kind else each.certificate
        for one in each.replaces:
            told = (one.item_title, one.item_title_en, one.material_title, one.material_title_en, certificate)
            if wanted and not any(wanted in words.casefold() for words in told):
                continue
            rows.append(
                ReplacedView(
                    one.item, one.item_title_en if english else one.item_title,
                    one.material, one.material_title_en if english else one.material_title,
                    each.certificate, certificate, each.how,
                    tuple(f"《{basis.title}》{basis.article}" for basis in each.basis),
                )
            )  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (row.item, row.material)))[:MOST_SHOWN]


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
