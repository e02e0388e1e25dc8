#!/bin/sh
# Makes a virtual environment: make_environment.sh PYTHON FOLDER. Needs Python 3.11 or newer.
set -eu
python=$1
folder=$2

if ! command -v "$python" >/dev/null; then
    echo "Python is missing. Install Python 3.11 or newer, or name it: make run PYTHON=/path/to/python3" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "$("$python" --version) is too old. Name Python 3.11 or newer: make run PYTHON=/path/to/python3.11" >&2
    exit 1
fi
# Debian keeps these two in a package of their own.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    "$(dirname "$0")/packages.sh" python3-venv
fi
echo "Making the environment $folder …"
rm -rf "$folder"
"$python" -m venv "$folder"
