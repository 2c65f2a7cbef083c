"""The programs, built."""
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def release(*needs):
    """Builds both in release, after installing what that and `needs` (words of scripts/setup) take.

    Gives the folder that they are in.
    """
    subprocess.run([ROOT / "scripts/setup", *needs], check=True)
    command = ["swift", "build", "-c", "release", "--package-path", ROOT]
    for product in ("topo-archive", "topo-simulator"):
        subprocess.run([*command, "--product", product], check=True, stdout=sys.stderr)
    shown = subprocess.run([*command, "--show-bin-path"], check=True, capture_output=True, text=True)
    return Path(shown.stdout.strip())
