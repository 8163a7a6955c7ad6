"""What no line of the platform does: start a shell, evaluate text, roll dice, trust anybody's certificate."""

import ast
import re
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from tests.district import PASSWORD, open_account
from yunjian.kernel.actor import SYSTEM
from yunjian.parties import queries as parties
from yunjian.site.environment import Environment

from . import rules
from .addresses import addresses


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def found(judge) -> list[str]:
    """Where the platform does what ``judge`` names."""
    return [
        f"{path.relative_to(rules.ROOT)}:{node.lineno}"
        for path, tree in rules.modules()
        for name, node in calls(tree)
        if judge(name, node)
    ]


def keyword(node: ast.Call, name: str) -> str:
    return next((ast.unparse(each.value) for each in node.keywords if each.arg == name), "")


def is_shell(name: str, node: ast.Call) -> bool:
    return name in ("os.system", "os.popen", "subprocess.getoutput") or keyword(node, "shell") == "True"


def is_evaluation(name: str, node: ast.Call) -> bool:
    unsafe = ("eval", "exec", "compile", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load", "Template")
    return name in unsafe or (name.endswith("YAML") and keyword(node, "typ") in ("'unsafe'", "'base'"))


def is_joined_xpath(name: str, node: ast.Call) -> bool:
    joined = node.args and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    return name.endswith((".xpath", ".XPath")) and bool(joined)


def is_dice(name: str, node: ast.Call) -> bool:
    return name.startswith("random.") or name in ("uuid.uuid1", "uuid1")


def trusts_anybody(name: str, node: ast.Call) -> bool:
    return name.endswith("_create_unverified_context") or keyword(node, "verify") == "False"


def is_weak(name: str, node: ast.Call) -> bool:
    of = name.removeprefix("hashlib.")
    if of in ("md5", "sha1"):
        return keyword(node, "usedforsecurity") != "False"
    return name.endswith((".ECB", ".CBC", ".CFB", "ARC4", "TripleDES", "Blowfish", "PKCS1v15"))


def test_no_program_is_started_through_a_shell():
    assert found(is_shell) == []


def test_nothing_is_evaluated_or_unpickled():
    # Patterns of regular expressions are compiled, from our own text; that is another ``compile``.
    assert found(is_evaluation) == []


def test_no_xpath_is_put_together_from_text():
    assert found(is_joined_xpath) == []


def test_chance_comes_from_the_secure_generator():
    assert found(is_dice) == []


def test_certificates_of_others_are_checked():
    assert found(trusts_anybody) == []
    assert not [
        path
        for path, _ in rules.modules()
        if "CERT_NONE" in (text := path.read_text("utf-8")) or "check_hostname" in text
    ]


def test_only_known_algorithms_are_used():
    assert found(is_weak) == []


@pytest.mark.parametrize(
    ("judge", "code"),
    [
        (is_shell, "subprocess.run(x, shell=True)"),
        (is_evaluation, "pickle.loads(x)"),
        (is_joined_xpath, "tree.xpath(f'//a[{x}]')"),
        (is_dice, "random.choice(x)"),
        (trusts_anybody, "get(x, verify=False)"),
        (is_weak, "hashlib.md5(x)"),
    ],
)
def test_each_of_them_would_be_caught(judge, code):
    assert [judge(name, node) for name, node in calls(ast.parse(code))] == [True]


OWN_SCRIPTS = [path for path in sorted(rules.PACKAGE.rglob("static/**/*.js")) if "htmx" not in path.name]
SHORT_CUTS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|sessionStorage|"
    r"indexedDB|document\.cookie|postMessage|addEventListener\(\s*[\"']message|__proto__|setTimeout\(\s*[\"']"
)


def test_our_scripts_are_few_and_take_no_shortcuts():
    assert 0 < len(OWN_SCRIPTS) <= 6
    assert [path.name for path in OWN_SCRIPTS if SHORT_CUTS.search(path.read_text("utf-8"))] == []
    assert SHORT_CUTS.search("x.innerHTML = y")


def test_keys_are_long_enough(tmp_path):
    environment = Environment.read({"YUNJIAN_DATA": str(tmp_path)})

    assert load_pem_private_key(environment.identity_key().encode(), None).key_size >= 3072
    assert len(environment.signing_key()) >= 64  # 48 bytes of chance
    assert (tmp_path / "identity-key.pem").stat().st_mode & 0o077 == 0


def test_passwords_are_hashed_with_scrypt():
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.ScryptPasswordHasher"]


SECRET = re.compile(r"<\w+:(?:\w*_)?(?:token|secret|password|code|key)>")
# A code of the classification of functions, of a problem, of a definition: no secret among them.
NO_SECRETS = {
    "budgets/", "developers/problems/", "api/v1/", "projects/", "certificates/types/", "certificates/extracts/",
    "certificates/issue/", "certificates/batches/",
}  # fmt: skip


def test_no_secret_travels_in_an_address():
    telling = [route for _, route in addresses() if SECRET.search(route)]
    assert [route for route in telling if not route.startswith(tuple(NO_SECRETS))] == []
    forms = [
        path for path in rules.PACKAGE.rglob("templates/**/*.html") if 'type="password"' in path.read_text("utf-8")
    ]
    assert [path for path in forms if 'method="post"' not in path.read_text("utf-8")] == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/account/login/", "/account/login/recover/", "/account/password/"])
def test_password_fields_hide_and_may_be_pasted_into(client, address):
    if "password" in address:
        client.force_login(open_account("zhou"))
    fields = re.findall(r"<input[^>]*type=\"password\"[^>]*>", client.get(address).text)

    assert fields
    for field in fields:
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert "paste" not in field
        assert int(re.search(r'maxlength="(\d+)"', field)[1]) >= 64


@pytest.mark.django_db
def test_a_password_is_proven_sign_by_sign():
    zhou = open_account("zhou").pk

    assert parties.account_by_password("zhou", PASSWORD, reader=SYSTEM).account == zhou
    for near in (PASSWORD.lower(), PASSWORD.upper(), f" {PASSWORD}", f"{PASSWORD} ", PASSWORD[:-1], PASSWORD + "x"):
        assert parties.account_by_password("zhou", near, reader=SYSTEM) is None


@pytest.mark.django_db
def test_what_the_provider_offers_is_what_is_allowed(client):
    from allauth.idp.oidc import app_settings

    told = client.get("/.well-known/openid-configuration").json()

    assert told["response_types_supported"] == ["code"]
    assert told["grant_types_supported"] == ["authorization_code"]
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["id_token_signing_alg_values_supported"] == ["RS256"]
    assert "none" not in told["token_endpoint_auth_methods_supported"]
    assert not {"registration_endpoint", "end_session_endpoint", "device_authorization_endpoint"} & set(told)
    assert app_settings.AUTHORIZATION_CODE_EXPIRES_IN <= 600
    assert app_settings.ACCESS_TOKEN_EXPIRES_IN == 600
    assert settings.SOCIALACCOUNT_STORE_TOKENS is False
    assert settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["OAUTH_PKCE_ENABLED"] is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/nowhere/", "text/html; charset=utf-8"),
        ("/api/v1/event-kinds", "application/json; charset=utf-8"),
        ("/api/v1/nowhere", "application/problem+json"),
        ("/projects/export.csv", "text/csv; charset=utf-8"),
        ("/budgets/publications.atom", "application/atom+xml; charset=utf-8"),
    ],
)
def test_every_kind_of_answer_names_its_type_and_charset(client, address, kind):
    assert client.get(address).headers["Content-Type"] == kind


@pytest.mark.django_db
def test_no_folder_is_listed(client):
    for address in (
        "/static/",
        "/static/ui/",
        "/files/",
        "/media/",
        "/.git/config",
        "/static/../yunjian/site/settings.py",
    ):
        assert client.get(address).status_code == 404, address


@pytest.mark.django_db
def test_a_parameter_given_twice_does_no_harm(client):
    open_account("zhou")
    open_account("wang")
    answer = client.post("/account/login/?username=wang", {"username": ["zhou", "wang"], "password": ["x", PASSWORD]})

    assert answer.status_code == 302  # the last of each, together: wang's own name and password
    assert client.get("/account/?username=zhou&username=zhou").wsgi_request.user.username == "wang"
    assert client.get("/api/v1/units?limit=1&limit=many").status_code == 422
