"""The home page."""

import pytest


@pytest.mark.django_db
def test_opens_for_a_visitor(client):
    assert client.get("/").status_code == 200
