#!/bin/sh
# Everything from a bare checkout: makes .venv-test, installs what is missing, runs every check and test.
#   ./run_tests.sh               all of it; the last line counts
#   ./run_tests.sh lint unit     only these steps; `./run_tests.sh --list` names them
# Only python3 with venv is needed to begin. Chromium (and its fonts) is the one thing that pip cannot
# bring: as root, or with sudo that asks for no password, it is installed; otherwise the line is printed.
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

# A program or a library and the Debian package that brings it.
missing=
command -v chromium >/dev/null || missing="$missing chromium fonts-dejavu-core"
ldconfig=$(command -v ldconfig || echo /sbin/ldconfig)
$ldconfig -p | grep -q libatomic.so.1 || missing="$missing libatomic1"

if [ -n "$missing" ]; then
  line="apt-get install -y --no-install-recommends$missing"
  if [ "$(id -u)" = 0 ]; then sudo=; else sudo='sudo -n'; fi
  if command -v apt-get >/dev/null && $sudo true 2>/dev/null; then
    say "Installing$missing …"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # the line is made of words
    $sudo apt-get update -qq && $sudo $line -qq >/dev/null && missing=
  fi
fi

[ -z "$missing" ] || export TO_INSTALL="$line"
exec $venv/bin/python -m tools.check "$@"
