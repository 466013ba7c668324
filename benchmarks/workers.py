"""`worker.py` as it is, which also knows the jobs of the benchmarks."""

import sys

import benchmarks.bench_jobs  # noqa: F401 - makes its tasks known
import worker

if __name__ == "__main__":
    sys.exit(worker.main())
