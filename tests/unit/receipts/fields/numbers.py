"""Invented numbers with true check digits, reckoned apart from the code under test."""


def a_cpf(seed: int) -> str:
    """Return eleven digits from a number of nine."""
    body = f"{seed % (10**9 - 1) + 1:09d}"
    body = "123456780" if len(set(body)) == 1 else body
    for _ in range(2):
        weight = len(body) + 1
        total = sum(int(digit) * (weight - at) for at, digit in enumerate(body))
        body += str(total * 10 % 11 % 10)
    return body


def a_cnpj(body: str) -> str:
    """Return fourteen characters from twelve."""
    for _ in range(2):
        total = sum((ord(one) - 48) * (2 + at % 8) for at, one in enumerate(reversed(body)))
        body += str(0 if total % 11 < 2 else 11 - total % 11)
    return body


def a_nif(seed: int) -> str:
    """Return nine digits from a number of eight."""
    total = sum(int(digit) * (9 - at) for at, digit in enumerate(str(seed)))
    return f"{seed}{0 if total % 11 < 2 else 11 - total % 11}"


def an_iban(country: str, rest: str) -> str:
    """Return the account with the two digits that make 97 leave one."""
    turned = "".join(str(int(one, 36)) for one in f"{rest}{country}00")
    return f"{country}{98 - int(turned) % 97:02d}{rest}"


def ten(number: str) -> str:
    """Return the check digit of a boleto's field."""
    total = 0
    for at, digit in enumerate(reversed(number)):
        product = int(digit) * (2 - at % 2)
        total += product - 9 if product > 9 else product
    return str(-total % 10)


def tlv(*fields: tuple[str, str]) -> str:
    """Return fields as a BR Code holds them."""
    return "".join(f"{name}{len(value):02d}{value}" for name, value in fields)


def crc(text: str) -> str:
    """Return the checksum, bit by bit."""
    rest = 0xFFFF
    for byte in text.encode():
        rest ^= byte << 8
        for _ in range(8):
            rest = (rest << 1 ^ 0x1021 if rest & 0x8000 else rest << 1) & 0xFFFF
    return f"{rest:04X}"
