"""Everything that leaves for a person."""
