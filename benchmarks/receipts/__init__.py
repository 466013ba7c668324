"""Receipts that nobody ever got: drawn, spoilt, labelled, read and scored, all of it invented."""
