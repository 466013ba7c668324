"""A forgotten password: one mail, one link, one new password."""
