"""The components of the design system."""

from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils.translation import override
from lxml import html

from yunjian.kernel.errors import NotFound
from yunjian.ui import formats


def shown(source, **values):
    return Template(source).render(Context(values))


class Sample(forms.Form):
    title = forms.CharField(label="名称", help_text="按原文填写")
    kind = forms.ChoiceField(label="类型", choices=(("a", "甲"), ("b", "乙")), widget=forms.RadioSelect)
    agree = forms.BooleanField(label="同意")
    remark = forms.CharField(label="说明", required=False)
    file = forms.FileField(label="文件")


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ value|yuan }}", Decimal("36864854.48"), "36,864,854.48"),
        ("{{ value|yuan }}", Decimal("-0.005"), "−0.01"),
        ("{{ value|yuan }}", None, "—"),
        ("{{ value|share }}", Decimal("0.1011"), "10.1%"),
        ("{{ value|share:2 }}", Decimal("0.10109"), "10.11%"),
        ("{{ value|signed }}", Decimal("858.942381"), "+858.94"),
        ("{{ value|signed }}", Decimal("-3"), "−3.00"),
        ("{{ value|signed }}", Decimal("0.001"), "0.00"),
        ("{{ value|count }}", 100000, "100,000"),
        ("{{ value|wan }}", "", "—"),
    ],
)
def test_write_figures(source, value, text):
    assert shown(source, value=value) == text


def test_keep_the_full_amount_behind_the_short_one():
    data = html.fromstring(shown("{{ value|wan }}", value=Decimal("36864854.48")))
    assert data.text == "3,686.49 万元"
    assert data.get("value") == "36864854.48"
    assert data.get("title") == "36,864,854.48 元"


def test_write_amounts_in_english_without_wan():
    with override("en"):
        assert formats.wan(Decimal("36864854.48")) == "CNY 36.86 million"
        assert formats.wan(Decimal("61600")) == "CNY 61,600"
        assert 'title="CNY 36,864,854.48"' in shown("{{ value|wan }}", value=Decimal("36864854.48"))


def test_link_every_error_to_its_field():
    form = Sample({"title": ""})
    page = html.fromstring(shown("<div>{% error_summary form %}{% form_fields form %}</div>", form=form))
    targets = page.xpath("//*[@role='alert']//a/@href")
    assert targets == ["#id_title", "#id_kind", "#id_agree", "#id_file"] or "#id_kind_0" in targets
    field = page.get_element_by_id("id_title")
    assert field.get("aria-invalid") == "true"
    assert field.get("aria-describedby") == "id_title_hint id_title_error"
    assert page.get_element_by_id("id_title_error").text_content().strip()


def test_group_choices_and_mark_what_may_be_left_out():
    page = html.fromstring(shown("<div>{% form_fields form %}</div>", form=Sample()))
    assert page.xpath("//fieldset/legend/text()") == ["类型"]
    assert len(page.xpath("//fieldset//input[@type='radio']")) == 2
    assert page.xpath("//label[@for='id_remark']/span")[0].text_content() == "（选填）"
    assert page.xpath("//input[@id='id_agree']/following-sibling::label/text()") == ["同意"]


def test_offer_a_file_field_that_works_without_scripts():
    form = Sample(files={"file": SimpleUploadedFile("a.txt", b"x")})
    page = html.fromstring(shown("{% drop_zone form.file %}", form=form))
    assert page.xpath("//input[@type='file']/@name") == ["file"]
    assert page.xpath("//*[@data-drop-hint]")[0].get("hidden") is not None


def test_mark_what_was_searched_and_escape_the_rest():
    marked = shown("{{ text|highlight:terms }}", text="政务云 <b> 云", terms=["云", "政务", "政务云", ""])
    assert marked == "<mark>政务云</mark> &lt;b&gt; <mark>云</mark>"


def test_escape_what_they_are_given():
    evil = '"><script>'
    for source in (
        "{% tag text %}",
        "{% notice 'note' text %}{{ text }}{% endnotice %}",
        "{% empty text text text %}",
        "{% crumb text %}",
        "{% tab text text %}",
        "{% key_figure text 1 text %}",
        "{% table_region text %}{{ text }}{% endtable_region %}",
        "{% summary_list rows %}",
    ):
        assert "<script" not in shown(source, text=evil, rows=[(evil, evil)])


def test_show_a_dash_for_a_fact_that_is_missing():
    assert shown("{% summary_list facts %}", facts={"单位": ""}).endswith("<dd>—</dd></div></dl>")


def test_say_a_refusal_with_its_details():
    assert (
        shown("{{ refusal|sentence }}", refusal=NotFound("甲"))
        == "没有找到您要的内容，它可能已经移走，或者地址有误：甲"
    )
