"""Accounts made and closed by hand: by whoever has the terminal, and by the first staff link."""
