"""What people may change about themselves."""
