"""The figures of the two disclosures, worked out without the reader: constants, and a small parse of its own."""

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

_NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*\.\d\d(?!\d)")

TOTALS = {
    "data-bureau-2025": {"total": "36864854.48", "basic": "5558544.48", "project": "31306310.00"},
    "government-service-centre-2026": {"total": "93555945.79", "basic": "17350443.88", "project": "76205501.91"},
}
ECONOMY = {
    "data-bureau-2025": {"total": "5558544.48", "staff": "5258746.73", "running": "299797.75"},
    "government-service-centre-2026": {"total": "17350443.88", "staff": "15914739.38", "running": "1435704.50"},
}
PROJECT_COUNT = {"data-bureau-2025": 15, "government-service-centre-2026": 43}
PROJECT_SUM_WAN = {"data-bureau-2025": "3130.631", "government-service-centre-2026": "7620.550191"}
# the two amounts printed in 元 where 万元 is meant, by number of the note
PRINTED_IN_YUAN = {7: "156.36", 40: "98.60"}

# what the narratives state, in the order they state it: subject, amount with its unit as printed
STATED = {
    "data-bureau-2025": """
        income.total 3,686.485448万元
        income.appropriation 3,686.485448万元
        income.business 0.00万元
        income.operation 0.00万元
        income.other 0.00万元
        expenditure.total 3,686.485448万元
        expenditure.appropriation 3,686.485448万元
        expenditure.general 3,686.485448万元
        expenditure.fund 0.00万元
        expenditure.capital 0.00万元
        function 364.448631万元
        function 530.631万元
        function 44.054197万元
        function 22.027099万元
        function 18.783873万元
        function 2,600.00万元
        function 46.540648万元
        function 60.00万元
        income.total 3,686.485448万元
        expenditure.total 3,686.485448万元
        three_public.total 0.60万元
        three_public.abroad 0.00万元
        three_public.vehicles 0.00万元
        three_public.vehicle_purchase 0.00万元
        three_public.vehicle_running 0.00万元
        three_public.reception 0.60万元
        operating 29.979775万元
        procurement.total 2.10万元
        procurement.goods 2.10万元
        procurement.works 0.00万元
        procurement.services 0.00万元
        procurement.sme 0.00万元
        procurement.micro 0.00万元
        performance.amount 3,130.631万元
    """,
    "government-service-centre-2026": """
        income.total 9,355.594579万元
        income.appropriation 9,355.594579万元 +858.942381万元 10.11%
        income.business 0.00万元
        income.operation 0.00万元
        income.other 0.00万元
        expenditure.total 9,355.594579万元
        expenditure.appropriation 9,355.594579万元 +858.942381万元 10.11%
        expenditure.general 9,355.594579万元 +858.942381万元
        expenditure.fund 0.00元 =
        expenditure.capital 0.00万元 =
        function 8,919.196347万元
        function 11.052万元
        function 162.874432万元
        function 82.937216万元
        function 0.168万元
        function 98.92152万元
        function 80.445064万元
        income.total 9,355.594579万元 +858.942381万元 10.11%
        expenditure.total 9,355.594579万元 +858.942381万元 10.11%
        three_public.total 0.60万元 =
        three_public.abroad 0.00万元 =
        three_public.vehicles 0.00万元 =
        three_public.vehicle_purchase 0.00万元 =
        three_public.vehicle_running 0.00万元 =
        three_public.reception 0.60万元 =
        procurement.total 2,638.52164万元
        procurement.goods 3.2775万元
        procurement.works 0.00万元
        procurement.services 2,635.24414万元
        procurement.sme 1,137.44414万元
        procurement.micro 0.00万元
        performance.amount 7,620.550191万元
    """,
}

# 301-… to 310-…: (staff, running) of table 8 of the first disclosure, whose text lost its blank cells
DATA_BUREAU_ECONOMY = {
    "301": ("5198650.92", None),
    "301-01": ("673096.00", None),
    "301-02": ("3149200.00", None),
    "301-03": ("56091.33", None),
    "301-08": ("440541.97", None),
    "301-09": ("220270.99", None),
    "301-10": ("187838.73", None),
    "301-12": ("6205.42", None),
    "301-13": ("465406.48", None),
    "302": ("58175.81", "278797.75"),
    "302-01": (None, "60310.00"),
    "302-11": (None, "50000.00"),
    "302-17": (None, "6000.00"),
    "302-28": (None, "76327.75"),
    "302-29": (None, "56160.00"),
    "302-39": (None, "5000.00"),
    "302-99": ("58175.81", "25000.00"),
    "303": ("1920.00", None),
    "303-99": ("1920.00", None),
    "310": (None, "21000.00"),
    "310-02": (None, "21000.00"),
}
# (basic, project) of table 3 of the same
DATA_BUREAU_FUNCTIONS = {
    "201": ("3644486.31", "5306310.00"),
    "201-41": ("3644486.31", "5306310.00"),
    "201-41-01": ("3644486.31", None),
    "201-41-02": (None, "5306310.00"),
    "208": ("660812.96", None),
    "208-05": ("660812.96", None),
    "208-05-05": ("440541.97", None),
    "208-05-06": ("220270.99", None),
    "210": ("187838.73", None),
    "210-11": ("187838.73", None),
    "210-11-01": ("187838.73", None),
    "215": (None, "26000000.00"),
    "215-05": (None, "26000000.00"),
    "215-05-17": (None, "26000000.00"),
    "221": ("1065406.48", None),
    "221-02": ("1065406.48", None),
    "221-02-01": ("465406.48", None),
    "221-02-03": ("600000.00", None),
}


def table_amounts(path: Path) -> list[list[Decimal]]:
    """All amounts of each table in the order they stand, cut at the lines that end in 表, without any other reading."""
    lines = path.read_text(encoding="utf-8").splitlines()
    tables: list[list[Decimal]] = []
    inside = False
    for number, line in enumerate(lines):
        words = re.sub(r"[#\s]", "", line)
        if words.endswith("表") and "编制部门" in "".join(lines[number + 1 : number + 4]):
            tables.append([])
            inside = True
        elif inside and ("。" in line or words.endswith("情况说明")):
            inside = False
        elif inside:
            tables[-1].extend(Decimal(found.replace(",", "")) for found in _NUMBER.findall(line))
    return tables


@dataclass(frozen=True)
class Project:
    """What is known of one project without the reader."""

    amount_wan: Decimal
    payment_kind: str
    shares: tuple[Decimal, ...]
    documents: frozenset[str]


def projects(year: int) -> list[Project]:
    """The projects of a year in their order, from the register typed off the documents by hand."""
    with (Path(__file__).parent / "projects.csv").open(encoding="utf-8", newline="") as file:
        return [
            Project(
                Decimal(row["amount_wan"]),
                row["payment_kind"],
                tuple(Decimal(share) / 100 for share in row["shares"].split()),
                frozenset(filter(None, row["documents"].split("|"))),
            )
            for row in csv.DictReader(file)
            if row["year"] == str(year)
        ]
