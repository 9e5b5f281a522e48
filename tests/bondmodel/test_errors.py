import pytest
from bondmodel.errors import ModelError, NotModelled, choose, in_range


def test_choose_returns_what_is_allowed():
    assert choose("mode", "b", ("a", "b")) == "b"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("balance_tlb", "mode: 'balance_tlb' is not one of balance-rr, balance-tlb; did you mean 'balance-tlb'?"),
        ("zzz", "mode: 'zzz' is not one of balance-rr, balance-tlb"),
        (4, "mode: 4 is not one of balance-rr, balance-tlb"),
        (None, "mode: None is not one of balance-rr, balance-tlb"),
    ],
)
def test_choose_says_what_is_allowed_and_what_was_meant(value, text):
    with pytest.raises(ModelError) as caught:
        choose("mode", value, ("balance-rr", "balance-tlb"))
    assert str(caught.value) == text


@pytest.mark.parametrize("value", [3, 5, 7])
def test_in_range_returns_what_fits(value):
    assert in_range("x", value, 3, 7) == value


@pytest.mark.parametrize("value", [2, 8, True, 3.0, "3", None])
def test_in_range_names_the_field_and_the_range(value):
    with pytest.raises(ModelError, match=r"^x: .* is not a whole number from 0 to 7$|from 3 to 7$"):
        in_range("x", value, 3, 7)


def test_in_range_without_an_upper_end():
    assert in_range("x", 10**9, 1) == 10**9
    with pytest.raises(ModelError, match="of at least 1"):
        in_range("x", 0, 1)


def test_a_refusal_is_a_value_error():
    assert issubclass(NotModelled, ModelError)
    assert issubclass(ModelError, ValueError)
