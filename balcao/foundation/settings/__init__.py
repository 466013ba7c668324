"""What `config.py` needs to check settings, to keep the secret and to say what is wrong."""
