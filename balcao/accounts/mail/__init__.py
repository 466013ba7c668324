"""The three mails about accounts: what they are told, what they say, how they leave."""
