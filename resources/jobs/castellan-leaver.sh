#!/bin/sh
# Reports that somebody leaves. Safe to call again: while the event is open, the second call is refused and ends with 4.
#
#   castellan-leaver.sh IDENTITY_ID DAY [COMMENT]
#
# CASTELLAN_URL (default http://127.0.0.1:17173) and CASTELLAN_TOKEN, or CASTELLAN_TOKEN_FILE, come from the environment. The
# token needs the scope events:write. Prints the event as JSON.
set -eu
[ $# -ge 2 ] || { sed -n '2,7p' "$0" >&2; exit 2; }
url=${CASTELLAN_URL:-http://127.0.0.1:17173}
token=${CASTELLAN_TOKEN:-$(cat "${CASTELLAN_TOKEN_FILE:?set CASTELLAN_TOKEN or CASTELLAN_TOKEN_FILE}")}

escaped() { printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g' | tr -d '\000-\037'; }
body=$(printf '{"identityId":"%s","effectiveDate":"%s","comment":"%s"}' "$(escaped "$1")" "$(escaped "$2")" "$(escaped "${3-}")")
answer=$(printf 'header = "Authorization: Bearer %s"\n' "$token" |
  curl --silent --show-error --config - --header 'Content-Type: application/json' --data-raw "$body" \
    --write-out '\n%{http_code}' "$url/api/personnel-events/offboard")
status=${answer##*
}
printf '%s\n' "${answer%
*}"
case $status in
  201) exit 0 ;;
  400) exit 2 ;;
  401 | 403) exit 3 ;;
  404 | 409) exit 4 ;;
  *) exit 1 ;;
esac
