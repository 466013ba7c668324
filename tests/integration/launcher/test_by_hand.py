"""The web started by the commands that its seeds print, without the launcher."""

import os
import subprocess
import sys

from balcao.launcher import health
from tests.integration.launcher.conftest import ROOT, START_SECONDS, STOP_SECONDS
from tests.waiting import wait_until


def test_flask_itself_runs_the_web_that_wsgi_names(tmp_path, port):
    told = {"FLASK_APP": "wsgi:app", "FLASK_ENV": "development", "APP_ENV": "development"}
    environment = {**os.environ, **told, "VAR_DIR": str(tmp_path / "var")}
    for given in ("REDIS_URL", "RQ_REDIS_URL", "DATABASE_URL", "PUBLIC_URL"):
        environment.pop(given, None)
    subprocess.run([sys.executable, "migrate_db.py"], cwd=ROOT, env=environment, check=True)

    command = [sys.executable, "-m", "flask", "run", f"--port={port}"]
    web = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_until(lambda: health.answers("127.0.0.1", port), START_SECONDS, "an open web")
    finally:
        web.terminate()
        web.wait(STOP_SECONDS)
