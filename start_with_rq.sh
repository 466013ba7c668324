#!/bin/sh
# One machine, one command: makes .venv, installs the locked packages, starts everything.
#   ./start_with_rq.sh                  Ctrl-C stops all of it
#   ./start_with_rq.sh --install-only   the first half, for images and provisioning
#   REQUIREMENTS=requirements-google.txt ./start_with_rq.sh   with Google Vision's client
set -eu
cd "$(dirname "$0")"
wanted=${REQUIREMENTS:-requirements.txt}
installed=.venv/.installed # a copy of the lock, written last: without it the install is not believed
unfinished=.venv.unfinished   # stands beside it, so that clearing .venv cannot lose it

refuse() {
  if [ "$(id -u)" = 0 ]; then sudo=; else sudo='sudo '; fi
  printf '%s\nOn Debian or Ubuntu: %sapt-get install -y python3 python3-venv\n' "$1" "$sudo" >&2
  exit 2
}

command -v python3 >/dev/null || refuse 'Balcão needs Python 3.11 or newer, and there is no python3.'
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  refuse "Balcão needs Python 3.11 or newer; this is $(python3 -V)."

venv_works() { .venv/bin/python -c 'import pip' 2>/dev/null; } # not after a new system Python

if ! cmp -s "$wanted" "$installed" || ! venv_works; then
  python3 -c 'import ensurepip, venv' 2>/dev/null || refuse "Python's venv module is missing."
  echo 'Installing the packages into .venv (only when the list has changed) …'
  if [ -e "$unfinished" ] || ! venv_works; then
    : >"$unfinished"
    python3 -m venv --clear .venv
  fi
  : >"$unfinished"
  rm -f "$installed"
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$wanted"
  cp "$wanted" "$installed.part"
  mv "$installed.part" "$installed"
  rm "$unfinished"
fi

[ "${1-}" != --install-only ] || exit 0
exec .venv/bin/python -m balcao.launcher
