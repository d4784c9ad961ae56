#!/bin/sh
# secrets.sh: makes .env from .env.example and fills in every secret that is empty. What .env has already is kept, so it may be run
# again at any time.
set -eu
cd "$(dirname "$0")/../.."
umask 077
[ -f .env ] || cp .env.example .env

for name in POSTGRES_PASSWORD KARNA_ADMIN_TOKEN KARNA_DESKTOP_CODE GRAFANA_PASSWORD KARNA_CACHE_KEY; do
  grep -q "^$name=" .env || echo "$name=" >>.env
  value=$(od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n')
  sed "s/^$name=\$/$name=$value/" .env >.env.new
  mv .env.new .env
done
