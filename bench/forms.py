"""Checking what was filled in: our check with its sentences beside bare ``jsonschema-rs`` over the same documents.

Run with ``python -m bench.forms``.
"""

from pathlib import Path
from typing import Any

import jsonschema_rs
from ruamel.yaml import YAML

from .frame import django_setup, finish, measure_pair, report

FORMS = Path(__file__).parent.parent / "districts" / "songjiang" / "forms"
TIMES = 2000


def main() -> int:
    """The documents of the worked examples, the right ones and the wrong ones apart."""
    django_setup(durable=False)
    from yunjian.kernel.actor import SYSTEM
    from yunjian.services import queries
    from yunjian.services.definitions import Form, plain
    from yunjian.services.definitions.formats import FORMATS

    loaded = [YAML(typ="safe").load(path) for path in sorted(FORMS.glob("*.yaml"))]
    forms = [Form.model_validate({**each, "basis": tuple(each["basis"])}, strict=False) for each in loaded]
    bare = {
        each.key: jsonschema_rs.Draft202012Validator(plain(each.rules), formats=FORMATS, validate_formats=True)
        for each in forms
    }
    right = [(each, plain(each.example.right)) for each in forms]
    wrong = [(each, plain(case.values)) for each in forms for case in each.example.wrong]

    def alone(documents: list[tuple[Form, Any]]) -> None:
        for _ in range(TIMES // len(documents)):
            for form, document in documents:
                list(bare[form.key].iter_errors(document))

    def ours(documents: list[tuple[Form, Any]]) -> None:
        for _ in range(TIMES // len(documents)):
            for form, document in documents:
                queries.findings(form, document, reader=SYSTEM)

    for name, documents in (("right", right), ("wrong", wrong)):
        first, second = measure_pair(lambda d=documents: alone(d), lambda d=documents: ours(d))
        print(
            f"{len(documents)} {name} documents: bare {first / TIMES * 1e6:.0f} µs, ours {second / TIMES * 1e6:.0f} µs"
        )
        report(f"{name} documents: our speed against bare jsonschema-rs", first / second, 0.5, at_least=True)
    return finish()


if __name__ == "__main__":
    raise SystemExit(main())
