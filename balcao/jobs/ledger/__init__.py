"""Every move of a job in SQL, each a compare-and-set: nothing here trusts what it read before."""
