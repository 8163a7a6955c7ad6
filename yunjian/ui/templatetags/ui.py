"""Template filters and components of the design system, available in every template.

The living style guide (``ui:styleguide``) shows each of them with the words that make it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext

from yunjian.kernel.errors import Declined
from yunjian.ui import formats
from yunjian.ui.charts import Chart

register = template.Library()


# Figures


@register.filter
def yuan(value: object) -> str:
    """``{{ amount|yuan }}`` → 36,864,854.48"""
    return formats.yuan(value)


@register.filter
def wan(value: object, digits: int = 2) -> SafeString | str:
    """``{{ amount|wan }}`` → 3,686.49 万元, with the full value in ``<data>`` and its title."""
    amount = formats.as_decimal(value)
    if amount is None:
        return formats.NOTHING
    full = gettext("%(amount)s 元") % {"amount": formats.yuan(amount)}
    return format_html('<data value="{}" title="{}">{}</data>', f"{amount:f}", full, formats.wan(amount, digits))


@register.filter
def share(value: object, digits: int = 1) -> str:
    """``{{ ratio|share }}`` → 15.1%"""
    return formats.share(value, digits)


@register.filter
def signed(value: object, digits: int = 2) -> str:
    """``{{ difference|signed }}`` → +858.94"""
    return formats.signed(value, digits)


@register.filter
def count(value: object) -> str:
    """``{{ total|count }}`` → 100,000"""
    return formats.number(value)


@register.filter
def sentence(refusal: Declined) -> str:
    """A refusal as the person reads it, in the language of the page: its sentence, then its details."""
    words = gettext(refusal.sentence)
    if not refusal.details:
        return words
    return formats.titled(words.rstrip("。."), formats.listed(refusal.details))


@register.inclusion_tag("ui/components/key_figure.html")
def key_figure(label: str, value: object, note: str = "", kind: str = "money") -> dict[str, Any]:
    """``{% key_figure _("总支出") amount _("比上年…") %}``: a number that matters; kinds money (yuan) and count."""
    if kind == "count":
        return {"label": label, "figure": formats.number(value), "note": note}
    before, figure, unit = formats.wan_parts(value)
    full = gettext("%(amount)s 元") % {"amount": formats.yuan(value)}
    return {"label": label, "before": before, "figure": figure, "unit": unit, "full": full, "note": note}


@register.filter
def titled(title: object, words: object) -> str:
    """``{{ label|titled:words }}`` → 名称：不能为空"""
    return formats.titled(title, words)


# Frame


@register.simple_tag(takes_context=True)
def site_name(context: Context) -> str:
    """The platform's name with the district's."""
    district = context.get("district_title")
    return gettext("云间") + (f" · {district}" if district else "")


@register.simple_tag(takes_context=True)
def nav_item(context: Context, title: str, name: str) -> SafeString:
    """An item of the main navigation, or nothing while that floor is absent; the floor one is on is marked."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return SafeString("")
    match = getattr(context.get("request"), "resolver_match", None)
    here = ""
    if match and match.view_name == name:
        here = "page"
    elif match and match.app_name == name.split(":")[0] and match.app_name not in ("portal", "parties"):
        here = "true"
    current = format_html(' aria-current="{}"', here) if here else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', address, current, title)


@register.inclusion_tag("ui/components/language.html", takes_context=True)
def language_switch(context: Context) -> dict[str, Any]:
    """A button for every other language; a form, so it works without JavaScript."""
    request = context.get("request")
    safe = request is not None and request.method in ("GET", "HEAD")
    return {
        "languages": [item for item in context.get("LANGUAGES") or () if item[0] != context.get("LANGUAGE_CODE")],
        "next": request.get_full_path() if request is not None and safe else "/",
    }


@register.simple_block_tag
def breadcrumbs(content: str) -> SafeString:
    """``{% breadcrumbs %}{% crumb _("预算") "budgets:overview" %}{% crumb title %}{% endbreadcrumbs %}``"""
    return format_html('<nav class="breadcrumbs" aria-label="{}"><ol>{}</ol></nav>', gettext("您在这里"), content)


@register.simple_tag
def crumb(title: str, name: str = "", *args: object) -> SafeString:
    """A step of the breadcrumbs; the last one has no address and is where one is."""
    if not name:
        return format_html('<li><span aria-current="page">{}</span></li>', title)
    return format_html('<li><a href="{}">{}</a></li>', reverse(name, args=args), title)


@register.simple_block_tag
def tabs(content: str, label: str) -> SafeString:
    """``{% tabs _("这份预算") %}{% tab _("总览") url current=True %}…{% endtabs %}``: links, so each has an address."""
    return format_html('<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>', label, content)


@register.simple_tag
def tab(title: str, url: str, current: bool = False) -> SafeString:
    """One of the tabs."""
    here = mark_safe(' aria-current="page"') if current else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', url, here, title)


# Messages


@register.simple_block_tag
def notice(content: str, kind: str = "note", title: str = "") -> SafeString:
    """``{% notice "warning" _("请注意") %}…{% endnotice %}``; kinds: note, ok, warning, error."""
    head = format_html('<p class="notice-title">{}</p>', title) if title else ""
    return format_html('<div class="notice notice-{}">{}<div>{}</div></div>', kind, head, content)


@register.simple_tag
def tag(text: str, kind: str = "") -> SafeString:
    """``{% tag _("已读") "ok" %}``: a word in a frame; kinds: error, warning, ok, note or none."""
    return format_html('<span class="tag{}">{}</span>', f" tag-{kind}" if kind else "", text)


@register.simple_tag
def severity(value: str) -> SafeString:
    """``{% severity finding.severity %}``: 错误, 警告 or 提示."""
    return tag(formats.severity_word(value), value)


@register.inclusion_tag("ui/components/empty.html")
def empty(text: str, url: str = "", action: str = "") -> dict[str, Any]:
    """``{% empty _("还没有项目。") url _("导入") %}``. Directly inside a ``for``, ``empty`` stays Django's."""
    return {"text": text, "url": url, "action": action}


# Lists and tables


@register.simple_tag
def summary_list(rows: Iterable[tuple[str, Any]] | Mapping[str, Any]) -> SafeString:
    """``{% summary_list rows %}``: pairs of term and value as a description list."""
    pairs = rows.items() if isinstance(rows, Mapping) else rows
    shown = [(term, formats.NOTHING if value in (None, "") else value) for term, value in pairs]
    items = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", shown)
    return format_html('<dl class="summary-list">{}</dl>', items)


@register.simple_block_tag
def table_region(content: str, label: str, css: str = "") -> SafeString:
    """``{% table_region _("收支总表") %}<table class="table">…{% endtable_region %}``: wide tables scroll inside."""
    return format_html(
        '<div class="table-region {}" role="region" tabindex="0" aria-label="{}">{}</div>', css, label, content
    )


@register.simple_tag
def sortable(listing: Any, key: str, title: str, kind: str = "") -> SafeString:
    """``{% sortable listing "amount" _("金额") "number" %}``: a column header that sorts by link."""
    css = format_html(' class="{}"', kind) if kind else ""
    direction = listing.direction(key)
    state = format_html(' aria-sort="{}"', direction) if direction else ""
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}">{}</a></th>', css, state, listing.sort_url(key), title
    )


@register.inclusion_tag("ui/components/pager.html")
def pager(page: Any) -> dict[str, Any]:
    """``{% pager listing %}``: what is shown of how many, and the way to the other pages."""
    return {"page": page}


@register.simple_block_tag
def filter_panel(content: str, listing: Any, title: str = "") -> SafeString:
    """``{% filter_panel listing %}…fields…{% endfilter_panel %}``: a GET form; open when something is filtered."""
    parts = {"content": content, "listing": listing, "title": title}
    return render_to_string("ui/components/filters.html", parts)


@register.inclusion_tag("ui/components/filter_fields.html")
def filter_fields(listing: Any) -> dict[str, Any]:
    """``{% filter_fields listing %}``: the listing's declared filters as form fields."""
    return {"fields": listing.filter_fields}


# Forms


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """``{% error_summary form %}``: at the top of the page, every error with a link to its field."""
    return {"form": form, "fields": [field for field in form if field.errors]}


@register.inclusion_tag("ui/components/fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """``{% form_fields form %}``: every field with label, hint and error."""
    return {"form": form}


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """``{% field form.title %}``: one field with label, hint and error."""
    kind = getattr(bound.field.widget, "input_type", "")
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    several = bound.field.widget.__class__.__name__ in ("RadioSelect", "CheckboxSelectMultiple")
    return {
        "field": bound,
        "several": several,
        "single_choice": kind == "checkbox" and not several,
        "widget": "" if several else bound.as_widget(attrs=attributes),
        "described": " ".join(described),
    }


@register.inclusion_tag("ui/components/drop_zone.html")
def drop_zone(bound: BoundField) -> dict[str, Any]:
    """``{% drop_zone form.file %}``: a file field; with JavaScript files may be dropped on it, with progress."""
    return field(bound)


@register.inclusion_tag("ui/components/chart.html")
def chart(picture: Chart, table: str = "folded") -> dict[str, Any]:
    """``{% chart picture %}``: the picture with its figures folded below it; ``{% chart picture "open" %}`` open."""
    return {"chart": picture, "folded": table == "folded"}


# Words


@register.filter
def anchor(text: str) -> str:
    """A text as the id of a place in a page."""
    return slugify(text, allow_unicode=True) or "place"


@register.filter
def highlight(text: object, terms: Iterable[str]) -> SafeString:
    """``{{ title|highlight:terms }}``: the terms marked, everything escaped."""
    plain = str(text)
    spans = sorted(_spans(plain, terms), key=lambda span: (span[0], -span[1]))
    parts, at = [], 0
    for start, end in spans:
        if start < at:
            continue
        parts.append((plain[at:start], plain[start:end]))
        at = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), plain[at:])


def _spans(text: str, terms: Iterable[str]) -> Iterable[tuple[int, int]]:
    lower = text.lower()
    for term in terms:
        start = lower.find(term.lower()) if term else -1
        while start >= 0:
            yield start, start + len(term)
            start = lower.find(term.lower(), start + len(term))
