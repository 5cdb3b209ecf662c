"""The pictures of the documents."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_pictures_of_the_documents_show_what_furrow_draws():
    made = subprocess.run(
        [sys.executable, ROOT / "scripts/make-pictures", "--check"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
