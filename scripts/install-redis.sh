#!/bin/sh
# Installs Debian's redis-server, which tests start on ports of their own. Says why, and ends well, where it cannot.
set -eu

if command -v redis-server >/dev/null 2>&1; then
  echo "Redis is there: $(command -v redis-server)"
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Redis is not installed: there is no apt-get here. Install redis-server yourself; until then tests on Redis are skipped."
  exit 0
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1 || ! sudo -n true 2>/dev/null; then
    echo "Redis is not installed: that needs root. Run 'sudo sh scripts/install-redis.sh'; until then tests on Redis are skipped."
    exit 0
  fi
  as_root="sudo"
fi
$as_root apt-get update || echo "apt-get update failed; trying with the lists that are there"
# In run level 1 Debian does not start the service that it installs.
if ! $as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y --no-install-recommends redis-server; then
  echo "Redis could not be installed, see above. Tests on Redis are skipped."
fi
