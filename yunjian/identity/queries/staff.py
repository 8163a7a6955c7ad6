"""Questions about the staff: what a file of the personnel system would change."""

from dataclasses import dataclass
from datetime import datetime

from yunjian.kernel.actor import Actor
from yunjian.parties import queries as parties

from .. import policy
from ..logic.staff_file import COLUMNS, Line, Mistake
from ..models import OutsideIdentity, StaffRecord

ADD, APPOINT, RELIEVE, LEAVE, RETURN, LINK = "ADD", "APPOINT", "RELIEVE", "LEAVE", "RETURN", "LINK"
WORDS = {
    ADD: "新增人员和账号",
    APPOINT: "任职",
    RELIEVE: "免职",
    LEAVE: "离职，账号停用",
    RETURN: "返回，账号启用",
    LINK: "登记外部身份",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing the file changes: whose, by which line (0: by not standing in it), and what."""

    kind: str
    number: str
    line: int
    unit: str = ""
    title: str = ""
    post: int = 0

    def __str__(self) -> str:
        where = f"第 {self.line} 行" if self.line else "文件中没有"
        return f"{where}  工号 {self.number}  {WORDS[self.kind]} {self.unit} {self.title}".rstrip()


@dataclass(frozen=True, slots=True)
class Plan:
    """Every change in order, and what of the file does not fit what is known here."""

    changes: tuple[Change, ...]
    mistakes: tuple[Mistake, ...]
    staff: int


def staff_changes(lines: tuple[Line, ...], provider: str = "", *, reader: Actor, at: datetime) -> Plan:
    """What it takes to bring the staff in step with the file, which is taken as complete."""
    policy.require_may_secure(reader, policy.SYNCHRONISE)
    units = {name: unit.key for unit in parties.units(reader=reader) for name in (unit.key, unit.title)}
    mistakes = [
        Mistake(each.line, COLUMNS["unit"], each.unit, "单位目录中的标识或全称")
        for each in lines
        if each.unit not in units
    ]
    known = {row.number: row for row in StaffRecord.objects.all()}
    mistakes += _names_taken(lines, known, reader)
    posts = parties.posts_of([row.person_id for row in known.values()], reader=reader, at=at)
    linked = set(OutsideIdentity.objects.filter(provider=provider).values_list("account_id", flat=True))
    changes: list[Change] = []
    wanted: dict[str, set[tuple[str, str]]] = {}
    for each in lines:
        row, unit = known.get(each.number), units.get(each.unit, "")
        is_first = each.number not in wanted
        mine = wanted.setdefault(each.number, set())
        if is_first:
            changes += _of_person(each, row, row is not None and row.account_id in linked, provider)
        held = {(post.unit, post.title) for post in posts.get(row.person_id, ())} if row else set()
        if each.works_here and (unit, each.title) not in mine:
            mine.add((unit, each.title))
            if (unit, each.title) not in held:
                changes.append(Change(APPOINT, each.number, each.line, unit, each.title))
    for number, row in known.items():
        line = next((each.line for each in lines if each.number == number), 0)
        gone = [
            post for post in posts.get(row.person_id, ()) if (post.unit, post.title) not in wanted.get(number, set())
        ]
        changes += [Change(RELIEVE, number, line, post.unit, post.title, post.id) for post in gone]
        if number not in wanted and not row.has_left:
            changes.append(Change(LEAVE, number, 0))
    return Plan(tuple(changes), tuple(mistakes), sum(not row.has_left for row in known.values()))


def _of_person(each: Line, row: StaffRecord | None, is_linked: bool, provider: str) -> list[Change]:
    found = []
    if row is None:
        if not each.works_here:
            return []
        found.append(Change(ADD, each.number, each.line))
    elif row.has_left and each.works_here:
        found.append(Change(RETURN, each.number, each.line))
    elif not row.has_left and not each.works_here:
        found.append(Change(LEAVE, each.number, each.line))
    if provider and each.subject and each.works_here and not is_linked:
        found.append(Change(LINK, each.number, each.line))
    return found


def _names_taken(lines: tuple[Line, ...], known: dict[str, StaffRecord], reader: Actor) -> list[Mistake]:
    new = {each.username: each for each in lines if each.number not in known and each.works_here}
    taken = [name for name in new if parties.account_named(name, reader=reader) is not None]
    return [Mistake(new[name].line, COLUMNS["username"], name, "没有人用过的用户名") for name in taken]
