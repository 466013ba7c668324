"""The three languages we speak, and whose clock hangs on the wall in each of them."""

DEFAULT = "pt_BR"
LANGUAGES = {"pt_BR": "Português (Brasil)", "pt_PT": "Português (Portugal)", "en": "English"}
ZONES = {"pt_BR": "America/Sao_Paulo", "pt_PT": "Europe/Lisbon", "en": "UTC"}
