"""How clients are reached: phones, e-mails and web sites as people type them, contact persons, bank accounts."""

from __future__ import annotations

from sysapi.clients.v1 import client_pb2
from tools.demo import numbers
from tools.demo.companies import PUBLIC
from tools.demo.draws import Draw, Weighted, one_of
from tools.demo.names import Person, address_word, person

_ROLES = Weighted(
    (
        (("valdes loceklis", "valdes locekle"), 28),
        (("valdes priekšsēdētājs", "valdes priekšsēdētāja"), 8),
        (("grāmatvedis", "grāmatvede"), 24),
        (("biroja administrators", "biroja administratore"), 8),
        (("projektu vadītājs", "projektu vadītāja"), 8),
        (("veikala vadītājs", "veikala vadītāja"), 6),
        (("noliktavas pārzinis", "noliktavas pārzine"), 5),
        (("iepirkumu speciālists", "iepirkumu speciāliste"), 5),
        (("īpašnieks", "īpašniece"), 4),
        (("", ""), 4),
    )
)
_FARM_ROLES = Weighted(
    (
        (("īpašnieks", "īpašniece"), 60),
        (("grāmatvedis", "grāmatvede"), 25),
        (("agronoms", "agronome"), 15),
    )
)
_PUBLIC_ROLES = Weighted(
    (
        (("direktors", "direktore"), 35),
        (("lietvedis", "lietvede"), 25),
        (("saimniecības daļas vadītājs", "saimniecības daļas vadītāja"), 25),
        (("grāmatvedis", "grāmatvede"), 15),
    )
)
_MAIL_HOSTS = ("pasts.example.lv", "epasts.example.lv", "vestule.example.lv", "mail.example.lv")
_BETWEEN = (", ", " / ", "; ", ",")


def phone_text(digits: str, draw: float) -> str:
    """The eight digits as people write them."""
    if draw < 0.45:
        return digits
    if draw < 0.7:
        return f"+371 {digits[:2]} {digits[2:5]} {digits[5:]}"
    if draw < 0.85:
        return f"{digits[:2]} {digits[2:5]} {digits[5:]}"
    if draw < 0.95:
        return f"+371{digits}"
    return f"(+371) {digits}"


def add_phones(client: client_pb2.Client, draw: Draw, area_code: str, fixed: float) -> None:
    """A phone for 85 %; 5 % of the fields hold two, 3 % end in blanks."""
    if draw() >= 0.85:
        return
    digits = numbers.fixed_line(draw, area_code) if draw() < fixed else numbers.mobile(draw)
    text = phone_text(digits, draw())
    dirt = draw()
    if dirt < 0.05:
        text += one_of(_BETWEEN, draw()) + phone_text(numbers.mobile(draw), draw() * 0.45)
    elif dirt < 0.08:
        text += "  "
    client.channels.add(kind=client_pb2.CHANNEL_KIND_PHONE, value=text, primary=True)


def add_company_channels(client: client_pb2.Client, draw: Draw, core: str, area_code: str) -> str:
    """Phones, e-mail and web site of a company; returns its mail domain."""
    add_phones(client, draw, area_code, 0.4)
    domain = f"{address_word(core)[:40].rstrip('-') or 'birojs'}.example.lv"
    if draw() < 0.6:
        local = one_of(("info", "info", "birojs", "pasts", "office"), draw())
        client.channels.add(
            kind=client_pb2.CHANNEL_KIND_EMAIL,
            value=f"{local}@{domain}{' ' if draw() < 0.03 else ''}",
            primary=True,
        )
        if draw() < 0.2:
            client.channels.add(
                kind=client_pb2.CHANNEL_KIND_EMAIL,
                value=f"{one_of(('gramatvediba', 'rekini', 'invoices'), draw())}@{domain}",
                purpose=client_pb2.CHANNEL_PURPOSE_INVOICES,
                note="grāmatvede" if draw() < 0.5 else "",
            )
    if draw() < 0.3:
        client.channels.add(
            kind=client_pb2.CHANNEL_KIND_WWW,
            value=f"{one_of(('www.', 'https://', 'https://www.'), draw())}{domain}",
            primary=True,
        )
    return domain


def add_person_channels(
    client: client_pb2.Client, draw: Draw, somebody: Person, area_code: str
) -> None:
    """Phone and e-mail of a natural person."""
    add_phones(client, draw, area_code, 0.08)
    if draw() < 0.6:
        number = str(int(draw() * 99)) if draw() < 0.4 else ""
        value = f"{mail_local(somebody, draw())}{number}@{one_of(_MAIL_HOSTS, draw())}"
        client.channels.add(kind=client_pb2.CHANNEL_KIND_EMAIL, value=value, primary=True)


def mail_local(somebody: Person, draw: float) -> str:
    """The part before @: janis.berzins, jberzins."""
    last = address_word(somebody.last)
    first = address_word(somebody.first.partition(" ")[0])
    return f"{first}.{last}" if draw < 0.8 else f"{first[0]}{last}"


def add_contacts(
    client: client_pb2.Client, draw: Draw, domain: str, *, form: str, unit_ids: list[str]
) -> None:
    """People to talk to: none for 30 %, mostly one or two; some belong to a unit, 7 % have left."""
    roles = {PUBLIC: _PUBLIC_ROLES, "ZEM": _FARM_ROLES}.get(form, _ROLES)
    amount = draw()
    count = (
        0 if amount < 0.3 else 1 if amount < 0.68 else 2 if amount < 0.9 else 3 + int(draw() * 3)
    )
    for place in range(count):
        somebody = person(draw)
        role = roles.pick(draw())[somebody.female]
        contact = client.contacts.add(
            name=somebody.full,
            role=role,
            primary=place == 0,
            active=place == 0 or draw() < 0.93,
        )
        if draw() < 0.8:
            contact.phone = phone_text(numbers.mobile(draw), draw())
        if draw() < 0.6:
            contact.email = f"{mail_local(somebody, draw())}@{domain}"
        if len(unit_ids) > 1 and draw() < 0.3:
            contact.unit_id = one_of(unit_ids, draw())


def add_bank_accounts(client: client_pb2.Client, draw: Draw, likely: float, bank: str = "") -> None:
    """An account for the given share, two for one in eight of those."""
    if draw() >= likely:
        return
    client.bank_accounts.add(iban=numbers.iban(draw, bank), primary=True, active=True)
    if not bank and draw() < 0.12:
        client.bank_accounts.add(iban=numbers.iban(draw), active=draw() < 0.8)
