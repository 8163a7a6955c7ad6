"""The frame of every page."""

import re

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from lxml import html

INLINE = re.compile(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)


@pytest.fixture
def guide(client, db):
    return client.get(reverse("ui:styleguide")).content.decode()


def test_has_no_inline_style_script_or_event(guide):
    assert not INLINE.findall(guide)


def test_loads_only_its_own_files(guide):
    tree = html.fromstring(guide)
    loaded = [*tree.xpath("//script/@src"), *tree.xpath("//link/@href"), *tree.xpath("//img/@src")]
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)


def test_has_one_heading_of_the_first_level_and_the_landmarks(guide):
    tree = html.fromstring(guide)
    assert len(tree.xpath("//h1")) == 1
    assert len(tree.xpath("//main")) == len(tree.xpath("//body/header")) == len(tree.xpath("//body/footer")) == 1
    assert tree.xpath("//a[@class='skip']/@href") == ["#main"]


def test_leads_to_every_floor(guide):
    links = html.fromstring(guide).xpath("//nav[@class='site-nav']//a/@href")
    floors = ("portal:home", "services:guides", "budgets:overview", "projects:register", "parties:directory")
    assert links == [reverse(name) for name in floors]


def test_speaks_the_language_asked_for(client, db):
    page = reverse("ui:styleguide")
    assert '<html lang="zh-hans">' in client.get(page).content.decode()
    answer = client.post(reverse("ui:language"), {"language": "en", "next": page})
    assert answer["Location"] == page
    assert '<html lang="en">' in client.get(page).content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_never_leads_away_when_the_language_changes(client, db, target):
    answer = client.post(reverse("ui:language"), {"language": "en", "next": target})
    assert answer["Location"] == "/"


def test_changes_the_language_without_a_form_token_but_not_for_another_site(db):
    client = Client(enforce_csrf_checks=True)
    chosen = {"language": "en", "next": "/"}
    refused = client.post(reverse("ui:language"), chosen, headers={"Sec-Fetch-Site": "cross-site"})
    assert (refused.status_code, len(client.cookies)) == (403, 0)
    answer = client.post(reverse("ui:language"), chosen, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 302
    assert list(client.cookies) == ["django_language"]


def test_does_not_change_the_language_by_a_link(client, db):
    client.get(reverse("ui:language"), {"language": "en"})
    assert '<html lang="zh-hans">' in client.get(reverse("ui:styleguide")).content.decode()


def test_styleguide_answers_bad_parameters_with_a_sentence(client, db):
    answer = client.get(reverse("ui:styleguide"), {"sort": "nothing", "page": "x", "unit": "nowhere"})
    assert answer.status_code == 200
    assert answer.content.decode().count("这个条件没有使用") == 3


def test_shows_a_refusal_in_the_language_of_the_page():
    from django.utils.translation import override

    from yunjian.kernel.errors import Forbidden

    with override("en"):
        shown = Template("{{ refusal|sentence }}").render(Context({"refusal": Forbidden("<b>")}))
    assert shown.startswith("You ")
    assert shown.endswith(": &lt;b&gt;")


def test_error_page_stands_alone(client):
    from django.template.loader import render_to_string

    page = render_to_string("ui/500.html")
    assert "系统出了差错" in page
    assert "Something went wrong" in page
    assert "/static/" not in page
