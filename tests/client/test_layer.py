"""What no generator does: refusals raised, lists walked, changes that happen once, and what failed tried again."""

import re
import subprocess
import sys

import httpx
import pytest

from tools import client
from yunjian.gateway.models import Webhook
from yunjian.projects.tests import stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("client")]
EXAMPLE = re.search(r"```python\n(.*?)```", (client.OURS / "README.md").read_text("utf-8"), re.DOTALL)[1]


class Losing(httpx.BaseTransport):
    """A network that loses so many answers after the platform gave them, or has a gateway answer for it."""

    def __init__(self, inner, lost=0, instead=None):
        self.inner, self.lost, self.instead, self.sent = inner, lost, instead or [], []

    def handle_request(self, request):
        self.sent.append(request.headers.get("Idempotency-Key"))
        if self.instead:
            return self.instead.pop(0)
        answer = self.inner.handle_request(request)
        if self.lost:
            self.lost -= 1
            answer.close()
            raise httpx.ReadError("the answer was lost")
        return answer

    def close(self):
        self.inner.close()


def losing(here, **more) -> Losing:
    here._transport.inner = made = Losing(here._transport.inner, **more)
    return made


@pytest.fixture
def wanted(package):
    from yunjian_client.generated.models import WebhookIn

    return WebhookIn("https://203.0.113.7/hooks", ["budgets.disclosure.read"])


def test_the_example_of_the_page_runs(package, officer, live_server, capsys):
    exec(compile(EXAMPLE, "README.md", "exec"), {"ADDRESS": live_server.url})

    said = capsys.readouterr().out
    assert "2026-cloud" in said
    assert "404 not-found" in said
    assert said.splitlines()[-1].isascii(), "the sentence in English"
    assert len(EXAMPLE.strip().splitlines()) <= 10


def test_a_refusal_is_raised_with_the_sentence_of_the_pages_in_either_language(
    package, officer, operations, live_server
):
    sentences = []
    for language in ("zh-hans", "en"):
        with package.Yunjian(live_server.url, language=language) as platform:
            with pytest.raises(package.NotFound) as caught:
                operations.read_project(999_999, client=platform)
            sentences.append((str(caught.value), caught.value.title))
            with pytest.raises(package.NotAllowed) as caught:
                operations.list_webhooks(client=platform)
            assert (caught.value.status, caught.value.code) == (401, "key-missing")
            with pytest.raises(package.Invalid) as caught:
                operations.list_projects(limit=0, client=platform)
            assert [each.parameter for each in caught.value.errors] == ["limit"]
    (chinese, title), (english, _) = sentences
    assert chinese.startswith("没有找到")
    assert chinese == title
    assert english.isascii()


def test_a_change_of_what_somebody_changed_meanwhile_is_declined(package, here, operations, wanted):
    made = package.answer(operations.subscribe(body=wanted, client=here))
    read = operations.read_webhook(made.id, client=here)
    operations.change_webhook(made.id, body=wanted, client=here.seen(read))

    with pytest.raises(package.ChangedMeanwhile):
        operations.change_webhook(made.id, body=wanted, client=here.seen(read))
    with pytest.raises(package.ChangedMeanwhile):
        operations.change_webhook(made.id, body=wanted, client=here)  # nothing was read
    with pytest.raises(ValueError, match="ETag"):
        here.seen(httpx.Response(200))


def test_a_change_whose_answer_was_lost_is_sent_again_and_happens_once(package, here, operations, wanted):
    network = losing(here, lost=2)
    made = package.answer(operations.subscribe(body=wanted, client=here))

    assert [row.pk for row in Webhook.objects.all()] == [made.id]
    assert len(network.sent) == 3
    assert len(set(network.sent)) == 1
    operations.subscribe(body=wanted, client=here)
    assert network.sent[-1] != network.sent[0]
    assert Webhook.objects.count() == 2


def test_it_waits_as_long_as_the_platform_says_and_not_for_ever(package, officer, operations, live_server, settings):
    settings.API_PER_MINUTE = 1
    waits = []
    with package.Yunjian(live_server.url, sleep=waits.append, tries=3) as platform:
        operations.list_event_kinds(client=platform)
        with pytest.raises(package.TooOften) as caught:
            operations.list_event_kinds(client=platform)
    assert len(waits) in (0, 1, 2)
    assert all(0 < wait <= 60 for wait in waits)
    assert 0 < int(caught.value.retry_after) <= 60


def test_a_gateway_that_answers_for_it_is_asked_again_and_then_told_as_it_is(package, here, operations):
    busy = httpx.Response(503, headers={"Retry-After": "Sun, 22 Nov 1994 08:49:37 GMT"}, text="busy")
    assert losing(here, instead=[busy, httpx.Response(502)]).sent == []
    assert operations.list_event_kinds(client=here).parsed
    for answer in (
        httpx.Response(404, text="<html>"),
        httpx.Response(404, headers={"Content-Type": package.problems.MEDIA}),
    ):
        losing(here, instead=[answer])
        with pytest.raises(package.NoAnswer, match="404"):
            operations.list_event_kinds(client=here)
    losing(here, lost=99)
    with pytest.raises(httpx.ReadError):
        operations.list_event_kinds(client=here)


def test_a_list_is_walked_to_its_end(package, here, operations):
    stage.many(23)
    rows = list(package.each(operations.list_projects, client=here, limit=10))

    assert len(rows) == len({row.id for row in rows}) == 25


USER = """
from yunjian_client import Yunjian, answer, each
from yunjian_client.generated.api.projects import list_projects, read_project
from yunjian_client.generated.models import ProjectOut, ProjectRowOut

with Yunjian("https://example.org") as here:
    rows: list[ProjectRowOut] = list(each(list_projects.sync_detailed, client=here, unit="data-bureau"))
    one: ProjectOut = answer(read_project.sync_detailed(7, client=here))
    reveal_type(one.title)
    %s
"""


WRONG = (
    "list(each(list_projects.sync_detailed, client=here, unit=7))",
    "read_project.sync_detailed('x', client=here)",
    "one.nothing",
)


@pytest.mark.heavy
def test_its_user_and_our_layer_are_checked_strictly(built, tmp_path):
    """As where it is installed: what was generated says its types and is not itself judged."""
    ours = [word for name in ("session", "reading", "problems") for word in ("-m", f"yunjian_client.{name}")]
    words = ["--strict", "--follow-imports=silent", "--python-executable", sys.executable, "--config-file", ""]

    def checked(line: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "user.py").write_text(USER % line)
        return subprocess.run(
            [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path / "cache"), *words, *ours, "-m", "user"],
            cwd=tmp_path,
            env={"MYPYPATH": f"{built}:{tmp_path}"},
            capture_output=True,
            text=True,
        )

    sound = checked("pass")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert 'Revealed type is "str"' in sound.stdout
    for wrong in WRONG:
        assert checked(wrong).returncode == 1, wrong
