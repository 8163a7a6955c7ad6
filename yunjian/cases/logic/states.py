"""The states of a case and the moves between them: a closed list, each move with its rule and who may make it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

LICENSING_LAW = "中华人民共和国行政许可法"
CROSS_REGION = "国务院办公厅关于加快推进政务服务“跨省通办”的指导意见（国办发〔2020〕35号）"


class State(StrEnum):
    """Where a case stands."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    PRE_RETURNED = "PRE_RETURNED"
    PRE_PASSED = "PRE_PASSED"
    RECEIVED = "RECEIVED"
    CORRECTING = "CORRECTING"
    FORWARDED = "FORWARDED"
    ACCEPTED = "ACCEPTED"
    REVIEWING = "REVIEWING"
    SPECIAL = "SPECIAL"
    SUPPLEMENT = "SUPPLEMENT"
    EXTENDED = "EXTENDED"
    DECIDED_YES = "DECIDED_YES"
    DECIDED_NO = "DECIDED_NO"
    CERTIFIED = "CERTIFIED"
    DONE = "DONE"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    WITHDRAWN = "WITHDRAWN"
    TERMINATED = "TERMINATED"


ENDED = frozenset({State.DONE, State.NOT_ACCEPTED, State.WITHDRAWN, State.TERMINATED})
IN_REVIEW = frozenset({State.REVIEWING, State.EXTENDED})
PAUSED = frozenset({State.SPECIAL, State.SUPPLEMENT})
BEFORE_RECEIPT = frozenset({State.SUBMITTED, State.PRE_RETURNED, State.PRE_PASSED})
UNDECIDED = frozenset({State.RECEIVED, State.CORRECTING, State.FORWARDED, State.ACCEPTED}) | IN_REVIEW | PAUSED


class Part(StrEnum):
    """In what part somebody makes a move."""

    APPLICANT = "APPLICANT"  # or whoever has the applicant's mandate
    WINDOW = "WINDOW"
    REVIEWER = "REVIEWER"
    APPROVER = "APPROVER"
    HEAD = "HEAD"
    ARCHIVIST = "ARCHIVIST"
    PLATFORM = "PLATFORM"  # where the law lets time alone decide


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that can happen to a case: from which states, to which, by whom, by what rule."""

    name: str
    sources: frozenset[State]
    targets: frozenset[State]
    parts: tuple[Part, ...]
    rule: str
    basis: str
    never: frozenset[tuple[State, Part]] = frozenset()  # where one of the parts has no desk the case could be at

    def is_made(self, state: State, part: Part) -> bool:
        """Whether somebody in this part may make the move from this state."""
        return state in self.sources and part in self.parts and (state, part) not in self.never

    def leads(self, source: State, target: State) -> bool:
        return source in self.sources and target in self.targets


def _move(
    name: str,
    sources: frozenset[State] | set[State],
    targets: set[State],
    parts: tuple[Part, ...],
    rule: str,
    basis: str = "",
    never: Iterable[tuple[State, Part]] = (),
) -> Move:
    return Move(name, frozenset(sources), frozenset(targets), parts, rule, basis, frozenset(never))


S, P = State, Part
MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        _move(
            "submit",
            {S.DRAFT, S.PRE_RETURNED},
            {S.SUBMITTED},
            (P.APPLICANT, P.WINDOW),
            "申请可以当面、网上或者委托代理人提出",
            f"{LICENSING_LAW}第二十九条",
        ),
        _move(
            "take_turn",
            {S.DRAFT},
            {S.SUBMITTED},
            (P.PLATFORM,),
            "一件事整件提交，或者前面的都办成了，轮到的这一项自动提交",
        ),
        _move(
            "fall_away",
            {S.DRAFT},
            {S.WITHDRAWN},
            (P.PLATFORM,),
            "一件事里前面的没有办成，等它结果的这一项不再提交",
        ),
        _move(
            "return_for_changes",
            {S.SUBMITTED},
            {S.PRE_RETURNED},
            (P.WINDOW,),
            "预审不是受理：退回要写明改什么，申请人改好可以再交",
        ),
        _move("pass_pre_review", {S.SUBMITTED}, {S.PRE_PASSED}, (P.WINDOW,), "预审通过，等材料原件"),
        _move(
            "receive",
            {S.SUBMITTED, S.PRE_PASSED},
            {S.RECEIVED},
            (P.WINDOW,),
            "收到材料给收件凭证，从这一天起五个工作日内答复是否受理",
            f"{LICENSING_LAW}第三十二条",
        ),
        _move(
            "notify_correction",
            {S.RECEIVED},
            {S.CORRECTING},
            (P.WINDOW,),
            "当场或者五个工作日内一次告知需要补正的全部内容，只告知一次",
            f"{LICENSING_LAW}第三十二条第四项",
        ),
        _move(
            "hand_in_correction",
            {S.CORRECTING},
            {S.RECEIVED},
            (P.APPLICANT, P.WINDOW),
            "补正材料交齐，重新计算答复是否受理的期限",
            f"{LICENSING_LAW}第三十二条第五项",
        ),
        _move(
            "accept",
            {S.RECEIVED},
            {S.ACCEPTED},
            (P.WINDOW, P.PLATFORM),
            "材料齐全就受理，给书面凭证；逾期没有告知补正的，自收到材料之日起就是受理",
            f"{LICENSING_LAW}第三十二条",
        ),
        _move(
            "refuse_acceptance",
            {S.RECEIVED},
            {S.NOT_ACCEPTED},
            (P.WINDOW,),
            "不需要许可或者不归本机关管的，即时告知，给书面凭证",
            f"{LICENSING_LAW}第三十二条第一、二项",
        ),
        _move(
            "settle_at_once",
            {S.RECEIVED},
            {S.DONE, S.DECIDED_YES},
            (P.WINDOW,),
            "即办件：受理、决定、送达当场完成；要颁发证件的，制证以后送达",
            f"{LICENSING_LAW}第三十四条",
        ),
        _move(
            "forward",
            {S.RECEIVED},
            {S.FORWARDED},
            (P.WINDOW,),
            "异地代收：收件以后转送有权的外地机关，由它受理、审查、决定",
            CROSS_REGION,
        ),
        _move(
            "answer_elsewhere",
            {S.FORWARDED},
            {S.CORRECTING, S.DECIDED_YES, S.DECIDED_NO, S.NOT_ACCEPTED},
            (P.WINDOW,),
            "外地机关的补正告知、不予受理或者决定，由代收的窗口记下、转告",
            CROSS_REGION,
        ),
        _move(
            "begin_review",
            {S.ACCEPTED},
            {S.REVIEWING},
            (P.REVIEWER, P.APPROVER, P.PLATFORM),
            "受理以后开始审查；逾期视为准予的，由平台记下",
            f"{LICENSING_LAW}第三十四条",
        ),
        _move(
            "start_special",
            IN_REVIEW,
            {S.SPECIAL},
            (P.REVIEWER, P.APPROVER),
            "听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的时间不计入期限，所需时间书面告知",
            f"{LICENSING_LAW}第四十五条",
        ),
        _move(
            "resume",
            {S.SPECIAL},
            set(IN_REVIEW),
            (P.REVIEWER, P.APPROVER),
            "特别程序结束，期限接着计算",
            f"{LICENSING_LAW}第四十五条",
        ),
        _move(
            "ask_supplement",
            IN_REVIEW,
            {S.SUPPLEMENT},
            (P.REVIEWER, P.APPROVER),
            "受理后再要材料，只限法律法规另有规定的",
        ),
        _move("take_supplement", {S.SUPPLEMENT}, set(IN_REVIEW), (P.APPLICANT, P.WINDOW), "补充的材料收到"),
        _move(
            "extend",
            {S.REVIEWING},
            {S.EXTENDED},
            (P.HEAD,),
            "经本行政机关负责人批准可以延长一次，理由告知申请人",
            f"{LICENSING_LAW}第四十二条",
        ),
        _move(
            "grant",
            IN_REVIEW,
            {S.DECIDED_YES},
            (P.APPROVER, P.PLATFORM),
            "符合条件的，依法作出准予的书面决定",
            f"{LICENSING_LAW}第三十八条",
        ),
        _move(
            "refuse",
            IN_REVIEW,
            {S.DECIDED_NO},
            (P.APPROVER,),
            "不予许可的书面决定说明理由，告知复议和诉讼的权利",
            f"{LICENSING_LAW}第三十八条第二款",
        ),
        _move(
            "certify",
            {S.DECIDED_YES},
            {S.CERTIFIED},
            (P.WINDOW,),
            "需要颁发证件的，颁发加盖印章的证件",
            f"{LICENSING_LAW}第三十九条",
        ),
        _move(
            "deliver",
            {S.DECIDED_YES, S.DECIDED_NO, S.CERTIFIED},
            {S.DONE},
            (P.WINDOW,),
            "作出决定之日起十个工作日内颁发、送达",
            f"{LICENSING_LAW}第四十四条",
        ),
        _move(
            "withdraw",
            BEFORE_RECEIPT | UNDECIDED | {State.DRAFT},
            {S.WITHDRAWN},
            (P.APPLICANT, P.WINDOW),
            "决定作出以前，申请人可以撤回；还没有提交的，可以不办",
        ),
        _move(
            "terminate",
            UNDECIDED - {S.RECEIVED},
            {S.TERMINATED},
            (P.WINDOW, P.APPROVER),
            "补正逾期，或者申请人死亡、终止等，办理已经没有意义",
            never={(S.CORRECTING, P.APPROVER), (S.FORWARDED, P.APPROVER)},
        ),
    )
}


def allowed(state: State) -> list[Move]:
    """The moves a case in this state can make."""
    return [move for move in MOVES.values() if state in move.sources]


def transitions() -> Iterator[tuple[State, State]]:
    """Every (from, to) that some move makes."""
    seen = {(source, target) for move in MOVES.values() for source in move.sources for target in move.targets}
    yield from sorted(seen)
