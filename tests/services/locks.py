"""Writing the lock files: the version and hash of every package, and no address of any registry."""

import subprocess
import sys

from dev import DEVELOPMENT, ROOT, RUNTIME, TOOLS

SSO = ROOT / "requirements-sso.txt"  # in place of the runtime's, by an agency that wants it
BENCH = ROOT / "requirements-bench.txt"  # what `dev.py bench` sets the product beside

COMPILE = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version=3.11", "--generate-hashes"]
UNTOLD = ["--no-emit-index-url", "--custom-compile-command=python3 dev.py lock"]
GROUPS = {
    RUNTIME: ["pyproject.toml"],
    DEVELOPMENT: ["pyproject.toml", "--group=dev", f"--constraints={RUNTIME.name}"],
    SSO: ["pyproject.toml", "--extra=sso", f"--constraints={RUNTIME.name}"],
    BENCH: ["--group=bench", f"--constraints={RUNTIME.name}"],
    TOOLS: ["--group=tools", "--no-deps"],
}


def main(options: list[str]) -> int:
    """Write them all, handing the options (`--upgrade`) to uv; the exit code of the first that fails."""
    commands = [
        [sys.executable, "-m", *COMPILE, *UNTOLD, *what, *options, "-o", file.name] for file, what in GROUPS.items()
    ]
    for command in [*commands, ["npm", "install", "--package-lock-only"]]:
        if failed := subprocess.run(command, cwd=ROOT, check=False).returncode:
            return failed
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
