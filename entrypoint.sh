#!/usr/bin/env bash
# Starts everything that one container holds: nginx on $PORT, Odoo behind it.
#   entrypoint.sh            the same as `entrypoint.sh odoo`
#   entrypoint.sh config     print the rendered odoo.conf, secrets masked
#   entrypoint.sh COMMAND …  run any other command as it is
# Also works from a checkout: ODOO_BIN, NGINX_BIN, BOOT_PYTHON and RUN_DIR say where things are.
set -euo pipefail

home=$(cd "$(dirname "$0")" && pwd)
odoo=${ODOO_BIN:-odoo}
nginx=${NGINX_BIN:-nginx}
run_dir=${RUN_DIR:-/tmp/insightpulse}
boot() { PYTHONPATH="$home" "${BOOT_PYTHON:-python3}" -m boot "$@"; }

case ${1:-odoo} in
  odoo) ;;
  config) boot config; exit ;;
  *) exec "$@" ;;
esac

missing=$(boot prepare "$run_dir")

# Odoo itself reads ODOO_*, PG* and PORT, and lets them win over its file. Give it none of them.
clean=(env -i "PATH=$PATH" "HOME=${HOME:-/}" "LANG=${LANG:-C.UTF-8}" "TZ=${TZ:-UTC}"
       "MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}")

if [ -n "$missing" ]; then
  echo "boot: installing $missing" >&2
  "${clean[@]}" "$odoo" --config "$run_dir/odoo.conf" --init "$missing" --workers 0 \
    --max-cron-threads 0 --no-http --stop-after-init
fi

# One part that ends, for whatever reason, ends all: the platform then starts a whole container.
# Each part is told once: a second SIGTERM would make Odoo drop the requests it is finishing.
parts=()
stop() {
  trap '' TERM INT
  kill -TERM "${parts[@]}" 2>/dev/null || true
}
trap 'stop; stopped=1' TERM INT
"${clean[@]}" "$odoo" --config "$run_dir/odoo.conf" & parts+=($!)
"$nginx" -e stderr -p "$run_dir" -c "$run_dir/nginx.conf" & parts+=($!)
status=0
wait -n "${parts[@]}" || status=$?
if [ -n "${stopped:-}" ]; then status=0; else stop; fi
wait "${parts[@]}" 2>/dev/null || true
exit "$status"
