"""The small permanent cast and the clock of the tests."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from yunjian.kernel.actor import Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 3, 2)

DATA_BUREAU = "data-bureau"
SERVICE_CENTRE = "government-service-centre"

# 周 prepares the Data Bureau's budgets; 吴 the Service Centre's; 郑 checks everyone's records; 李 is a citizen.
ZHOU = Actor("account:101", "周晓云", frozenset({("budget-officer", DATA_BUREAU)}))
WU = Actor("account:102", "吴海燕", frozenset({("budget-officer", SERVICE_CENTRE)}))
ZHENG = Actor("account:103", "郑文", frozenset({("auditor", "")}))
CHEN = Actor("account:104", "陈管理", frozenset({("administrator", "")}))
LI = Actor("account:105", "李民")
