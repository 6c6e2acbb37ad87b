"""What the bootstrap says on a machine that lacks something, and what it runs where it may."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent.parent / "packaging" / "linux" / "bootstrap.sh"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell script")

# A Python without ensurepip: it answers questions as Debian's does before python3-venv is there.
OLD_DEBIAN_PYTHON = """\
case "$*" in
*ensurepip*) exit 1 ;;
*"%d.%d"*) echo 3.11 ;;
*version_info*) exit 0 ;;
esac
"""


class Machine:
    """A PATH with nothing on it but basic tools and the programs that a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir()
        for tool in ("sh", "dirname", "env", "cat", "cksum", "uname", "rm", "grep", "sort"):
            found = shutil.which(tool)
            assert found
            (self.bin / tool).symlink_to(found)
        self.script = folder / "checkout" / "packaging" / "linux" / "bootstrap.sh"
        self.script.parent.mkdir(parents=True)
        shutil.copy(SCRIPT, self.script)

    def add(self, name: str, body: str) -> None:
        """Put a program on the PATH."""
        program = self.bin / name
        program.unlink(missing_ok=True)
        program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        program.chmod(0o755)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the bootstrap on this machine."""
        return subprocess.run(
            [self.bin / "sh", self.script, *words],
            env={"PATH": str(self.bin)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.add("id", "echo 1000")
    return machine


def test_without_python_it_says_what_to_install(machine: Machine) -> None:
    done = machine.run("install")
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
    assert "sudo apt-get install python3 python3-venv" in done.stderr


def test_an_old_python_is_not_taken(machine: Machine) -> None:
    machine.add("python3", "exit 1")
    assert "Python 3.11 or newer" in machine.run("install").stderr


def test_without_rights_it_names_the_package_of_this_python(machine: Machine) -> None:
    machine.add("python3", OLD_DEBIAN_PYTHON)
    machine.add("apt-get", "echo must not run; exit 1")
    done = machine.run("install")
    assert done.returncode == 1
    assert "sudo apt-get install python3.11-venv" in done.stderr
    assert "must not run" not in done.stderr


def test_as_root_it_installs_the_package_and_updates_only_if_need_be(machine: Machine) -> None:
    machine.add("id", "echo 0")
    machine.add("python3", OLD_DEBIAN_PYTHON)
    calls = machine.bin.parent / "calls"
    machine.add("apt-get", f'echo "$*" >>{calls}; case "$*" in *update*) exit 0;; *) exit 1;; esac')
    done = machine.run("install")
    assert done.returncode == 1
    assert "apt could not install" in done.stderr
    lines = calls.read_text(encoding="utf-8").splitlines()
    assert all("DPkg::Lock::Timeout=300" in line for line in lines)
    assert "python3.11-venv" in lines[0]
    assert [("update" in line.split()) for line in lines] == [False, True, False]


def add_environment(machine: Machine, ldd: str) -> None:
    """An installed checkout, on a Linux where ldd prints `ldd`."""
    machine.add("uname", "echo Linux")
    machine.add("ldd", f"printf '{ldd}'")
    python = machine.script.parent.parent.parent / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(
        '#!/bin/sh\ncase "$*" in *PySide6*) echo /qt ;; *) echo libone libtwo ;; esac\n'
    )
    python.chmod(0o755)


def test_complete_libraries_are_left_alone(machine: Machine) -> None:
    add_environment(machine, "libEGL.so.1 => /lib/libEGL.so.1 (0x1)\\n")
    done = machine.run("libraries")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_missing_library_is_named_with_the_command(machine: Machine) -> None:
    add_environment(machine, "libEGL.so.1 => not found\\n")
    machine.add("apt-get", "exit 1")
    done = machine.run("libraries")
    assert done.returncode == 1
    assert "libEGL.so.1 => not found" in done.stderr
    assert "sudo apt-get install libone libtwo" in done.stderr


def test_missing_tools_of_the_system_tests_are_named(machine: Machine) -> None:
    machine.add("apt-get", "exit 1")
    for tool in ("Xvfb", "openbox", "import", "xprop", "dbus-run-session"):
        machine.add(tool, "")
    done = machine.run("display")
    assert done.returncode == 1
    assert "sudo apt-get install pcmanfm xdotool" in done.stderr


def test_wrong_usage_is_told(machine: Machine) -> None:
    assert "usage:" in machine.run("dance").stderr
