"""The programs, built."""
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def programs(*needs):
    """Builds both as scripts/install does, after installing what that and `needs` (words of scripts/setup)
    take.

    Gives the folder that they are in.
    """
    subprocess.run([ROOT / "scripts/setup", *needs], check=True)
    for product in ("topo-archive", "topo-simulator"):
        shown = subprocess.run(
            [ROOT / "scripts/build-static", product], check=True, stdout=subprocess.PIPE, text=True)
    return Path(shown.stdout.strip()).parent
