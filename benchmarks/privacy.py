"""How well personal data is masked, on the generated labelled set: `python -m benchmarks.privacy`.

python -m benchmarks.privacy                # the table
python -m benchmarks.privacy --show 20      # also what was missed and what was masked for nothing
python -m benchmarks.privacy --seed 7       # on other lines from the same generator
"""

import argparse

from arena.rules.privacy import find_personal_data
from tests.privacy.labelled import SEED, handwritten, lines
from tests.privacy.measure import Measured, measure


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEED, help="seed of the generator")
    parser.add_argument("--show", type=int, default=0, help="how many misses and false alarms to print")
    arguments = parser.parse_args()
    for name, chosen in (("generated", lines(arguments.seed)), ("written by hand", handwritten())):
        print(f"{name}: {len(chosen)} lines")
        report(measure(chosen, find_personal_data), arguments.show)


def report(measured: Measured, show: int) -> None:
    """Print the table, and the first misses and false alarms."""
    print(measured.table())
    for line in measured.missed[:show]:
        print(f"missed {line.kind}: {line.text!r}")
    for line in measured.false_alarms[:show]:
        print(f"false alarm: {line.text!r}")


if __name__ == "__main__":
    main()
