"""The rules of identifiers: what is wrong with one, its plain form, and how much of it may be shown."""

import re
from datetime import date

from stdnum import numdb
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

# What can be wrong. The words shown for each are in models.Flag.
LENGTH, FORMAT, CHECKSUM, COMPONENT = "LENGTH", "FORMAT", "CHECKSUM", "COMPONENT"

# Registering bodies whose first character is a letter (GB 32100): the military, rural collectives and others.
_LETTERED = re.compile(r"(?:A[19]|N[1239]|Y1)\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(0\d{2,3})(\d{7,8})")
# Residence permits of people from Hong Kong, Macau and Taiwan carry these instead of a province.
_RESIDENCE_PERMITS = ("81", "82", "83")


def plain_credit_code(text: str) -> str:
    """The unified social credit code without separators, in capitals."""
    return uscc.compact(text)


def credit_code_flag(text: str) -> str:
    """What is wrong with a unified social credit code, or ``""``.

    python-stdnum wants eight leading digits; GB 32100 also knows registering bodies written with a letter, among
    them rural collectives (N2), so those are judged by its check digit alone.
    """
    code = plain_credit_code(text)
    if _LETTERED.fullmatch(code):
        return "" if code[-1] == uscc.calc_check_digit(code[:-1]) else CHECKSUM
    return _flag(uscc.validate, code)


def plain_identity_number(text: str) -> str:
    """The resident identity number without separators, its X in capitals."""
    return ric.compact(text.replace("-", "").replace(" ", ""))


def identity_number_flag(text: str, *, on: date) -> str:
    """What is wrong with a resident identity number on that day, or ``""``.

    We do not ask python-stdnum whether the county existed in the year of birth: cards were first issued in 1984 with
    the counties of their own day, and everybody born in Songjiang before 1982 would be turned away.
    """
    number = plain_identity_number(text)
    if len(number) != 18:
        return LENGTH
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return FORMAT
    if number[-1] != ric.calc_check_digit(number):
        return CHECKSUM
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        return COMPONENT
    return "" if date(1850, 1, 1) < born <= on and _is_known_place(number) else COMPONENT


def _is_known_place(number: str) -> bool:
    places = numdb.get("cn/loc").info(number[:6])
    return number.startswith(_RESIDENCE_PERMITS) or bool(places and places[0][1].get("province"))


def _flag(validate, number: str) -> str:
    try:
        validate(number)
    except ValidationError as problem:
        return {"InvalidLength": LENGTH, "InvalidChecksum": CHECKSUM}.get(type(problem).__name__, FORMAT)
    return ""


def plain_phone(text: str) -> str:
    """The digits of a phone number, the country code 86 of a mobile one left out."""
    digits = re.sub(r"[\s()（）\-—]", "", text)
    mobile = _MOBILE.fullmatch(digits)
    return mobile[1] if mobile else digits


def phone_flag(text: str) -> str:
    """What is wrong with a mobile or landline number (with its area code), or ``""``."""
    digits = plain_phone(text)
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return ""
    return FORMAT if not re.fullmatch(r"\+?[0-9]+", digits) or len(digits) == 11 else LENGTH


def masked_phone(text: str) -> str:
    """A phone number as it may be shown: 138****0000, 021******80."""
    if re.fullmatch(r"1\d{10}", text):
        return f"{text[:3]}****{text[-4:]}"
    if landline := _LANDLINE.fullmatch(text):
        area = landline[1][:3] if landline[1].startswith(("01", "02")) else landline[1]
        return f"{area}{'*' * (len(text) - len(area) - 2)}{text[-2:]}"
    return _masked(text)


def masked_identity_number(text: str) -> str:
    """An identity number as it may be shown: 310117********0011."""
    return f"{text[:6]}********{text[-4:]}" if len(text) == 18 else _masked(text)


_COMPOUND = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|司空|夏侯|长孙|宇文|轩辕|南宫|端木|百里|东郭|西门|"
    "呼延|闻人|淳于|单于|太史|申屠|公冶|宗政|濮阳|赫连|澹台|钟离|鲜于|闾丘|拓跋|独孤|完颜|耶律|第五"
)
_STREET = re.compile(r"^.*?(?:街道|镇|乡|大道|路|街|公路)")


def masked_name(text: str) -> str:
    """A person's name as it may be shown: 张*, 欧阳**. Letters keep their first."""
    kept = 2 if len(text) > 2 and _COMPOUND.match(text) else 1
    return text[:kept] + "*" * min(len(text) - kept, 2) if text else ""


def masked_email(text: str) -> str:
    """An e-mail address as it may be shown: z***@example.cn."""
    name, at, host = text.rpartition("@")
    return f"{name[:1]}***@{host}" if at else _masked(text)


def masked_address(text: str) -> str:
    """An address as it may be shown: down to the street or town, the door left out."""
    found = _STREET.match(text)
    return f"{found[0]}****" if found else _masked(text)


def masked_bank_card(text: str) -> str:
    """A bank card's number as it may be shown: its first six and last four digits."""
    return f"{text[:6]}{'*' * (len(text) - 10)}{text[-4:]}" if len(text) >= 12 else _masked(text)


def masked_plate(text: str) -> str:
    """A number plate as it may be shown: 沪A***12."""
    return f"{text[:2]}{'*' * (len(text) - 4)}{text[-2:]}" if len(text) >= 6 else _masked(text)


def _masked(text: str) -> str:
    """One that follows no known form: the first character only."""
    return text[:1] + "*" * (len(text) - 1)


MASKS = {
    "name": masked_name,
    "identity_number": masked_identity_number,
    "phone": masked_phone,
    "address": masked_address,
    "email": masked_email,
    "bank_card": masked_bank_card,
    "plate": masked_plate,
}


def masked(mask: str, text: str) -> str:
    """The text as its grade says it may be shown."""
    return MASKS[mask](text) if mask in MASKS else "*" * min(len(text), 4)
