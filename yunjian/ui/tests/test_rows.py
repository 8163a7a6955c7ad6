"""A long table is written row by row."""

from django.utils.safestring import mark_safe

from yunjian.ui.rows import written

MARKUP = '<tr class="{kind}"><td>{name}</td></tr>'


def test_fills_every_row_and_what_is_the_same_in_all():
    page = written(MARKUP, ({"name": name} for name in ("甲", "乙")), kind="late")

    assert page == '<tr class="late"><td>甲</td></tr><tr class="late"><td>乙</td></tr>'


def test_escapes_what_anybody_wrote_in_a_row_and_in_all():
    hostile = "<script>alert('x')</script>\"{name}"

    page = written(MARKUP, [{"name": hostile}], kind=hostile)

    escaped = "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&quot;{name}"
    assert page == f'<tr class="{escaped}"><td>{escaped}</td></tr>'


def test_keeps_what_is_safe_and_is_safe_itself():
    page = written(MARKUP, [{"name": mark_safe("<b>甲</b>")}], kind=7)

    assert page == '<tr class="7"><td><b>甲</b></td></tr>'
    assert hasattr(page, "__html__")


def test_of_nothing_is_nothing():
    assert written(MARKUP, [], kind="late") == ""
