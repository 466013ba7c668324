"""The second proof: an authenticator app, passkeys, codes on paper."""
