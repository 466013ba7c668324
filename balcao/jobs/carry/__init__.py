"""Redis and RQ, which only carry: row ids to the workers, and a true picture for `rq info`."""
