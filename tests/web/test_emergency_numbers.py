import re

import pytest

from steadyback.web.emergency_numbers import ANYWHERE, countries, emergency_number


@pytest.mark.parametrize(
    ("country", "number"),
    [("GB", "999"), ("US", "911"), ("AU", "000"), ("NZ", "111"), ("DE", "112"), ("NO", "113"), ("JP", "119")],
)
def test_a_country_has_its_own_number(country: str, number: str) -> None:
    assert emergency_number(country) == number


@pytest.mark.parametrize("country", ["INT", "", "XX", "not a country"])
def test_an_unknown_country_gets_the_number_for_anywhere(country: str) -> None:
    assert emergency_number(country) == "112"


def test_a_code_in_small_letters_is_understood() -> None:
    assert emergency_number("gb") == "999"


def test_every_row_can_be_dialled_and_named() -> None:
    for code, country in countries().items():
        assert code == ANYWHERE or re.fullmatch("[A-Z]{2}", code)
        assert re.fullmatch(r"\d{2,5}", country.number), code
        assert country.name.strip() == country.name != ""


def test_the_list_is_in_the_order_of_its_names_after_the_general_row() -> None:
    names = [country.name for country in countries().values()][1:]
    assert names == sorted(names)
