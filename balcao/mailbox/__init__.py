"""The built-in mailbox: where mails go on a laptop that has no mail server."""
