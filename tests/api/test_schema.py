"""The OpenAPI document."""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.validation import validate_schema

ADDRESSES = 17


@pytest.fixture
def schema(db: None) -> dict[str, object]:
    """As a reader gets it."""
    found: dict[str, object] = Client().get("/api/v1/schema/").json()
    return found


def test_the_document_is_valid_openapi_3_1(schema: dict[str, object]) -> None:
    validate_schema(schema)
    assert str(schema["openapi"]).startswith("3.1.")


def test_nothing_is_left_to_guesses() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO())


def test_every_address_tells_its_errors(schema: dict[str, dict[str, dict[str, dict[str, object]]]]) -> None:
    operations = [one for path in schema["paths"].values() for one in path.values()]
    assert len(schema["paths"]) == ADDRESSES
    assert all({"400", "404", "406", "429"} <= set(one["responses"]) for one in operations)  # type: ignore[call-overload]
    assert all("401" in one["responses"] for one in operations if {} not in one["security"])
