"""What a receipt is worth: to us or not, used before, paid or only promised. Pure functions."""
