"""A sum is said as a Latvian and an Englishman would say it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.invoices.paper.words import sum_in_words


@pytest.mark.parametrize(
    ("amount", "said"),
    [("0.00", "Nulle eiro un 00 centu"),
     ("0.01", "Nulle eiro un 01 cents"),
     ("1.00", "Viens eiro un 00 centu"),
     ("2.02", "Divi eiro un 02 centi"),
     ("11.11", "Vienpadsmit eiro un 11 centi"),
     ("21.21", "Divdesmit viens eiro un 21 cents"),
     ("100.10", "Viens simts eiro un 10 centi"),
     ("219.99", "Divi simti deviņpadsmit eiro un 99 centi"),
     ("1000.00", "Viens tūkstotis eiro un 00 centu"),
     ("2001.50", "Divi tūkstoši viens eiro un 50 centi"),
     ("11000.00", "Vienpadsmit tūkstoši eiro un 00 centu"),
     ("21101.00", "Divdesmit viens tūkstotis viens simts viens eiro un 00 centu"),
     ("101000.00", "Viens simts viens tūkstotis eiro un 00 centu"),
     ("1000000.00", "Viens miljons eiro un 00 centu"),
     ("2300045.07", "Divi miljoni trīs simti tūkstoši četrdesmit pieci eiro un 07 centi"),
     ("999999999999.99", "Deviņi simti deviņdesmit deviņi miljardi deviņi simti deviņdesmit deviņi miljoni deviņi simti "
      "deviņdesmit deviņi tūkstoši deviņi simti deviņdesmit deviņi eiro un 99 centi")],
)  # fmt: skip
def test_latvian_nouns_follow_their_numbers(amount: str, said: str) -> None:
    assert sum_in_words(Decimal(amount), "lv") == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [("0.00", "Zero euros and 00 cents"),
     ("1.01", "One euro and 01 cent"),
     ("2.11", "Two euros and 11 cents"),
     ("21.21", "Twenty-one euros and 21 cents"),
     ("1000.00", "One thousand euros and 00 cents"),
     ("2001.50", "Two thousand one euros and 50 cents"),
     ("1234567.89", "One million two hundred thirty-four thousand five hundred sixty-seven euros and 89 cents")],
)  # fmt: skip
def test_english_nouns_follow_their_numbers(amount: str, said: str) -> None:
    assert sum_in_words(Decimal(amount), "en") == said
