"""What a worker prints when it begins: the seed's lines, with what is true where it runs."""

import pytest
from redis.exceptions import ConnectionError as NoRedisError

from balcao.jobs.work.members import banner

RULE = "=" * 70
WITHOUT = "⚠️ Redis desligado nas configurações: trabalho direto pelo banco de dados"


class Carrier:
    """Stands for a Redis that answers, or does not."""

    def __init__(self, error=None):
        self.error = error

    def look(self, queues):
        if self.error:
            raise self.error


def test_it_says_which_redis_and_which_queues():
    said = banner("redis://localhost:6379/0", Carrier(), ["ocr", "email"]).splitlines()

    assert said == [
        RULE, "🚀 RQ Worker - Balcão", RULE, "Redis: redis://localhost:6379/0", "Filas: ocr, email",
        RULE, "", "✅ Conectado ao Redis", "✅ Worker iniciado, aguardando jobs...",
        "   (Ctrl+C para parar)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("carrier", "told"),
    [(None, WITHOUT), (Carrier(NoRedisError("refused")), "⚠️ Redis não disponível: refused")],
)
def test_it_never_says_connected_where_it_is_not(carrier, told):
    said = banner("off", carrier, ["ocr"])

    assert told in said.splitlines()
    assert "Conectado" not in said
