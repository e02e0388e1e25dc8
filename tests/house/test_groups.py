"""Tests that share a site are told apart from those that any process may run."""

import pytest


@pytest.mark.xdist_group("alone")
def test_the_name_of_a_test_tells_its_group_to_whoever_shares_the_tests_out(request: pytest.FixtureRequest) -> None:
    # Without that every process would start the sites of all groups, and nothing but the time would tell.
    are_shared_out = request.config.getoption("loadgroup", False)
    assert request.node.nodeid.endswith("@alone") == are_shared_out
