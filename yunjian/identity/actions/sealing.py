"""After the installation's key was exchanged: what the former key sealed or digested is made anew under the present."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from yunjian.kernel import installation, ledger
from yunjian.kernel.action import action
from yunjian.kernel.actor import SYSTEM, Actor
from yunjian.kernel.errors import Declined
from yunjian.kernel.sealed import reseal as sealed_columns
from yunjian.parties import queries as parties

from .. import events, policy, queries
from ..logic.sealing import NotOurs, is_under, sealed, unsealed
from ..models import ProvenPhone


class OneKeyOnly(Declined):
    """没有换用前的签名密钥，不用重新封存。"""


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many factors, phones and sealed columns' values are under the present key now, and how many cannot be."""

    factors: int
    phones: int
    values: int
    left_factors: int
    left_phones: int
    left_values: int

    @property
    def is_whole(self) -> bool:
        """Whether the former keys are no longer needed for what is kept."""
        return not (self.left_factors or self.left_phones or self.left_values)


@action
def reseal(*, by: Actor, at: datetime) -> Resealed:
    """Bring every sealed secret and every digest of a phone under the present key; done twice it changes nothing."""
    policy.require_system(by, policy.RESEAL)
    keys = installation.good_keys()
    if len(keys) == 1:
        raise OneKeyOnly()
    factors, left_factors = _factors(keys)
    values, left_values = sealed_columns()
    phones, left_phones = _phones({} if left_values else parties.phones_of_accounts(reader=SYSTEM))
    left = left_factors + left_phones + left_values
    ledger.record(events.SecretsResealed(factors, phones, values, left), by=by, at=at)
    return Resealed(factors, phones, values, left_factors, left_phones, left_values)


def _factors(keys: tuple[str, ...]) -> tuple[int, int]:
    done = left = 0
    for factor in Authenticator.objects.select_for_update().filter(type=Authenticator.Type.TOTP).order_by("pk"):
        if is_under(factor.data["secret"], keys[0]):
            continue
        try:
            factor.data["secret"] = sealed(unsealed(factor.data["secret"], keys), keys)
        except NotOurs:
            left += 1
            continue
        factor.save(update_fields=["data"])
        done += 1
    return done, left


def _phones(numbers: dict[int, str]) -> tuple[int, int]:
    """A digest tells no number: it is made anew from the number the person's record has, where that is the same."""
    done = left = 0
    for row in ProvenPhone.objects.select_for_update().order_by("pk"):
        present, *former = queries.phone_digests(numbers.get(row.account_id, ""), reader=SYSTEM)
        if row.digest == present:
            continue
        if row.digest not in former:
            left += 1
            continue
        row.digest = present
        row.save(update_fields=["digest"])
        done += 1
    return done, left
