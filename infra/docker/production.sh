#!/bin/sh
# production.sh SERVICE FOLDER: installs the run-time dependencies of one service into FOLDER.
set -eu
service=$1
out=$2
sh infra/docker/manifests.sh "$out"
cd "$out"
npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace "services/$service"
rm -rf infra apps bench integration-tests package-lock.json node_modules/.package-lock.json

# onnxruntime-node carries the libraries of every platform, some 240 MB that cannot run here.
runtimes=node_modules/onnxruntime-node/bin/napi-v6
if [ -d "$runtimes" ]; then
  mv "$runtimes/linux/$(node -p process.arch)" "$runtimes/mine"
  rm -rf "$runtimes/linux" "$runtimes/darwin" "$runtimes/win32"
  mkdir "$runtimes/linux"
  mv "$runtimes/mine" "$runtimes/linux/$(node -p process.arch)"
fi

# Declarations and source maps of dependencies serve compilers and debuggers; licences stay.
find node_modules -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' \) -delete
