"""The small permanent cast and the clock of the tests."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from yunjian.kernel.actor import Actor

from .roles import actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 3, 2)

DATA_BUREAU = "data-bureau"
SERVICE_CENTRE = "government-service-centre"

# 周 prepares the Data Bureau's budgets; 吴 the Service Centre's; 李 is a citizen. The three administrators: 何 looks
# after the installation, 陈 after accounts and roles, 郑 checks everyone's records.
ZHOU = actor("account:900101", "周晓云", ("budget-officer", DATA_BUREAU))
WU = actor("account:900102", "吴海燕", ("budget-officer", SERVICE_CENTRE))
ZHENG = actor("account:900103", "郑文", ("audit-administrator", ""))
CHEN = actor("account:900104", "陈安全", ("security-administrator", ""))
LI = Actor("account:900105", "李民")
HE = actor("account:900106", "何系统", ("system-administrator", ""))
SUN = actor("account:900107", "孙领导", ("leader", ""))
# 沈 prepares the Data Bureau's budgets too; 钱 reviews them; 孟 heads the bureau and approves what it publishes.
SHEN = actor("account:900109", "沈佳", ("budget-officer", DATA_BUREAU))
QIAN = actor("account:900110", "钱复核", ("budget-reviewer", DATA_BUREAU))
MENG = actor("account:900111", "孟局长", ("budget-approver", DATA_BUREAU))
