"""Every kind of thing a district may declare."""

from yunjian.budgets.definitions import CodeTable, DisclosureFile, PublicationDeadline
from yunjian.cases.definitions import Cause, DocumentNumbers, Procedure, Region
from yunjian.certificates.definitions import CertificateType, Exemption, Scenario
from yunjian.kernel.definitions import Definition
from yunjian.kernel.working_days import WorkingCalendar
from yunjian.materials.definitions import MaterialType
from yunjian.parties.definitions import Retention, Role, Unit
from yunjian.projects.definitions import Project
from yunjian.services.definitions import Automation, Form, Item, Theme, Trade, Words

ALL: tuple[type[Definition], ...] = (
    Unit,
    Role,
    Retention,
    WorkingCalendar,
    Procedure,
    Region,
    DocumentNumbers,
    Cause,
    CodeTable,
    DisclosureFile,
    PublicationDeadline,
    MaterialType,
    Project,
    CertificateType,
    Scenario,
    Exemption,
    Item,
    Theme,
    Trade,
    Words,
    Form,
    Automation,
)
