"""The shell blocks of README.md, so that the check and the tests run exactly what people copy: `python tests/readme.py run|test`."""

import pathlib
import re
import sys

README = pathlib.Path(__file__).parent.parent / "README.md"


def block(name: str) -> str:
    """The shell block under the README's comment `<!-- name -->`."""
    found = re.search(rf"<!-- {name} -->\s*```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    if not found:
        raise SystemExit(f"README.md has no shell block named {name!r}")
    return found[1]


if __name__ == "__main__":
    sys.stdout.write("set -euo pipefail\n" + block(sys.argv[1]))
