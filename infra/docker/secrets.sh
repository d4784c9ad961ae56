#!/bin/sh
# secrets.sh: makes .env from .env.example with fresh secrets. What .env has already is kept, so it may be run again at any time.
set -eu
cd "$(dirname "$0")/../.."
umask 077
[ -f .env ] || cp .env.example .env

for name in POSTGRES_PASSWORD KARNA_ADMIN_TOKEN KARNA_DESKTOP_CODE GRAFANA_PASSWORD; do
  if ! grep -q "^$name=." .env; then
    value=$(od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n')
    grep -v "^$name=" .env >.env.new || true
    echo "$name=$value" >>.env.new
    mv .env.new .env
  fi
done
