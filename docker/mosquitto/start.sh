#!/bin/sh
# Starts Mosquitto in its container. The two users that Muster needs get their passwords from the environment each time;
# users that were added with mosquitto_passwd stay.
set -eu

passwords=/mosquitto/config/passwords
[ -e "$passwords" ] || touch "$passwords"
mosquitto_passwd -b "$passwords" listener "$LISTENER_PASSWORD"
mosquitto_passwd -b "$passwords" bootstrap "$BOOTSTRAP_PASSWORD"
chmod 600 "$passwords"
# What the plugin knows of units is kept here. At first it knows nobody but those two.
units=/mosquitto/data/dynamic-security.json
[ -s "$units" ] || cp /mosquitto/config/first-users.json "$units"
chmod 600 "$units"
# It gives up being root as soon as it runs.
chown -R mosquitto:mosquitto "$passwords" /mosquitto/data

exec mosquitto -c /mosquitto/config/mosquitto.conf
