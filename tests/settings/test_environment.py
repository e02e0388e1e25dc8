"""Environment variables are read strictly: a typing error stops the start instead of changing a meaning."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from contest.environment import Environment


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("off", False), ("FALSE", False)])
def test_a_flag_is_read_in_any_usual_spelling(word: str, value: bool) -> None:
    assert Environment({"FLAG": word}).flag("FLAG", not value) is value


def test_a_flag_that_is_neither_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="FLAG='ture'"):
        Environment({"FLAG": "ture"}).flag("FLAG", False)


@pytest.mark.parametrize("text", ["many", "3.5", "-1", "11"])
def test_a_number_that_is_none_or_out_of_bounds_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="COUNT"):
        Environment({"COUNT": text}).whole("COUNT", 5, least=0, most=10)


def test_a_missing_value_takes_its_default_and_without_one_is_refused() -> None:
    empty = Environment({"NAME": "  "})
    assert empty.text("NAME", "default") == "default"
    with pytest.raises(ImproperlyConfigured, match="NAME"):
        empty.text("NAME")


def test_a_list_drops_empty_items() -> None:
    assert Environment({"HOSTS": "a.example, ,b.example"}).words("HOSTS", []) == ["a.example", "b.example"]
