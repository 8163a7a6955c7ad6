"""Who may open the addresses of the design system."""

from .audiences import EVERYONE, SENT

OPEN_TO = {
    "ui:language": SENT,
    "ui:styleguide": EVERYONE,
}
