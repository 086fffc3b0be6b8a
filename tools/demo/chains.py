"""Groups of clients: chains with several companies, municipalities with their bodies, managers with the houses they manage.

Clients are numbered in blocks of 500; the groups of a block are made from its number alone, with about 20 members (4 %).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from tools.demo.company_names import BRANDS, brand
from tools.demo.draws import Weighted, draws
from tools.demo.numbers import stable_id
from tools.demo.places import SEATS

BLOCK = 500
PER_BLOCK = 5
LARGEST_CHAIN = 11
"""Index of the client with 250 units."""
LARGEST_UNITS = 250

_SIZES = Weighted(((2, 32), (3, 25), (4, 16), (5, 9), (7, 9), (9, 6), (12, 3)))
_MUNICIPALITIES = tuple(SEATS)
_PARTS = (
    "", "īpašumi", "serviss", "loģistika", "Kurzeme", "Latgale", "Vidzeme", "Zemgale", "ražošana", "noma", "tirdzniecība",
    "investīcijas",
)  # fmt: skip

Kind = Literal["brand", "municipality", "houses"]


class Chain(NamedTuple):
    """A group: `members` are indexes of clients, first the head, an active one; `word` is the brand or municipality."""

    id: str
    name: str
    kind: Kind
    word: str
    members: tuple[int, ...]

    def company_core(self, rank: int) -> str:
        """The name in quotes of the member at that place of a brand."""
        part = _PARTS[rank % len(_PARTS)]
        return f"{self.word} {part}" if part else self.word


@lru_cache(maxsize=8)
def chains_of_block(block: int, seed: int) -> tuple[Chain, ...]:
    """The groups whose members are clients of this block."""
    draw = draws(seed, "chain", block)
    free: list[int] = []
    taken = {LARGEST_CHAIN} if block == 0 else set[int]()
    sizes = [_SIZES.pick(draw()) for _ in range(PER_BLOCK)]
    while len(free) < sum(sizes):
        offset = int(draw() * BLOCK)
        if offset not in taken:
            taken.add(offset)
            free.append(offset)
    result: list[Chain] = []
    for place, size in enumerate(sizes):
        number = block * PER_BLOCK + place
        members = [block * BLOCK + free.pop() for _ in range(size)]
        if number == 0:
            members.insert(0, LARGEST_CHAIN)
        result.append(_chain(number, tuple(members), draw(), seed))
    return tuple(result)


def _chain(number: int, members: tuple[int, ...], draw: float, seed: int) -> Chain:
    block, place = divmod(number, PER_BLOCK)
    group_id = stable_id(seed, f"group:{number}")
    if place == PER_BLOCK - 1 and block < len(_MUNICIPALITIES):
        word = _MUNICIPALITIES[block].removesuffix(" nov.")
        return Chain(group_id, f"{word} novada pašvaldība", "municipality", word, members)
    cycle, rest = divmod(number, BRANDS)
    # 977 shares no factor with BRANDS, so brands differ; neighbours do not look alike.
    word = brand(cycle * BRANDS + (rest * 977 + 31) % BRANDS)
    if number > 0 and draw < 0.2:
        return Chain(group_id, f"{word} namu pārvalde", "houses", word, members)
    return Chain(group_id, word, "brand", word, members)


@lru_cache(maxsize=8)
def _members(block: int, seed: int) -> dict[int, tuple[Chain, int]]:
    return {
        index: (chain, rank)
        for chain in chains_of_block(block, seed)
        for rank, index in enumerate(chain.members)
    }


def membership(index: int, seed: int) -> tuple[Chain, int] | None:
    """The group of a client and its place in it, or None for the 96 % without one."""
    return _members(index // BLOCK, seed).get(index)
