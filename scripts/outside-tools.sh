#!/usr/bin/env bash
# Runs a command with the tools of test/outside (the AWS CLI, moto) in a virtual environment of their own, which is
# created if it is missing or its requirements have changed. Without Python it reports that it runs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! python3 -c 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo 'SKIPPED: the AWS CLI and moto need Python 3.11 or newer with venv, which is not here'
  exit 0
fi
requirements=test/outside/requirements.txt
venv=node_modules/.cache/palisade-outside
if ! cmp -s "$requirements" "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
  cp "$requirements" "$venv/requirements.txt"
fi
[ $# -eq 0 ] || exec "$@"
