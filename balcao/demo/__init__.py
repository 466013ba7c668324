"""The demonstration at /dev/jobs: the whole life of a job in a minute, in development only."""
