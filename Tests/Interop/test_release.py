"""What `make release` says, refuses and writes before anything is built, in a clone of its own."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def git(folder, *words):
    return subprocess.run(
        ["git", "-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.invalid", *words],
        check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def clone(tmp_path):
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is no clone")
    if not (ROOT / "Package.resolved").exists() or not shutil.which("dpkg-query"):
        pytest.skip("nothing is resolved here, or this is no Debian")
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, folder], check=True, capture_output=True)
    # As they are being worked on.
    for name in ("release", "make-sbom"):
        shutil.copyfile(ROOT / "scripts" / name, folder / "scripts" / name)
        (folder / "scripts" / name).chmod(0o755)
    shutil.copyfile(ROOT / "Package.resolved", folder / "Package.resolved")
    git(folder, "commit", "--quiet", "--all", "--allow-empty", "--message", "now")
    return folder


def release(clone, version):
    return subprocess.run(
        [clone / "scripts/release", version], capture_output=True, text=True, check=False,
        env=os.environ | {"DRY": "1"})


def test_a_dry_run_writes_notes_and_a_bill_and_changes_nothing(clone):
    before = git(clone, "rev-parse", "HEAD"), git(clone, "tag")
    done = release(clone, "90.1.0")
    assert done.returncode == 0, done.stderr
    assert "would write 90.1.0" in done.stdout and "tag v90.1.0" in done.stdout
    assert (git(clone, "rev-parse", "HEAD"), git(clone, "tag")) == before
    assert git(clone, "status", "--porcelain") == ""
    made = clone / ".build/releases/90.1.0-dry"
    notes = (made / "NOTES.md").read_text("utf-8")
    assert notes.startswith("# furrow 90.1.0\n\n### Added\n") and "## 0.1.0" not in notes
    for line in (made / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((made / name).read_bytes()).hexdigest() == digest
    bill = json.loads((made / "furrow-90.1.0.cdx.json").read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX" and bill["metadata"]["component"]["version"] == "90.1.0"
    pins = {pin["location"] for pin in json.loads((clone / "Package.resolved").read_text())["pins"]}
    named = {one["url"] for part in bill["components"] for one in part.get("externalReferences", [])}
    assert pins == named
    references = [part["bom-ref"] for part in bill["components"]]
    assert len(references) == len(set(references)) and bill["dependencies"][0]["dependsOn"] == references
    again = release(clone, "90.1.0")
    assert again.returncode == 0
    assert json.loads((made / "furrow-90.1.0.cdx.json").read_text("utf-8")) == bill


def test_the_bill_names_the_debian_packages_whose_libraries_are_loaded(clone, tmp_path):
    bill = tmp_path / "bill.json"
    program = shutil.which("git")
    subprocess.run([clone / "scripts/make-sbom", "1.0.0", bill, program], check=True, capture_output=True)
    parts = json.loads(bill.read_text("utf-8"))["components"]
    libc = next(part for part in parts if part["name"] == "libc6")
    installed = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", "libc6"], check=True, capture_output=True, text=True).stdout
    assert libc["version"] == installed and libc["purl"].startswith("pkg:deb/debian/libc6@")


def test_a_dirty_tree_a_taken_tag_and_a_version_that_is_none_are_refused(clone):
    (clone / "README.md").write_text("changed")
    done = release(clone, "90.1.0")
    assert done.returncode == 1 and "README.md" in done.stderr and "not committed" in done.stderr
    git(clone, "checkout", "--quiet", "README.md")
    git(clone, "tag", "v90.1.0")
    done = release(clone, "90.1.0")
    assert done.returncode == 1 and "a tag v90.1.0 already" in done.stderr
    assert "no version" in release(clone, "1.0").stderr
    assert re.search(r"0\.0\.1 is before \d", release(clone, "0.0.1").stderr)
    text = (clone / "CHANGELOG.md").read_text("utf-8")
    (clone / "CHANGELOG.md").write_text(re.sub(r"(?s)(?<=## Unreleased\n).*?(?=\n## )", "", text), "utf-8")
    git(clone, "commit", "--quiet", "--all", "--message", "nothing new")
    assert "says what is new" in release(clone, "90.2.0").stderr
