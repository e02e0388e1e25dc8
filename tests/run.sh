#!/bin/sh
# Runs the tests in two parts side by side: `run.sh TESTERS "TESTS"`, from the top of the repository.
#
# The browser has processes of its own: its driver keeps an event loop running, which no other test could bear. Both
# parts wait for servers much of the time, so together they take little longer than the longer one. Tables and static
# files are made once for both, in a folder of theirs (tests/services/run_folder.py).
set -u
testers=$1 tests=$2
python=.venv/bin/python
here="not slow and not vllm"
# Only these are collected for the browser: reading all others takes as long as some of them run.
in_browser=${tests:-$(grep -rl --include='test_*.py' 'mark\.browser' tests)}

# Ended by a Ctrl-C too, which a process in the background does not hear.
browser=""
trap 'kill $browser 2>/dev/null; rm -rf "$CONTEST_TEST_RUN"' EXIT
trap 'exit 130' INT TERM
CONTEST_TEST_RUN=$(mktemp -d) || exit 1
export CONTEST_TEST_RUN

# The order of tests/conftest.py, in which long tests come first, is kept.
part() {
    # shellcheck disable=SC2086  # lists of words
    exec $python -m pytest -n "$testers" --no-loadscope-reorder --dist "$1" -m "$2" $3
}

# pytest says 5 where a part has none of the named tests.
passed() { [ "$1" = 0 ] || [ "$1" = 5 ]; }

part loadfile "$here and browser" "$in_browser" >"$CONTEST_TEST_RUN/browser.txt" 2>&1 &
browser=$!
(part loadgroup "$here and not browser" "$tests")
others=$?
echo "Tests in a browser:"
wait $browser
said=$?
browser=""
cat "$CONTEST_TEST_RUN/browser.txt"
passed $others && passed $said
