"""What a benchmark's figures were measured on."""

import os
from pathlib import Path


def print_load() -> None:
    """Say how busy the machine is before the measurement, and how many cores it has."""
    print(f"load before: {Path('/proc/loadavg').read_text().strip()}; {os.cpu_count()} cores", flush=True)
