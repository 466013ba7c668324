"""Which mail domains people in Brazil and Portugal use, and what is mistaken for them.

The page's script gets the same names from the field it helps with (`templates/_fields.html`).
"""

# By how many people write there; the first that fits is the one suggested.
COMMON = (
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com.br",
    "yahoo.com",
    "icloud.com",
    "uol.com.br",
    "terra.com.br",
    "bol.com.br",
    "globo.com",
    "globomail.com",
    "hotmail.com.br",
    "outlook.com.br",
    "protonmail.com",
    "sapo.pt",
    "hotmail.pt",
    "outlook.pt",
    "live.com.pt",
    "netcabo.pt",
    "portugalmail.pt",
)

# Real ones that look like a slip of another.
OTHERS = frozenset(
    {
        "email.com",
        "gmx.com",
        "ig.com.br",
        "iol.pt",
        "live.com",
        "live.pt",
        "mail.com",
        "me.com",
        "msn.com",
        "proton.me",
        "r7.com",
        "yahoo.co",
        "yahoo.pt",
        "ymail.com",
    }
)

# Slips of more than one letter.
MISTAKEN = {
    "gmail": "gmail.com",
    "gmail.br": "gmail.com",
    "gmail.com.br": "gmail.com",
    "gmail.com.pt": "gmail.com",
    "gmail.pt": "gmail.com",
    "gemail.com": "gmail.com",
    "hotmail": "hotmail.com",
    "hotmail.br": "hotmail.com",
    "outlook": "outlook.com",
    "yahoo": "yahoo.com",
    "yahoo.br": "yahoo.com.br",
    "icloud": "icloud.com",
    "icloud.com.br": "icloud.com",
    "uol.com": "uol.com.br",
    "sapo.com": "sapo.pt",
}
