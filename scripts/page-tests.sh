#!/usr/bin/env bash
# Opens the pages that `ballast` writes in a browser, and tests what only a browser can tell.
#
#   scripts/page-tests.sh                 tests them
#   scripts/page-tests.sh --screenshots   takes the pictures of docs/check.md
#
# Installs what drives the browser, and as root or with sudo the browser.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${CARGO_TARGET_DIR:-$PWD/target}/tools
proposals=packages/check/examples/proposals

if ! command -v chromium >/dev/null; then
  sudo=
  if [ "$(id -u)" != 0 ]; then sudo='sudo -n'; fi
  if ! { $sudo apt-get update -qq && $sudo apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1; then
    echo 'error: these tests need the browser chromium: install the package chromium (Debian: apt-get install chromium) and run this again' >&2
    exit 1
  fi
fi
BALLAST_BROWSER=$(command -v chromium)

# The version is part of the name: another one is installed beside, not instead.
npm_packages=$tools/pages-playwright-1.65.1-axe-4.14.1
if [ ! -d "$npm_packages/node_modules/axe-core" ] || [ ! -d "$npm_packages/node_modules/playwright-core" ]; then
  npm install --silent --no-audit --no-fund --prefix "$npm_packages" playwright-core@1.65.1 axe-core@4.14.1
fi

cargo build --quiet --locked --profile lab -p ballast-cli --bin ballast
ballast=${CARGO_TARGET_DIR:-$PWD/target}/lab/ballast
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT

# check NAME PROPOSAL EXIT-CODE OPTIONS
check() {
  local code=0
  "$ballast" check "$proposals/$2" --preset typical "${@:4}" --out "$pages/$1" >"$pages/$1.txt" 2>&1 || code=$?
  if [ $code != "$3" ]; then
    cat "$pages/$1.txt" >&2
    echo "error: ballast check $2 ended with $code, not $3" >&2
    exit 1
  fi
}

# checks OPTIONS
checks() {
  check check-harmless wider-band.json 0 "$@"
  check check-condemned deaf-breaker.json 1 "$@"
  check check-refused too-much-at-once.json 3 "$@"
}

export BALLAST_BROWSER BALLAST_PAGES=$pages BALLAST_NODE_PACKAGES=$npm_packages/
if [ "${1:-}" = --screenshots ]; then
  checks
  node tests/pages/screenshots.mjs docs
  exit
fi

# A history of more rows than are shown at once, with a price that trips the breaker.
awk 'BEGIN {
  print "start,demand_usd,price_usd"
  for (day = 0; day < 60; day++) printf "%d,%d,%.2f\n", 1704067200 + day * 86400, 20000, (day > 20 && day < 40 ? 1.9 : 4)
}' >"$pages/long.csv"

# Few runs: what the figures are is not what is tested here.
checks --runs 20
"$ballast" replay --out "$pages/replay" >/dev/null 2>&1
"$ballast" replay "$pages/long.csv" --preset typical --out "$pages/long" >/dev/null 2>&1
"$ballast" replay --scenario crash60 --out "$pages/crash60" >/dev/null 2>&1
node --test tests/pages/*.test.mjs
