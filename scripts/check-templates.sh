#!/usr/bin/env bash
# Checks the packaged template and the templates of infra/ with cfn-lint and checkov, which are installed into a virtual
# environment of their own. Without Python it reports that it checks nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! python3 -c 'import venv' 2>/dev/null; then
  echo 'SKIPPED: cfn-lint and checkov need Python 3 with venv, which is not here'
  exit 0
fi
venv=node_modules/.cache/template-checks
if ! cmp -s infra/requirements.txt "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r infra/requirements.txt
  cp infra/requirements.txt "$venv/requirements.txt"
fi

# In CI the step before has packaged this tree. Elsewhere the package may be outdated.
[ -n "${CI:-}" ] && [ -f .serverless/cloudformation-template-update-stack.json ] || npx serverless package
mapfile -t templates < <(ls .serverless/cloudformation-template-update-stack.json infra/templates/*.yml)
echo "cfn-lint: ${templates[*]}"
# One Region of each partition, to find types and properties that one of them lacks.
"$venv/bin/cfn-lint" --regions us-east-1 us-gov-west-1 cn-north-1 -- "${templates[@]}"
for template in "${templates[@]}"; do
  "$venv/bin/checkov" --file "$template" --framework cloudformation --config-file infra/checkov.yml \
    --skip-download --compact --quiet
done
echo 'cfn-lint and checkov: nothing found'
