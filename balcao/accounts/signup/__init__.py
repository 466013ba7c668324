"""Joining: from a typed address to an account, with the mail in between."""
