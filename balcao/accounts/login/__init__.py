"""Coming in and going out: passwords, sessions, and who a browser belongs to."""
