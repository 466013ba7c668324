"""Taking a file in: checked, kept under a name of ours, and never lost."""
