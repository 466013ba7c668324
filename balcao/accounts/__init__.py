"""People: how they join, log in, prove who they are, and what they may open."""
