"""What every feature stands on: database, clock, ids, errors, logs, tokens."""
