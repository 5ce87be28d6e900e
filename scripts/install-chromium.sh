#!/bin/sh
# Installs Debian's Chromium, which the browser tests drive. Says why, and ends well, where it cannot.
set -eu

path="${CHROMIUM_PATH:-/usr/bin/chromium}"
if [ -x "$path" ]; then
  echo "Chromium is there: $path"
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Chromium is not installed: there is no apt-get here. Install Chromium yourself and name it in CHROMIUM_PATH; until then browser tests are skipped."
  exit 0
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1 || ! sudo -n true 2>/dev/null; then
    echo "Chromium is not installed: that needs root. Run 'sudo sh scripts/install-chromium.sh'; until then browser tests are skipped."
    exit 0
  fi
  as_root="sudo"
fi
$as_root apt-get update || echo "apt-get update failed; trying with the lists that are there"
if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium fonts-liberation; then
  echo "Chromium could not be installed, see above. Browser tests are skipped."
fi
