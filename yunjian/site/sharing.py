"""What this host must hold as all others do: the installation's secrets, noted by one host and compared by the rest."""

from collections.abc import Callable
from pathlib import Path

from .environment import Environment

TITLES = {"secret-key": "签名密钥", "identity-key": "身份签发密钥"}


def held(environment: Environment) -> dict[str, list[str]]:
    """What this host holds, the present one first, then the former ones that are still good. Nothing is made."""
    file = environment.data_folder / "secret-key"
    present = environment.secret_key or _text(file)
    identity = Path(environment.oidc_key_file) if environment.oidc_key_file else None
    return {
        "secret-key": [present, *environment.former_signing_keys()] if present else [],
        "identity-key": [found] if (found := _text(identity or environment.data_folder / "identity-key.pem")) else [],
    }


def differing(environment: Environment) -> dict[str, bool]:
    """By secret, whether this host holds another one than was noted, or none. A former one that is still good does."""
    from yunjian.kernel.operation.sharing import fingerprint, noted

    found = {}
    for name, secrets in held(environment).items():
        wanted = noted(name)
        found[name] = bool(wanted) and all(fingerprint(name, each) != wanted for each in secrets)
    return found


def note(environment: Environment, say: Callable[[str], None], *, anew: bool = False) -> None:
    """Note what this host holds: what nobody noted, what it exchanged itself; anything else only when asked to."""
    from django.utils import timezone

    from yunjian.kernel.actor import SYSTEM
    from yunjian.kernel.operation.actions import note_secret
    from yunjian.kernel.operation.sharing import fingerprint, noted

    others = differing(environment)
    for name, secrets in held(environment).items():
        if not secrets:
            continue
        if others[name] and not anew:
            say(f"！本机的{TITLES[name]}与登记的不同：是另一台主机的，还是换过？执行 yunjian doctor 看怎么办。")
        elif (present := fingerprint(name, secrets[0])) != noted(name):
            note_secret(name, present, by=SYSTEM, at=timezone.now())
            say(f"· 登记{TITLES[name]}")


def _text(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""
