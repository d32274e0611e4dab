#!/usr/bin/env bash
# Starts everything that one container holds: nginx on $PORT, Odoo behind it.
#   entrypoint.sh [odoo [OPTION …]]  bring the database to the code, then serve; OPTIONs go to Odoo
#   entrypoint.sh upgrade            only bring the database to the code (before a deployment)
#   entrypoint.sh check              print all that is wrong, each with its remedy; changes nothing
#   entrypoint.sh config             print the rendered odoo.conf, secrets masked
#   entrypoint.sh odoo-bin [ARG …]   one Odoo command on the same configuration, without nginx
#   entrypoint.sh shell [ARG …]      Odoo's Python shell: odoo-bin shell
#   entrypoint.sh move-attachments   to where ODOO_FILESTORE keeps new ones
#   entrypoint.sh backup [FILE|-]    database and files as one archive, while Odoo works
#   entrypoint.sh restore FILE|- [--replace]   the inverse, into an empty database
#   entrypoint.sh COMMAND …          run any other command as it is
# Also works from a checkout: ODOO_BIN, NGINX_BIN, BOOT_PYTHON, RUN_DIR and PG_BIN (the folder of
# pg_dump) say where things are, and PYTHONPATH where Odoo's package is.
set -euo pipefail

home=$(cd "$(dirname "$0")" && pwd)
odoo=${ODOO_BIN:-odoo}
nginx=${NGINX_BIN:-nginx}
run_dir=${RUN_DIR:-/tmp/insightpulse}
boot=(env "PYTHONPATH=$home${PYTHONPATH:+:$PYTHONPATH}" "PATH=${PG_BIN:+$PG_BIN:}$PATH"
      "${BOOT_PYTHON:-python3}" -m boot)

# Odoo itself reads ODOO_*, PG* and PORT, and lets them win over its file. Give it none of them;
# and what a process does not know, a fault in it cannot show. glibc raises its thresholds to the
# largest block that was ever freed, unless they are set: then a request that had a file of 30 MB
# in its hands would leave its worker that much larger.
clean=(env -i "PATH=$PATH" "HOME=${HOME:-/}" "LANG=${LANG:-C.UTF-8}" "TZ=${TZ:-UTC}"
       "MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}"
       "MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-131072}"
       "MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-131072}")

serve=1
case ${1:-odoo} in
  odoo)
    shift $(($# > 0)) ;;
  upgrade)
    serve='' ;;
  check | config | move-attachments | backup)
    exec "${boot[@]}" "$@" ;;
  restore)
    shift
    exec "${boot[@]}" restore "$run_dir" "$@" -- "${clean[@]}" "$odoo" ;;
  odoo-bin | shell)
    # without ports of its own: a server may be running beside it
    if [ "$1" = shell ]; then set -- shell --no-http "${@:2}"; else shift; fi
    case ${1:-} in
      --version | --help | -h | help) ;;  # answered without a database, so without settings
      *)
        "${boot[@]}" render "$run_dir"
        clean+=("ODOO_RC=$run_dir/odoo.conf") ;;
    esac
    exec "${clean[@]}" "$odoo" "$@" ;;
  *)
    exec "$@" ;;
esac

# Every child runs in the background while bash waits: a signal is handled at once only then, and
# the first process of a container that has no handler never gets it at all.
# Each child is told once: a second SIGTERM would make Odoo drop the requests it is finishing.
stopped='' parts=() untold=() front=''
start() {
  [ -z "$stopped" ] || return 0
  "$@" & parts+=($!) untold+=($!)
  [ -z "$stopped" ] || tell
}
tell() {
  local pids=("${untold[@]}")
  untold=()
  [ -z "$front" ] || close_front
  [ ${#pids[@]} -eq 0 ] || kill -TERM "${pids[@]}" 2>/dev/null || true
}
# nginx takes no more requests, and stays until all that it has are answered. Odoo would forget
# those that still wait for a worker: so it is told three seconds later. Websockets end with it.
close_front() {
  local tenths=30
  kill -QUIT "$front" 2>/dev/null || return 0
  while [ "$((tenths--))" -gt 0 ] && kill -0 "$front" 2>/dev/null && kill -0 "${parts[0]}" 2>/dev/null
  do sleep 0.1; done
}
stop() {
  trap '' TERM INT
  stopped=1
  tell
}
trap stop TERM INT

step() {  # what has to end well before the next thing begins
  local status=0
  start "$@"
  if [ -z "$stopped" ]; then wait "${parts[0]}" || status=$?; fi
  if [ -n "$stopped" ]; then wait; exit 143; fi
  parts=() untold=()
  [ "$status" -eq 0 ] || exit "$status"
}

(umask 077; mkdir -p "$run_dir")
step "${boot[@]}" upgrade "$run_dir" "${clean[@]}" "$odoo"
[ -n "$serve" ] || exit 0

# One part that ends, for whatever reason, ends all: the platform then starts a whole container.
start "${clean[@]}" "$odoo" --config "$run_dir/odoo.conf" "$@"
start "${clean[@]}" "$nginx" -e stderr -p "$run_dir" -c "$run_dir/nginx.conf"
if [ -z "$stopped" ]; then front=${parts[1]} untold=("${parts[0]}"); fi
status=0
wait -n "${parts[@]}" || status=$?
if [ -n "$stopped" ]; then status=0; else stop; fi
[ ${#parts[@]} -eq 0 ] || wait "${parts[0]}" || true
# Again and again: bash starts its children deaf to this signal, until they listen to it themselves.
if [ -n "$front" ]; then while kill -QUIT "$front" 2>/dev/null; do sleep 0.2; done; fi
wait
exit "$status"
