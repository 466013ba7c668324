#!/bin/bash
# What a stranger tries on running containers: start jobs, kill the worker, empty Redis, count, have a receipt read.
#   COMPOSE_PROFILES=workers docker-compose up -d && tools/docker/probe.sh [PROJECT]
set -euo pipefail
cd "$(dirname "$0")/../.."
project=${1:-balcao}
site=http://127.0.0.1:${PORT:-8000}
jar=$(mktemp)
trap 'rm -f "$jar"' EXIT

container() { docker ps -q --filter "label=com.docker.compose.project=$project" --filter "label=com.docker.compose.service=$1"; }
until_true() { # seconds, what, command
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { echo "still not: $what"; exit 1; }
    sleep 0.5
  done
  echo "ok: $what"
}
is_well() { curl -sf "$site/health" | grep -q '"status":"ok"'; }
has_workers() { curl -sf "$site/health" | grep -q "\"workers\":$1"; }
browse() { curl -sf -b "$jar" -c "$jar" "$@"; }
token_of() { browse "$site$1" | sed -n 's/.*name="csrf-token" content="\([^"]*\)".*/\1/p'; }
start() { # name of a demonstration; prints the job's id
  local token
  token=$(token_of /dev/jobs)
  browse -H 'Accept: application/json' -H "X-CSRFToken: $token" -X POST "$site/dev/jobs/$1" |
    sed -n 's/.*"job_id":"\([^"]*\)".*/\1/p'
}
status_is() { curl -sf -b "$jar" "$site/api/v1/jobs/$1" | grep -q "\"status\":\"$2\""; }

until_true 60 "everything is well, work is carried by Redis" is_well
until_true 60 "fourteen workers in two containers" has_workers 14

jobs=()
for name in count retry mail heavy count heavy count; do jobs+=("$(start $name)"); done
failing=$(start fail)
worker=$(container rq_worker)
kill -9 "$(docker inspect -f '{{.State.Pid}}' "$worker")"
echo "killed the worker container"
docker exec "$(container redis)" redis-cli flushall >/dev/null
echo "emptied Redis"
for name in count heavy mail; do jobs+=("$(start $name)"); done

for job in "${jobs[@]}"; do until_true 60 "job $job is finished" status_is "$job" finished; done
until_true 30 "the job that cannot go well says so" status_is "$failing" failed
until_true 60 "the worker container is back" has_workers 14
until_true 120 "its own check says healthy" sh -c \
  "docker inspect -f '{{.State.Health.Status}}' $(container rq_worker) | grep -qx healthy"

# a new account, and a receipt that is read in here by the engine in the image
python3 -m tools.visit "$site"
curl -sf "$site/health"
