"""The pictures of the documents."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import BINARY

ROOT = Path(__file__).resolve().parents[2]


def test_the_pictures_of_the_documents_show_what_furrow_draws():
    made = subprocess.run(
        [sys.executable, ROOT / "scripts/make-pictures", "--check"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr


@pytest.mark.parametrize("how", ["--check", "--try"])
def test_the_recordings_show_what_furrow_shows(how):
    made = subprocess.run(
        [sys.executable, ROOT / "scripts/make-recording", how], capture_output=True, text=True,
        env=os.environ | {"FURROW_BIN": BINARY})
    assert made.returncode == 0, made.stdout + made.stderr
