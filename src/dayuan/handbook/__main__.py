"""``python -m dayuan.handbook FOLDER``: check a handbook without the program around it."""

import argparse
import os
import sys
from collections.abc import Sequence

from dayuan.handbook.findings import language_of
from dayuan.handbook.load import check


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every finding; return 1 if there is an error, else 0."""
    parser = argparse.ArgumentParser(prog="python -m dayuan.handbook")
    parser.add_argument("folder", help="the folder with the *.yaml files of the handbook")
    parser.add_argument("--language", default=language_of(os.environ), help="zh-hans or en")
    chosen = parser.parse_args(arguments)
    checked = check(chosen.folder)
    for finding in checked.findings:
        sys.stdout.write(finding.report(chosen.language, folder=chosen.folder) + "\n")
    sys.stdout.write(f"{len(checked.errors)} errors, {len(checked.warnings)} warnings\n")
    return 1 if checked.errors else 0


if __name__ == "__main__":
    raise SystemExit(main())
