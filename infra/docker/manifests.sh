#!/bin/sh
# manifests.sh FOLDER: copies what `npm ci` reads, and the scripts beside this one, to FOLDER.
# An install that sees this folder alone stays in the build cache until a dependency really changes.
set -eu
out=$1
mkdir -p "$out"
find . -name node_modules -prune -o -name package.json -exec cp --parents {} "$out" \;
cp package-lock.json "$out"
cp --parents infra/docker/*.sh "$out"
