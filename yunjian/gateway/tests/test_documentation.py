"""The pages for programmers name every subject the interface has."""

from yunjian.gateway.pages.documentation import TAGS, described


def test_every_subject_of_the_interface_has_its_title():
    assert {each.tag for each in described().operations()} == set(TAGS)
