"""Questions about ways of signing in: one's factors and devices, and what the security administrator watches over."""

from .clients import ClientView, clients
from .devices import MARK, DeviceView, devices, is_signed_in
from .export import sign_in_ways_of, sign_ins_of
from .factors import Factors, FactorView, factors
from .outside import Provider, account_of_subject, provider, subject_digest
from .phones import KeptTextView, TextToSend, account_of_phone, kept_texts, phone_digests, text_to_send
from .staff import ADD, APPOINT, LEAVE, LINK, RELIEVE, RETURN, Change, Plan, staff_changes

__all__ = [
    "ADD",
    "APPOINT",
    "LEAVE",
    "LINK",
    "MARK",
    "RELIEVE",
    "RETURN",
    "Change",
    "ClientView",
    "DeviceView",
    "FactorView",
    "Factors",
    "KeptTextView",
    "Plan",
    "Provider",
    "TextToSend",
    "account_of_phone",
    "account_of_subject",
    "clients",
    "devices",
    "factors",
    "is_signed_in",
    "kept_texts",
    "phone_digests",
    "provider",
    "sign_in_ways_of",
    "sign_ins_of",
    "staff_changes",
    "subject_digest",
    "text_to_send",
]
