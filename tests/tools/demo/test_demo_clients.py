"""Demo clients: the same everywhere, shaped as latvia.md 6 says, and taken by the rules of the clients service."""

import hashlib
import tracemalloc
import uuid
from collections import Counter

import pytest

from kit.grpc_server import check_message
from kit.latvian.bank import check_iban
from kit.latvian.contact import check_email, check_phone, check_www, split_phones
from kit.latvian.fold import comparison_key
from kit.latvian.identifiers import check_peppol, check_personal_code, check_regcode, check_vat
from sysapi.clients.v1 import client_pb2 as pb
from tools.demo import draws as chance
from tools.demo.chains import LARGEST_CHAIN, membership
from tools.demo.clients import client, client_id
from tools.demo.numbers import stable_id
from tools.demo.run import chains

SEED = 2006
COUNT = 6_000


@pytest.fixture(scope="module")
def made() -> list[pb.Client]:
    return [client(index, SEED) for index in range(COUNT)]


def share(made: list[pb.Client], which) -> float:
    return sum(map(bool, map(which, made))) / len(made)


def is_legal(one: pb.Client) -> bool:
    return one.kind == pb.CLIENT_KIND_LEGAL


def test_the_first_two_thousand_are_the_same_on_every_machine(made: list[pb.Client]):
    hashed = hashlib.sha256()
    for one in made[:2_000]:
        hashed.update(one.SerializeToString(deterministic=True))
    assert hashed.hexdigest() == "6f6114361126d860c1dcd767cceda274913d517c125a32be96ecc1b0844df973"


def test_a_client_does_not_depend_on_those_before_it(made: list[pb.Client]):
    for index in (5_999, 0, 3_021):
        assert client(index, SEED) == made[index]
    assert client(7, SEED + 1) != made[7]


def test_ids_are_uuid_5_and_different(made: list[pb.Client]):
    namespace = uuid.uuid5(uuid.NAMESPACE_URL, "urn:sysapi:demo")
    assert stable_id(3, "client:17") == str(uuid.uuid5(namespace, "3:client:17"))
    ids = [one.id for one in made] + [unit.id for one in made for unit in one.units]
    assert len(set(ids)) == len(ids)
    assert made[17].id == client_id(17, SEED)


def test_every_client_keeps_the_rules_of_its_proto(made: list[pb.Client]):
    for one in made:
        check_message(one)
        assert one.name or (one.first_name and one.last_name)
        assert (one.status == pb.CLIENT_STATUS_CLOSED) == one.HasField("closed_on")
        units = {unit.id: unit for unit in one.units}
        for unit in one.units:
            assert unit.active != unit.HasField("closed_on")
            assert not unit.parent_id or unit.parent_id in units
        if one.main_unit_id:
            assert units[one.main_unit_id].active


def test_numbers_are_right_but_for_the_planned_mistakes(made: list[pb.Client]):
    checks = {
        pb.IDENTIFIER_TYPE_LV_REGCODE: check_regcode,
        pb.IDENTIFIER_TYPE_LV_VAT: check_vat,
        pb.IDENTIFIER_TYPE_LV_PERSONAL_CODE: check_personal_code,
        pb.IDENTIFIER_TYPE_PEPPOL: check_peppol,
    }
    states = Counter()
    for one in made:
        for row in one.identifiers:
            states[checks[row.type](row.value).state] += 1
        for account in one.bank_accounts:
            assert check_iban(account.iban).bank
    assert 0 < states["suspect"] < 0.008 * states.total()
    assert states["none"] > 0, "new personal codes have no check digit"


def test_numbers_are_not_shared():
    seen = Counter(
        row.value
        for index in [*range(2_000), *range(100_000, 101_000), *range(900_000, 901_000)]
        for row in client(index, SEED).identifiers
    )
    assert seen.most_common(1)[0][1] == 1


def test_channels_can_be_read(made: list[pb.Client]):
    for one in made:
        for row in one.channels:
            if row.kind == pb.CHANNEL_KIND_PHONE:
                assert [check_phone(part) for part in split_phones(row.value)]
            elif row.kind == pb.CHANNEL_KIND_EMAIL:
                assert check_email(row.value).endswith(".example.lv")
            else:
                assert check_www(row.value)
        for contact in one.contacts:
            assert not contact.phone or check_phone(contact.phone)
            assert not contact.email or check_email(contact.email)
        for unit in one.units:
            assert not unit.phone or check_phone(unit.phone)


@pytest.mark.parametrize(
    ("what", "wanted", "which"),
    [
        ("legal persons", 0.64, is_legal),
        ("active", 0.55, lambda one: one.status == pb.CLIENT_STATUS_ACTIVE),
        ("prospects", 0.03, lambda one: one.status == pb.CLIENT_STATUS_PROSPECT),
        ("in a group", 0.04, lambda one: one.group_id),
        ("one unit", 0.90, lambda one: len(one.units) <= 1),
        ("four to ten units", 0.023, lambda one: 4 <= len(one.units) <= 10),
        ("eleven units and more", 0.006, lambda one: len(one.units) > 10),
        ("a phone", 0.85, lambda one: any(c.kind == pb.CHANNEL_KIND_PHONE for c in one.channels)),
        ("an e-mail", 0.60, lambda one: any(c.kind == pb.CHANNEL_KIND_EMAIL for c in one.channels)),
        ("a notice", 0.01, lambda one: one.notice.text),
    ],
)
def test_shares_are_those_of_the_profile(made: list[pb.Client], what: str, wanted: float, which):
    # Three standard deviations of a sample of this size, and a little for duplicates.
    tolerance = 3 * (wanted * (1 - wanted) / COUNT) ** 0.5 + 0.012 * wanted
    assert abs(share(made, which) - wanted) < tolerance, what


def test_forms_codes_and_towns_have_their_shares(made: list[pb.Client]):
    legal = [one for one in made if is_legal(one)]
    natural = [one for one in made if not is_legal(one)]
    forms = Counter(one.legal_form for one in legal)
    assert 0.76 < forms["SIA"] / len(legal) < 0.84
    assert {"AS", "BDR", "NOD", "ZEM", "IK", "IND", ""} < forms.keys()
    assert abs(share(natural, lambda one: one.identifiers) - 0.30) < 0.04
    in_riga = share(
        [one for one in legal if one.addresses], lambda one: "Rīga" in one.addresses[0].line
    )
    assert 0.53 < in_riga < 0.63


def test_a_fifth_of_the_units_is_closed_and_chains_mostly_have_a_main_one(made: list[pb.Client]):
    units = [unit for one in made for unit in one.units]
    assert 0.16 < sum(not unit.active for unit in units) / len(units) < 0.24
    several = [one for one in made if len(one.units) > 1 and any(unit.active for unit in one.units)]
    assert 0.64 < share(several, lambda one: one.main_unit_id) < 0.76


def test_one_chain_has_two_hundred_and_fifty_units(made: list[pb.Client]):
    assert len(made[LARGEST_CHAIN].units) == 250
    assert max(len(one.units) for one in made) == 250


def test_the_head_of_a_group_is_an_active_client(made: list[pb.Client]):
    heads = [made[chain.members[0]] for chain in chains(COUNT, SEED)]
    assert made[LARGEST_CHAIN] in heads
    assert all(head.status == pb.CLIENT_STATUS_ACTIVE for head in heads)


def test_groups_exist_for_every_member_and_names_differ(made: list[pb.Client]):
    groups = chains(COUNT, SEED)
    by_id = {chain.id: chain for chain in groups}
    for index, one in enumerate(made):
        if one.group_id:
            assert index in by_id[one.group_id].members
            found = membership(index, SEED)
            assert found is not None
            assert found[0].id == one.group_id
    names = Counter(comparison_key(chain.name) for chain in chains(60_000, SEED))
    assert names.most_common(1)[0][1] == 1


def test_some_clients_are_entered_twice(made: list[pb.Client]):
    phones = Counter(
        row.value for one in made for row in one.channels if row.kind == pb.CHANNEL_KIND_PHONE
    )
    assert 0.01 < sum(count - 1 for count in phones.values()) / len(made) < 0.03


def test_dirt_is_there(made: list[pb.Client]):
    names = [one.name + one.last_name for one in made]
    assert 0.02 < sum(name.endswith(" ") for name in names) / len(made) < 0.045
    assert any("\u0304" in name or "\u030c" in name for name in names)
    two = [row.value for one in made for row in one.channels if len(split_phones(row.value)) == 2]
    assert 0.03 < len(two) / len(made) < 0.06
    assert any("Vecais tālrunis" in one.comment for one in made)
    assert any(len(row.postcode) == 4 for one in made for row in one.addresses)


def test_memory_stays_flat():
    for index in range(3_000):
        client(index, SEED)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for index in range(700_000, 706_000):
            client(index, SEED)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    # Only cached days and blocks may stay.
    assert grown < 2_000_000


def test_picks_follow_their_weights_exactly_at_the_bounds():
    table = chance.Weighted((("a", 1), ("b", 3)))
    assert [table.pick(draw) for draw in (0.0, 0.2499, 0.25, 0.9999)] == ["a", "a", "b", "b"]
    draw = chance.draws(1, "test", 2)
    assert [round(draw(), 9) for _ in range(2)] == [0.980942412, 0.114223807]
