"""The database's own refusal: a write without a running action, and any change of what is kept for good."""

import pgtrigger
from pgtrigger import Before, Condition, Delete, Insert, Row, Statement, Trigger, Truncate, Update

_NO_ACTION = "coalesce(current_setting('yunjian.action', true), '') = ''"

# Emptying a test database between two tests is no act of the district.
_UNLESS_EMPTYING_TESTS = r"""
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\_%' THEN
        RETURN NULL;
    END IF;
"""


def guarded() -> list[Trigger]:
    """Triggers for ``Meta.triggers``: INSERT, UPDATE, DELETE and TRUNCATE need an action in the transaction.

    They look once per statement, so a bulk write costs no more than a small one. The WHEN clause is judged before
    any function is called: an action pays nothing measurable.
    """
    return [
        Trigger(
            name="guarded",
            level=Statement,
            when=Before,
            operation=Insert | Update | Delete | Truncate,
            condition=Condition(_NO_ACTION),
            func=_UNLESS_EMPTYING_TESTS + _refuse("表 % 只能由业务动作（action）写入，这次写入没有动作，已拒绝。"),
        )
    ]


def append_only() -> list[Trigger]:
    """Triggers for ``Meta.triggers``: rows are added by actions and stay as they are for good."""
    return [
        Trigger(
            name="added_by_an_action",
            level=Statement,
            when=Before,
            operation=Insert,
            condition=Condition(_NO_ACTION),
            func=_refuse("表 % 只能由业务动作（action）写入，这次写入没有动作，已拒绝。"),
        ),
        kept_for_good(Update | Delete | Truncate),
    ]


def kept_for_good(operation: pgtrigger.Operation) -> Trigger:
    """Refuse the operation whoever asks."""
    return Trigger(
        name="kept_for_good",
        level=Statement,
        when=Before,
        operation=operation,
        func=_UNLESS_EMPTYING_TESTS + _refuse("表 % 的记录只增不改不删，这次写入已拒绝。"),
    )


def only_while(name: str) -> list[Trigger]:
    """Triggers for ``Meta.triggers``: rows are added while that machinery of the ledger works, and stay for good."""
    return [_while(name, Insert), kept_for_good(Update | Delete | Truncate)]


def changed_while(name: str) -> list[Trigger]:
    """The same for rows that this machinery also changes."""
    return [_while(name, Insert | Update), kept_for_good(Delete | Truncate)]


def _while(name: str, operation: pgtrigger.Operation) -> Trigger:
    return Trigger(
        name="made_by_the_sealer",
        level=Statement,
        when=Before,
        operation=operation,
        condition=Condition(f"current_setting('yunjian.action', true) IS DISTINCT FROM '{name}'"),
        func=_refuse("表 % 只由封存程序写入，这次写入已拒绝。"),
    )


def refused_when(name: str, operation: pgtrigger.Operation, condition: str, sentence: str) -> Trigger:
    """Refuse rows that fulfil a condition in SQL on OLD and NEW; ``%`` in the sentence is the table."""
    return Trigger(
        name=name, level=Row, when=Before, operation=operation, condition=Condition(condition), func=_refuse(sentence)
    )


def _refuse(sentence: str) -> str:
    return f"RAISE EXCEPTION '{sentence}', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';"
