"""A real Postfix in a folder of its own: STARTTLS, logins, one mailbox; it needs root to start.

Nothing of the machine's own Postfix is used but its programs.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from balcao.adapters.mail.opening import Place
from tests.servers.certificates import Authority
from tests.servers.ports import free_port
from tests.waiting import wait_until

START_SECONDS = 20
USER, PASSWORD = "balcao", "s3cret word"
MISSING = "Postfix is missing; ./run_tests.sh installs it when it is run by root"
OWNER = "postfix"
NOBODY = 65534
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mail.test
mydestination =
alias_maps =
alias_database =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
default_transport = error:no mail leaves this machine
virtual_mailbox_domains = mail.test
virtual_mailbox_maps = inline:{{ ana@mail.test=ana/ }}
virtual_mailbox_base = {folder}/mail
virtual_minimum_uid = 1
virtual_uid_maps = static:{nobody}
virtual_gid_maps = static:{nobody}
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = {certificate}
smtpd_sasl_auth_enable = yes
smtpd_sasl_path = smtpd
smtpd_sasl_local_domain = mail.test
cyrus_sasl_config_path = {folder}/conf/sasl
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = reject_unlisted_recipient, permit_sasl_authenticated, reject
"""
SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""
SASL = """\
pwcheck_method: auxprop
auxprop_plugin: sasldb
mech_list: PLAIN LOGIN
sasldb_path: {folder}/conf/sasl/users
"""


class Postfix:
    """The server, and what it has delivered."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self.place = Place("localhost", port, None, "starttls", f"{USER}@mail.test", PASSWORD)

    def delivered(self) -> list[bytes]:
        """Return the mails that lie in the mailbox."""
        box = self._folder / "mail" / "ana" / "new"
        return [path.read_bytes() for path in sorted(box.iterdir())] if box.exists() else []

    def start(self, certificate: Path) -> None:
        """Write its settings, start it, and wait until it listens."""
        for name in ("conf", "queue", "data", "mail", "conf/sasl"):
            (self._folder / name).mkdir()
        shutil.chown(self._folder / "data", OWNER)
        shutil.chown(self._folder / "mail", NOBODY, NOBODY)
        values = {"folder": self._folder, "port": self.place.port, "nobody": NOBODY,
                  "certificate": certificate}  # fmt: skip
        for name, text in {
            "conf/main.cf": MAIN,
            "conf/master.cf": SERVICES,
            "conf/sasl/smtpd.conf": SASL,
        }.items():
            (self._folder / name).write_text(text.format(**values))
        users = self._folder / "conf" / "sasl" / "users"
        subprocess.run(
            ["saslpasswd2", "-p", "-c", "-f", users, "-u", "mail.test", USER],
            input=PASSWORD, text=True, check=True,
        )  # fmt: skip
        shutil.chown(users, OWNER)
        self._run("start")
        wait_until(self._listens, START_SECONDS, "Postfix listens")

    def stop(self) -> None:
        """End it with all its processes."""
        self._run("abort")

    def _run(self, order: str) -> None:
        command = ["postfix", "-c", str(self._folder / "conf"), order]
        subprocess.run(command, check=True, capture_output=True)

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.place.port), 1):
            return True
        return False


@contextmanager
def postfix(authority: Authority) -> Iterator[Postfix]:
    """Start a server; it is gone at the end, with all it has kept."""
    assert shutil.which("postfix", path=f"{os.environ['PATH']}:/usr/sbin"), MISSING
    folder = Path(mkdtemp(prefix="postfix-"))
    folder.chmod(0o755)
    server = Postfix(folder, free_port())
    try:
        server.start(authority.certify())
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
