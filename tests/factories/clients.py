"""Clients as the clients service publishes them, built by hand for the services that listen to it.

Derived fields (name_core, sort_key, normal forms) are computed by the same domain functions the clients service uses.
"""

from __future__ import annotations

import csv
import hashlib
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from kit.latvian.contact import check_phone
from kit.latvian.names import parse_legal_name, person_core, person_shown, show_legal_name
from kit.latvian.order import sort_key
from kit.personal_data import PersonalData
from sysapi.clients.v1 import client_changed_pb2
from sysapi.clients.v1 import client_pb2 as pb

_NAMESPACE = uuid.UUID("5f0c6d3e-8f43-4f0a-9a57-0c52b1f6a001")
_CREATED = 1_700_000_000


def stable_id(name: str) -> str:
    """The same UUID for the same name in every run."""
    return str(uuid.uuid5(_NAMESPACE, name))


def legal(
    name: str,
    *,
    client_id: str = "",
    number: int = 0,
    form: str = "",
    regcode: str = "",
    version: int = 1,
    status: pb.ClientStatus.ValueType = pb.CLIENT_STATUS_ACTIVE,
) -> pb.Client:
    """A legal person; its id follows from name and registration number unless given."""
    parsed = parse_legal_name(name, form)
    client = pb.Client(
        id=client_id or stable_id(name + regcode),
        version=version,
        number=number,
        kind=pb.CLIENT_KIND_LEGAL,
        status=status,
        name=name,
        legal_form=parsed.form,
        name_core=parsed.core,
        name_shown=show_legal_name(parsed),
        sort_key=sort_key(parsed.core),
    )
    client.create_time.seconds = client.update_time.seconds = _CREATED + number
    if regcode:
        add_identifier(client, pb.IDENTIFIER_TYPE_LV_REGCODE, regcode)
    return client


def person(
    first: str, last: str, *, client_id: str = "", number: int = 0, version: int = 1
) -> pb.Client:
    """A natural person."""
    core = person_core(first, last)
    client = pb.Client(
        id=client_id or stable_id(core),
        version=version,
        number=number,
        kind=pb.CLIENT_KIND_NATURAL,
        status=pb.CLIENT_STATUS_ACTIVE,
        first_name=first,
        last_name=last,
        name_core=core,
        name_shown=person_shown(first, last),
        sort_key=sort_key(core),
    )
    client.create_time.seconds = client.update_time.seconds = _CREATED + number
    return client


def add_identifier(
    client: pb.Client, kind: pb.IdentifierType.ValueType, normal: str
) -> pb.Identifier:
    """A number everybody may see."""
    return client.identifiers.add(
        id=stable_id(f"{client.id} {normal}"), type=kind, value=normal, shown=normal, normal=normal
    )


def add_personal_code(client: pb.Client, code: str, personal_data: PersonalData) -> pb.Identifier:
    """A personal code as it is published: masked, with its keyed hash."""
    digits = code.replace("-", "")
    return client.identifiers.add(
        id=stable_id(f"{client.id} {code}"),
        type=pb.IDENTIFIER_TYPE_LV_PERSONAL_CODE,
        shown=f"{digits[:6]}-*****",
        lookup=personal_data.lookup(digits),
    )


def add_channel(client: pb.Client, kind: pb.ChannelKind.ValueType, value: str) -> pb.Channel:
    """A phone, e-mail or web site with its normal form."""
    normal = check_phone(value).e164 if kind == pb.CHANNEL_KIND_PHONE else value.lower()
    return client.channels.add(
        id=stable_id(f"{client.id} {value}"), kind=kind, value=value, normal=normal
    )


def add_unit(
    client: pb.Client,
    name: str,
    address: str = "",
    *,
    city: str = "",
    active: bool = True,
    main: bool = False,
) -> pb.Unit:
    """A unit; the caller adds them in shown order."""
    unit = client.units.add(
        id=stable_id(f"{client.id} unit {name}"),
        client_id=client.id,
        kind=pb.UNIT_KIND_BRANCH,
        name=name,
        address=address,
        city=city,
        active=active,
        main=main,
    )
    if main:
        client.main_unit_id = unit.id
    return unit


def digest_of(client: pb.Client) -> int:
    """Any function of id, version and content serves a test."""
    body = client.SerializeToString(deterministic=True)
    return int.from_bytes(hashlib.sha256(body).digest()[:8], "big")


def changed(client: pb.Client, epoch: int = 1) -> client_changed_pb2.ClientChanged:
    """The event of the client as it is."""
    return client_changed_pb2.ClientChanged(client=client, epoch=epoch, digest=digest_of(client))


def register_sample(data_dir: Path) -> Iterator[pb.Client]:
    """The real rows of the Register of Enterprises that lie beside the checkout."""
    path = data_dir / "ur_register_sample.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter=";"), start=1000):
            client = legal(row["name"], form=row["type"], regcode=row["regcode"], number=number)
            if row["address"].strip():
                client.addresses.add(
                    kind=pb.ADDRESS_KIND_LEGAL,
                    line=row["address"],
                    city=row["address"].partition(",")[0],
                )
            yield client


def expectation_clients(personal_data: PersonalData) -> Sequence[pb.Client]:
    """The made-up clients F1 to F10 whose finding is specified (order: F1, F2, …)."""
    phone, email, www = pb.CHANNEL_KIND_PHONE, pb.CHANNEL_KIND_EMAIL, pb.CHANNEL_KIND_WWW
    f1 = person("Jānis", "Bērziņš", number=1)
    add_personal_code(f1, "328673-00679", personal_data)
    add_channel(f1, phone, "+371 26 123 456")
    add_channel(f1, email, "janis.berzins@example.lv")
    f2 = person("Ilze", "Kalniņa", number=2)
    add_channel(f2, phone, "29123456")
    f3 = person("Anna", "Bērziņa-Ozola", number=3)
    f4 = person("Jevgēnijs", "Ļebedevs", number=4)
    f5 = legal('SIA "Šķēle un partneri"', number=5)
    f6 = legal('SIA "Mūsu Pica"', number=6)
    f6.group_id, f6.group_name = stable_id("group Gardēdis"), "Gardēdis"
    add_unit(f6, "Birojs", "Brīvības gatve 204B, Rīga", city="Rīga", main=True)
    add_unit(f6, "Mūsu Pica Origo", city="Rīga")
    add_unit(f6, "Mūsu Pica Zemnieku 32", "Zemnieku iela 32, Liepāja", city="Liepāja")
    add_unit(f6, "Mūsu Pica Ogre", "Preses iela 2, Ogre", city="Ogre", active=False)
    f7 = legal('SIA "Lācis"', number=7)
    add_channel(f7, email, "info@lacis.example")
    add_channel(f7, www, "www.lacis.example")
    f8 = legal('SIA "3S+ & Co"', number=8)
    f9 = legal('IK "Bērzs"', number=9)
    f9.bank_accounts.add(id=stable_id("F9 account"), iban="LV80BANK0000435195001", active=True)
    f10 = legal('SIA "Ķekavas Žagari"', number=10)
    add_channel(f10, phone, "67 000 355")
    f2.addresses.add(
        kind=pb.ADDRESS_KIND_LEGAL, line="Rīga, Tērbatas iela 5", city="Rīga", postcode="LV-1010"
    )
    return f1, f2, f3, f4, f5, f6, f7, f8, f9, f10
