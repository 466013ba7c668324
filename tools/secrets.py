"""`python -m tools.secrets` finds what looks like a secret; `--accept` says that a person looked.

The baseline holds no line numbers, so that moving a line does not ask for another look.
"""

import json
import sys

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

from tools.files import ROOT, project_files

BASELINE = ROOT / "tools" / "secrets.json"


def main(arguments: list[str]) -> int:
    """Name what nobody has looked at yet, with its line."""
    found = _found()
    if arguments == ["--accept"]:
        BASELINE.write_text(json.dumps(sorted(found), indent=2) + "\n")
        return 0
    known = set(json.loads(BASELINE.read_text()))
    unknown = {mark: place for mark, place in found.items() if mark not in known}
    print(*unknown.values(), sep="\n", end="")
    return int(bool(unknown))


def _found() -> dict[str, str]:
    secrets = SecretsCollection(root=str(ROOT))
    with default_settings():
        for path in project_files():
            secrets.scan_file(str(path.relative_to(ROOT)))
    return {
        f"{file} {secret.secret_hash}": f"{file}:{secret.line_number}: {secret.type}"
        for file, secret in secrets
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
