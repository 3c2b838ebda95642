#!/bin/sh
# Installs what real containers need on Debian or Ubuntu (Podman, and what makes our base image), and starts Podman's
# service where the project looks for it. As root; may be run again: it then does only what is missing.
#   sudo sh scripts/install-engine.sh
set -eu

# runc: Podman's first choice, crun, refuses machines whose cgroups are of both versions.
# netavark, aardvark-dns, iptables: the network of containers, its names and its ports.
# mmdebstrap: makes the base image where no registry answers. busybox-static: the small images of the tests.
packages='podman runc conmon netavark aardvark-dns iptables mmdebstrap busybox-static'
socket=/run/podman/podman.sock
log=/var/log/podman-service.log

missing() {
  for package in $packages; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

answers() {
  timeout 5 podman --remote --url "unix://$socket" version >/dev/null 2>&1
}

if [ "$(id -u)" -ne 0 ]; then
  echo 'install-engine.sh has to be run as root.' >&2
  exit 1
fi
if ! command -v apt-get >/dev/null; then
  echo 'install-engine.sh knows only apt-get; on this system install Docker or Podman yourself.' >&2
  exit 1
fi

wanted=$(missing)
if [ -n "$wanted" ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  # One word for each package.
  # shellcheck disable=SC2086
  apt-get install -q -y --no-install-recommends $wanted
fi

if ! answers; then
  mkdir -p "$(dirname "$socket")"
  # In a session of its own: it outlives this script and the terminal. A time of 0 means that it never ends by itself.
  # In a folder that stays: no container starts any more once the folder that the service was started in is removed.
  (cd "$(dirname "$socket")" && exec setsid podman --runtime runc system service --time=0 "unix://$socket") >>"$log" 2>&1 </dev/null &
  tries=60
  until answers; do
    tries=$((tries - 1))
    if [ "$tries" -eq 0 ]; then
      echo "Podman's service does not answer at $socket; $log says why:" >&2
      tail -n 20 "$log" >&2
      exit 1
    fi
    sleep 0.5
  done
fi
echo "Podman $(podman --version | cut -d ' ' -f 3) answers at $socket"
