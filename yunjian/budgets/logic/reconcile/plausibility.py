"""What is unusual though no identity forbids it: always notes."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ..disclosure import Figure
from ..finding import Finding
from .desk import Desk, cell, yuan
from .rule import NotApplicable, Rule, amount, rule


def _economic(desk: Desk) -> dict[str, Figure]:
    section = desk.section(8)
    return {row.code: figure for row in section.rows if row.code and (figure := cell(section, row))}


@rule(
    "BUD-P001",
    "社保公积金比例",
    severity="note",
    basis="budget_identities BUD-P001（由已公开预算推得，只作提示）",
    explain="职业年金约为养老保险的一半（8%与16%）；工会经费约为工资的2%；住房公积金为工资的5%至12%。",
    says={
        "annuity": "职业年金缴费{stated}，养老保险缴费的一半为{expected}，相差{difference}。"
        "缴费比例通常为8%与16%，请确认。",
        "union": "工会经费{printed}，为工资津贴奖金绩效合计的{share}，通常约2%。请确认。",
        "housing": "住房公积金{printed}，为工资津贴奖金绩效合计的{share}，通常在5%至12%之间。请确认。",
    },
)
def RATIOS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    found = _economic(desk)
    pension, annuity = found.get("301-08"), found.get("301-09")
    if pension and annuity and pension.yuan and abs(annuity.yuan * 2 / pension.yuan - 1) > Decimal("0.01"):
        yield rule.finds(
            annuity.place,
            sentence="annuity",
            stated=annuity.yuan,
            expected=pension.yuan / 2,
            measure="yuan",
            other=pension.place,
        )
    pay = sum((yuan(found.get(code)) for code in ("301-01", "301-02", "301-03", "301-07")), Decimal(0))
    bounds = (
        ("union", "302-28", Decimal("0.015"), Decimal("0.025")),
        ("housing", "301-13", Decimal("0.05"), Decimal("0.121")),
    )
    for sentence, code, low, high in bounds:
        figure = found.get(code)
        if figure and pay and not low <= figure.yuan / pay <= high:
            share = f"{figure.yuan / pay:.1%}"
            yield rule.finds(figure.place, sentence=sentence, share=share, printed=amount(figure.yuan))


@rule(
    "BUD-P002",
    "采购货物与办公设备购置",
    severity="note",
    basis="budget_identities BUD-P002（由已公开预算推得，只作提示）",
    explain="政府采购货物预算不应少于表8办公设备购置（310-02）。",
    says="政府采购货物预算{stated}，少于表8办公设备购置{expected}，相差{difference}。办公设备一般列入政府采购，请确认。",
)
def GOODS(desk: Desk, rule: Rule) -> Iterator[Finding]:
    goods = next((s.figure for s in desk.disclosure.stated("procurement.goods") if s.figure), None)
    equipment = _economic(desk).get("310-02")
    if goods is None or equipment is None:
        raise NotApplicable("没有读到政府采购货物预算或办公设备购置")
    if goods.yuan + goods.printed.tolerance < equipment.yuan:
        yield rule.finds(
            goods.place,
            stated=goods.yuan,
            expected=equipment.yuan,
            measure="yuan",
            other=equipment.place,
        )


_BUYS = re.compile(r"项目采购|采购后|由采购选定|政府购买服务|购买.{0,10}服务|招投?标|询价")


@rule(
    "DOC-E19",
    "采购说明与项目不符",
    severity="note",
    basis="error_kinds E19",
    explain="多个项目写明要采购服务，政府采购服务预算却为零；采购预算很大，面向中小企业预留却为零。",
    says={
        "": "有{count}个项目写明要采购服务（例如“{project}”），政府采购服务预算却印为{printed}。"
        "请核对采购预算是否漏编。",
        "sme": "政府采购预算{total}，面向中小企业预留为零。请核对预留份额。",
        "micro": "面向中小企业预留{reserved}，其中预留给小微企业为零。"
        "预留份额中一般应有不低于60%预留给小微企业，请核对。",
    },
)
def PROCUREMENT(desk: Desk, rule: Rule) -> Iterator[Finding]:
    stated = {s.subject: s.figure for s in reversed(desk.disclosure.statements) if s.figure}
    services = stated.get("procurement.services")
    total = stated.get("procurement.total")
    reserved, micro = stated.get("procurement.sme"), stated.get("procurement.micro")
    if total is None:
        raise NotApplicable("没有读到政府采购预算")
    buyers = [n for n in desk.disclosure.projects if any(_BUYS.search(s.text) for s in n.sections)]
    if services and not services.yuan and len(buyers) >= 2:
        yield rule.finds(services.place, project=buyers[0].title, count=len(buyers), printed=services.printed)
    if reserved and not reserved.yuan and total.yuan >= 1_000_000:
        yield rule.finds(reserved.place, sentence="sme", total=total.printed)
    if reserved and micro and reserved.yuan and not micro.yuan:
        yield rule.finds(micro.place, sentence="micro", reserved=reserved.printed)
