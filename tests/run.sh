#!/bin/sh
# Runs the tests in two parts: `run.sh TESTERS "TESTS"`, from the top of the repository.
#
# The browser has processes of its own: its driver keeps an event loop running, which no other test could bear. Tables
# and static files are made once for both parts, in a folder of theirs (tests/services/run_folder.py). Side by side on
# two cores the parts take no less time than one after the other, and wait for each other's servers.
set -u
testers=$1 tests=$2
here="not slow and not vllm"
# Only these are collected for the browser: reading all others takes as long as some of them run.
in_browser=${tests:-$(grep -rl --include='test_*.py' 'mark\.browser' tests)}
CONTEST_TEST_RUN=$(mktemp -d) || exit 1
export CONTEST_TEST_RUN
trap 'rm -rf "$CONTEST_TEST_RUN"' EXIT

# The order of tests/conftest.py, in which long tests come first, is kept. pytest says 5 where a part has none of the
# named tests.
part() {
    # shellcheck disable=SC2086  # lists of words
    .venv/bin/python -m pytest -n "$testers" --no-loadscope-reorder --dist "$1" -m "$2" $3 || [ $? = 5 ]
}

part loadgroup "$here and not browser" "$tests" && part loadfile "$here and browser" "$in_browser"
