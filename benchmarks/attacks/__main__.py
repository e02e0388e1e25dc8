"""The attack lab: `python -m benchmarks.attacks`.

python -m benchmarks.attacks                    # the gates, 200 seeded contests each, and the table of attacks
python -m benchmarks.attacks --runs 1000        # more contests
python -m benchmarks.attacks --only-gates
python -m benchmarks.attacks.deanonymise        # who can be told from frames and from texts
"""

import argparse
import os
import sys

# Small matrices: threads of the algebra library would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.attacks.gates import GATES
from benchmarks.attacks.table import rows

TABLE_RUNS = 40


def main() -> int:
    """Print the tables; 1 when a gate fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200, help="seeded contests for each gate")
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--only-gates", action="store_true", help="leave out the table of attacks")
    arguments = parser.parse_args()
    print(f"Gates: {arguments.runs} seeded contests each, seed {arguments.seed}")
    holds = True
    for gate in GATES:
        for one in gate(arguments.runs, arguments.seed):
            holds &= one.holds
            print(f"{'holds' if one.holds else 'FAILS':6}| {one.name} | {one.bar} | {one.measured}", flush=True)
    if not arguments.only_gates:
        print(f"\nAttacks: what they move the target by, in Elo, mean of {TABLE_RUNS} contests")
        for row in rows(TABLE_RUNS, arguments.seed):
            print(row, flush=True)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
