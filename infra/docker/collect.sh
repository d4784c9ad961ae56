#!/bin/sh
# collect.sh FOLDER: puts what was compiled beside the manifests that are in FOLDER.
set -eu
out=$1
for manifest in $(cd "$out" && ls proto/package.json packages/*/package.json services/*/package.json); do
  part=$(dirname "$manifest")
  if [ -d "$part/dist" ]; then
    cp -R "$part/dist" "$out/$part/dist"
    find "$out/$part/dist" -name '*.d.ts*' -delete
  else
    rm -r "${out:?}/$part"
  fi
done
