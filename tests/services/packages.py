"""Asking Debian's package manager for what a machine lacks, where it may. It knows nothing of what for."""

import os
import shutil
import subprocess
import sys


def may_install() -> bool:
    """Whether this user can install Debian packages without being asked for a password."""
    return shutil.which("apt-get") is not None and (os.geteuid() == 0 or _sudo_asks_nothing())


def apt_install(*names: str) -> bool:
    """Install packages and their needs; say on standard error what is done. Returns whether it went well."""
    if not may_install():
        return False
    print(f"  installing {' '.join(names)} with apt-get ...", file=sys.stderr, flush=True)
    return _apt_get("install", *names) or (_apt_get("update") and _apt_get("install", *names))


def _apt_get(verb: str, *names: str) -> bool:
    rank = [] if os.geteuid() == 0 else ["sudo", "-n"]
    options = ["--yes", "--no-install-recommends"] if verb == "install" else []
    command = [*rank, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", verb, *options, *names]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def _sudo_asks_nothing() -> bool:
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
