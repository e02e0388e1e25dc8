"""What is masked, what is left, and what stands in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.rules.privacy import Kind, find_personal_data, mask_personal_data
from arena.rules.privacy.cards import has_a_luhn_digit
from arena.rules.privacy.resident import birth_day, has_a_checksum


def test_a_word_says_what_stood_there_and_the_rest_stays() -> None:
    masked = mask_personal_data("제 번호는 010-1234-5678이고 카드는 4111 1111 1111 1111 이에요.", "ko")
    assert masked.text == "제 번호는 [전화번호]이고 카드는 [카드번호] 이에요."
    assert masked.kinds == (Kind.PHONE, Kind.CARD)


def test_an_english_prompt_stays_english() -> None:
    assert mask_personal_data("Call me at 010-1234-5678.", "en").text == "Call me at [phone number]."


def test_it_tells_where_it_found_what() -> None:
    (found,) = find_personal_data("번호 ０１０-１２３４-５６７８ 예요")
    assert (found.kind, found.start, found.end) == (Kind.PHONE, 3, 16)


def test_each_kind_is_told_once() -> None:
    assert mask_personal_data("010-1234-5678, 010-2345-6789", "ko").kinds == (Kind.PHONE,)


@pytest.mark.parametrize(
    "spelling",
    [
        "010 1234 5678",
        "010ㅡ1234ㅡ5678",
        "０１０－１２３４－５６７８",
        "⓪①⓪-①②③④-⑤⑥⑦⑧",
        "0 1 0 1 2 3 4 5 6 7 8",
        "공일공 일이삼사 오육칠팔",
        "영일영에 일이삼사에 오육칠팔",
        "zero one zero, one two three four, five six seven eight",
        "O1O-1234-5678",
        "+82 (0)10 1234 5678",
        "0\ufe0f\u20e31\ufe0f\u20e30\ufe0f\u20e3-1234-5678",
    ],
)
def test_a_phone_number_is_found_however_it_is_written(spelling: str) -> None:
    assert mask_personal_data(f"제 번호는 {spelling} 예요", "ko").text == "제 번호는 [전화번호] 예요"


@pytest.mark.parametrize("text", ["010-1234-5678이에요", "공일공 일이삼사 오육칠팔이 제 번호"])
def test_a_particle_after_a_number_is_no_digit(text: str) -> None:
    assert mask_personal_data(text, "ko").text.startswith("[전화번호]이")


def test_a_number_of_before_2020_is_known_by_its_checksum() -> None:
    assert has_a_checksum("9001011234568")
    assert not has_a_checksum("9001011234567")


@pytest.mark.parametrize(("number", "possible"), [("0002293", True), ("9902291", False), ("9013011", False)])
def test_a_birthday_must_be_on_the_calendar(number: str, possible: bool) -> None:
    assert (birth_day(number) is not None) is possible


@pytest.mark.parametrize("text", ["210314-3987654", "900101-1234567", "주민번호 9913321234567"])
def test_a_wrong_checksum_does_not_let_a_registration_number_through(text: str) -> None:
    assert mask_personal_data(text, "ko").kinds == (Kind.RESIDENT,)


def test_a_label_before_a_number_says_that_it_is_something_else() -> None:
    assert find_personal_data("주문번호 900101-1234567") == ()


def test_a_company_is_no_person() -> None:
    assert find_personal_data("법인등록번호 130111-0006246, 사업자등록번호 124-81-00998, 1588-1234") == ()


@pytest.mark.parametrize(("number", "holds"), [("4111111111111111", True), ("4111111111111112", False)])
def test_luhn(number: str, holds: bool) -> None:
    assert has_a_luhn_digit(number) is holds


def test_a_card_with_a_wrong_digit_is_one_when_it_is_called_one() -> None:
    assert find_personal_data("4111-1111-1111-1112") == ()
    assert mask_personal_data("카드번호 4111-1111-1111-1112", "ko").kinds == (Kind.CARD,)


@given(st.text(alphabet="0123456789 -.,공일이삼사오육칠팔구다시에계좌카드@abc\n(", max_size=200))
def test_finds_are_in_order_and_apart_and_masking_keeps_the_rest(text: str) -> None:
    masked = mask_personal_data(text, "ko")
    ends = [0, *(find.end for find in masked.found)]
    assert all(end <= find.start < find.end for end, find in zip(ends, masked.found, strict=False))
    kept = "".join(text[end : find.start] for end, find in zip(ends, masked.found, strict=False)) + text[ends[-1] :]
    assert len(masked.text) >= len(kept)


@given(st.integers(2, 9), st.integers(0, 999), st.integers(0, 9999), st.sampled_from(["-", " ", "", ".", " - ", "–"]))
def test_no_mobile_number_passes(first: int, middle: int, last: int, mark: str) -> None:
    number = mark.join(("010", f"{first}{middle:03}", f"{last:04}"))
    assert mask_personal_data(f"주문 확인 {number} 부탁", "ko").text == "주문 확인 [전화번호] 부탁"
