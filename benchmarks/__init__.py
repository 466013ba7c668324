"""What Balcão promises in figures, measured on this machine beside its peers; asserts nothing."""
