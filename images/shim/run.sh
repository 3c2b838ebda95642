#!/bin/sh
# durable-aci-run COMMAND [ARGUMENT...]
# Runs a container's command and exits as it does. Its output goes where it would have gone and, where there is a
# LOG_URL, to that append blob too, in order; when it has ended its exit code goes to DONE_URL, with DONE_TOKEN.
# Signals are passed on, INT and QUIT as TERM. The command sees none of the three variables; without them it is only run.
# Needs sh, curl and, for a log, a folder for temporary files.

say() { echo "durable-aci-run: $*" >&2; }

if [ $# -eq 0 ]; then
  say 'the command to run is missing'
  exit 64
fi
log_url=${LOG_URL:-} done_url=${DONE_URL:-} done_token=${DONE_TOKEN:-}
unset LOG_URL DONE_URL DONE_TOKEN
[ -n "$log_url$done_url" ] || exec "$@"
if ! command -v curl >/dev/null; then
  say 'there is no curl: neither the log nor the exit code is reported'
  exec "$@"
fi

# A block of an append blob has up to 4 MiB, and a blob 50,000 of them, so that pauses grow with their number:
# https://learn.microsoft.com/rest/api/storageservices/append-block
max_block=4194304
blocks_per_second_of_pause=1000
# So many parts of 4 MiB may wait on the disk for storage that does not answer; then the command has to wait.
max_parts=256
# So often each is tried when the command has ended.
last_tries=6
# So long may what the command left behind hold its output.
seconds_after_end=2

# Prints the HTTP status of a request, 000 when there was no answer. URLs and secrets come by stdin: no list of
# processes shows them.
request() {
  curl --silent --output /dev/null --write-out '%{http_code}' --connect-timeout 10 --config - "$@" 2>/dev/null
}

may_pass() {
  case $1 in
    000 | 408 | 429 | 5??) return 0 ;;
    *) return 1 ;;
  esac
}

# Cuts what comes into files part.1, part.2 ..., each written as it comes. dd takes what there is, up to 4 KiB at a
# time, so that a part is at most one block.
cut_output() {
  part=1
  while dd bs=4096 count=1024 of="$folder/part.$part" 2>/dev/null && [ -s "$folder/part.$part" ]; do
    part=$((part + 1))
    while [ -e "$folder/part.$((part - max_parts))" ] && [ ! -e "$folder/refused" ]; do sleep 1; done
    [ ! -e "$folder/refused" ] || exec cat >/dev/null
  done
}

# Appends the file `block` to the log, at its place. After a try without an answer, a taken place means that it is there.
append_block() {
  pause=1 left=$last_tries unsure=
  while :; do
    place="header = \"x-ms-blob-condition-appendpos: $sent\""
    [ -z "$is_rerun" ] || place=
    status=$(printf 'url = "%s&comp=appendblock"\n%s\n' "$log_url" "$place" |
      request --request PUT --max-time 60 --data-binary "@$folder/block" --header 'Expect:' \
        --header 'x-ms-version: 2021-12-02' --header 'Content-Type: application/octet-stream')
    if [ "$status" = 201 ]; then
      return 0
    elif [ "$status" = 412 ]; then
      [ -z "$unsure" ] || return 0
      # What is there is an earlier run's of this container: the platform may start one again.
      is_rerun=1
    elif may_pass "$status"; then
      unsure=1
      if [ -e "$folder/ended" ]; then
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
      fi
      sleep "$pause"
      [ "$pause" -ge 30 ] || pause=$((pause * 2))
    else
      return 1
    fi
  done
}

# Sends all parts as they grow. Ends when the command has ended and all is sent, or when the log is refused.
send_log() {
  trap : USR1
  part=1 sent=0 sent_of_part=0 blocks=0 is_rerun='' is_last=''
  until [ -n "$is_last" ]; do
    [ ! -e "$folder/ended" ] || is_last=1
    while [ -e "$folder/part.$part" ]; do
      is_whole=
      [ ! -e "$folder/part.$((part + 1))" ] || is_whole=1
      tail -c "+$((sent_of_part + 1))" "$folder/part.$part" | head -c "$max_block" >"$folder/block"
      size=$(($(wc -c <"$folder/block")))
      if [ "$size" -gt 0 ]; then
        if ! append_block; then
          say "the log is not streamed any more (HTTP status $status)"
          : >"$folder/refused"
          return
        fi
        sent=$((sent + size)) sent_of_part=$((sent_of_part + size)) blocks=$((blocks + 1))
      elif [ -n "$is_whole" ]; then
        rm -f "$folder/part.$part"
        part=$((part + 1)) sent_of_part=0
      else
        break
      fi
    done
    [ ! -e "$folder/ended" ] || continue
    sleep $((1 + blocks / blocks_per_second_of_pause)) 2>/dev/null &
    wait $!
  done
}

report_exit() {
  pause=1 left=$last_tries
  while [ "$left" -gt 0 ]; do
    status=$(printf 'url = "%s"\nheader = "Authorization: Bearer %s"\n' "$done_url" "$done_token" |
      request --request POST --max-time 20 --data "{\"exitCode\":$1}" --header 'Content-Type: application/json')
    case $status in 2??) return ;; esac
    may_pass "$status" || break
    left=$((left - 1))
    sleep "$pause"
    pause=$((pause * 2))
  done
  say "the exit code is not reported (HTTP status $status)"
}

folder=
if [ -n "$log_url" ]; then
  for parent in "${TMPDIR:-/tmp}" /tmp /dev/shm; do
    folder=$(mktemp -d "$parent/durable-aci-run.XXXXXX" 2>/dev/null) && mkfifo "$folder/out" "$folder/copy" && break
  done
  [ -n "$folder" ] || say 'no folder can be written: the log is not streamed'
fi

child='' signal=''
pass_on() {
  signal=$1
  [ -z "$child" ] || kill -s "$1" "$child" 2>/dev/null
}
# A shell lets what runs in the background ignore INT and QUIT, so that it would not hear of them.
trap 'pass_on TERM' TERM INT QUIT
trap 'pass_on HUP' HUP
trap 'pass_on USR2' USR2

# What helps goes on when all processes get a signal; USR1 tells the sender of the end.
exec 3<&0
if [ -n "$folder" ]; then
  trap '' USR1
  (trap '' TERM INT HUP QUIT USR2 && send_log) </dev/null >/dev/null 3<&- &
  sender=$!
  (trap '' TERM INT HUP QUIT USR2 && cut_output) <"$folder/copy" >/dev/null 3<&- &
  cutter=$!
  (trap '' TERM INT HUP QUIT USR2 && exec tee "$folder/copy") <"$folder/out" 3<&- &
  copier=$!
fi
trap 'pass_on USR1' USR1
if [ -n "$folder" ]; then
  (exec "$@") <&3 3<&- >"$folder/out" 2>&1 &
else
  (exec "$@") <&3 3<&- &
fi
child=$!
[ -z "$signal" ] || kill -s "$signal" "$child" 2>/dev/null
exec 3<&-

# A signal ends a wait early.
signal=
wait "$child"
code=$?
while [ -n "$signal" ]; do
  signal=
  wait "$child"
  again=$?
  # It had ended, and was waited for, before.
  [ "$again" -eq 127 ] || code=$again
done
child=

if [ -n "$folder" ]; then
  (sleep "$seconds_after_end" && kill -s KILL "$copier") </dev/null >/dev/null 2>&1 &
  guard=$!
  wait "$copier"
  kill "$guard" 2>/dev/null
  wait "$cutter"
  : >"$folder/ended"
  kill -s USR1 "$sender" 2>/dev/null
  wait "$sender"
  rm -rf "$folder"
fi
[ -z "$done_url" ] || report_exit "$code"
exit "$code"
