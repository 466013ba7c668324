"""A launcher that cannot start says why, in a sentence, and starts nothing."""

import os
import socket
import subprocess
import sys

import pytest

from balcao.launcher.refusal import Exit
from tests.integration.launcher.conftest import ROOT, STOP_SECONDS


def test_a_taken_port_is_named_with_its_holder(launch, port):
    with socket.create_server(("127.0.0.1", port)):
        launcher = launch()
        status = launcher.process.wait(STOP_SECONDS)

    assert status == Exit.REFUSED
    assert f"Port {port} on 127.0.0.1 is taken by" in launcher.output
    assert f"(process {os.getpid()})" in launcher.output


def test_a_second_launcher_on_the_same_folder_names_the_first(launch, port):
    first = launch().until_open()

    second = launch(on=port + 1)

    assert second.process.wait(STOP_SECONDS) == Exit.REFUSED
    assert f"already runs on {first.var_dir} (process {first.process.pid})" in second.output
    assert first.answers()


def test_all_wrong_settings_are_named_at_once(launch):
    launcher = launch(WORKER_THREADS="many", LEASE_SECONDS="0")

    assert launcher.process.wait(STOP_SECONDS) == Exit.REFUSED
    assert "WORKER_THREADS" in launcher.output
    assert "LEASE_SECONDS" in launcher.output
    assert "Traceback" not in launcher.output


def test_a_file_in_the_place_of_the_folder_is_refused(launch, tmp_path):
    place = tmp_path / "file"
    place.write_text("not a folder")

    launcher = launch(place)

    assert launcher.process.wait(STOP_SECONDS) == Exit.REFUSED
    assert "VAR_DIR" in launcher.output
    assert "Traceback" not in launcher.output


# The options of a small file system, mounted where only this test sees it.
@pytest.mark.parametrize(
    ("option", "reason"), [("ro", "cannot be written"), ("size=512k", "No space left on device")]
)
def test_a_folder_that_cannot_take_data_is_refused(tmp_path, port, option, reason):
    var_dir = tmp_path / "var"
    var_dir.mkdir()
    script = (
        f'mount -t tmpfs -o {option} none "$VAR_DIR" && "$@"; code=$?; ls "$VAR_DIR"; exit $code'
    )
    namespace = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]

    ended = subprocess.run(
        [*namespace, sys.executable, "-m", "balcao.launcher"],
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": str(var_dir), "PORT": str(port)},
        capture_output=True,
        text=True,
        timeout=STOP_SECONDS,
        check=False,
    )

    assert ended.returncode == Exit.REFUSED, ended.stderr
    assert reason in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "launcher.lock" not in ended.stdout
