"""The closed record of a case holds the application: what was filled in, each time, and what was found in it."""

import io
import json
import zipfile

import pytest

from yunjian.cases import actions as cases
from yunjian.cases import queries as standing
from yunjian.cases.tests.world import BAI, ELSEWHERE, LIN, MON, draft
from yunjian.kernel.testing import seal_and_deliver
from yunjian_verify import bag

from .counter import RIGHT, Counter, counter, handed_in


@pytest.fixture
def at(db, settings, tmp_path) -> Counter:
    settings.MATERIALS_FOLDER = tmp_path / "materials"
    return counter()


def closed(case: int, tmp_path) -> dict[str, bytes]:
    cases.receive(case, by=LIN, at=MON)
    cases.refuse_acceptance(case, "不归本单位", ELSEWHERE, by=LIN, at=MON)
    cases.archive(case, by=BAI, at=MON)
    data = standing.package(case, reader=BAI).data
    (tmp_path / "case.zip").write_bytes(data)
    assert bag.verify_bag(tmp_path / "case.zip").manifest
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name.partition("/data/")[2]: file.read(name) for name in file.namelist()}


@pytest.mark.django_db(transaction=True)
def test_holds_what_was_filled_in_with_its_sources_and_papers(at, tmp_path):
    number, case = handed_in(at)
    seal_and_deliver()
    files = closed(case, tmp_path)
    said = json.loads(files["application/application.json"])

    assert (said["application"], said["key"]) == (number, "shop-sign")
    [filing] = said["filings"]
    assert (filing["values"], filing["answers"]) == (RIGHT, {"leased": "no", "size": "4"})
    assert {each["paper"]: each["way"] for each in filing["papers"]}["pledge"] == "PROMISE"
    assert len(filing["commitment"]) == 64
    assert filing["pre_reviewed_at"]
    page = files["application/application.html"].decode()
    assert "店名</dt><dd>云上奶茶" in page
    assert "第 1 次提交" in page
    assert "application/application.json" in files["index.csv"].decode()


def test_of_a_case_without_an_application_there_is_none(at, tmp_path):
    case = draft()
    cases.submit(case, by=LIN, at=MON)
    assert not [name for name in closed(case, tmp_path) if name.startswith("application/")]
