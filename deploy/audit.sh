#!/bin/sh
# Unsafe code in what we wrote (bandit; ruff looks for the rest), and known faults in what the site installs (pip-audit).
# Exit 1: something was found. Exit 3: the index of known faults could not be asked, so nothing is known.
set -u
bin=$1

"$bin/bandit" --quiet --recursive arena contest --severity-level medium --confidence-level medium || exit 1
echo "Our code: nothing unsafe found."

# Strict: a package that the index does not know was not looked at, which is not the same as being clean.
said=$("$bin/pip-audit" --requirement requirements.txt --no-deps --disable-pip --strict --progress-spinner off 2>&1)
found=$?
printf '%s\n' "$said" | tail -n 20
[ "$found" -eq 0 ] && exit 0
case $said in
*"Found "*" known vulnerabilit"*) exit 1 ;;
esac
echo "The index of known faults could not be asked from here (no network, or a mirror that does not have it), so the" >&2
echo "versions in requirements.txt were NOT compared with it. Run make audit again where https://pypi.org answers." >&2
exit 3
