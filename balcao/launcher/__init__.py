"""Starts, watches and stops every process of a one-machine Balcão; nothing else imports it."""
