"""`worker.py` as it is, which also knows the jobs of the tests."""

import sys

import tests.workshop  # noqa: F401 - makes its tasks known
import worker

if __name__ == "__main__":
    sys.exit(worker.main())
