#!/bin/sh
# What the tests need beyond Maven and npm: a Chromium and Mosquitto with its command line clients.
# Does nothing when they are there. As root on Debian or Ubuntu it installs what is missing; anywhere else it names it.
set -eu

PATH=$PATH:/usr/sbin:/sbin

has() { command -v "$1" > /dev/null 2>&1; }

missing=
has chromium || has chromium-browser || has google-chrome || missing="$missing chromium"
has mosquitto && has mosquitto_passwd || missing="$missing mosquitto"
has mosquitto_pub && has mosquitto_sub && has mosquitto_rr || missing="$missing mosquitto-clients"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! has apt-get; then
  echo "The tests need more than is installed here. Missing packages (by their names in Debian):$missing" >&2
  echo "On Debian or Ubuntu: sudo apt-get install --no-install-recommends$missing" >&2
  echo "On a Mac: brew install mosquitto, and Google Chrome. Or leave the tests out: ./mvnw verify -DskipTests" >&2
  exit 1
fi

# Packages start their services when they are installed; the tests start a Mosquitto of their own instead.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi

echo "Installing for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# shellcheck disable=SC2086
if ! { apt-get -q update && apt-get -q -y --no-install-recommends install $missing; } > "$log" 2>&1; then
  tail -n 30 "$log" >&2
  echo "Could not install$missing; the whole output is in $log" >&2
  exit 1
fi
rm -f "$log"
