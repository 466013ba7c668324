"""What a worker prints when it begins: the seed's lines, with what is true where it runs."""

from balcao.jobs.carry.carrier import Carrier, connect
from balcao.jobs.work.members import banner

RULE = "=" * 70
NOWHERE = "redis://127.0.0.1:1/0"


def said(url, carrier):
    return banner(url, carrier, ["ocr", "email"]).splitlines()


def test_it_says_which_redis_and_which_queues(redis_server):
    lines = said(redis_server.url, Carrier(connect(redis_server.url), 300))

    assert lines == [
        RULE, "🚀 RQ Worker - Balcão", RULE, f"Redis: {redis_server.url}", "Filas: ocr, email",
        RULE, "", "✅ Conectado ao Redis", "✅ Worker iniciado, aguardando jobs...",
        "   (Ctrl+C para parar)",
    ]  # fmt: skip


def test_it_never_says_connected_where_it_is_not():
    off, gone = said("off", None), said(NOWHERE, Carrier(connect(NOWHERE), 300))

    assert "⚠️ Redis desligado nas configurações: trabalho direto pelo banco de dados" in off
    assert any(line.startswith("⚠️ Redis não disponível") for line in gone)
    assert not any("Conectado" in line for line in (*off, *gone))
