#!/bin/sh
# Uploads an extract to Castellan and waits for its import. For cron, systemd and any scheduler that runs a command.
#
#   castellan-upload.sh APPLICATION_ID FILE_GROUP_ID FILE
#
# CASTELLAN_URL (default http://127.0.0.1:17173) and CASTELLAN_TOKEN, or CASTELLAN_TOKEN_FILE, come from the environment: an
# argument could be read by other users. The token needs the scopes imports:read and imports:stage.
# Ends with 0 when it is finished, 5 when it failed, 6 when it was canceled, 7 when it waits for a person, 1 otherwise.
set -eu
[ $# -eq 3 ] || { sed -n '2,9p' "$0" >&2; exit 2; }
url=${CASTELLAN_URL:-http://127.0.0.1:17173}
token=${CASTELLAN_TOKEN:-$(cat "${CASTELLAN_TOKEN_FILE:?set CASTELLAN_TOKEN or CASTELLAN_TOKEN_FILE}")}

# The header goes through standard input, so that it stands in no list of processes.
call() {
  printf 'header = "Authorization: Bearer %s"\n' "$token" | curl --silent --show-error --fail-with-body --config - "$@"
}

answer=$(call --form "applicationId=$1" --form "$2=@$3" "$url/api/application-imports/upload") || { printf "%s\n" "$answer" >&2; exit 1; }
# The first id of the answer is the import's.
id=$(printf '%s' "$answer" | sed -n 's/^{"id":"\([^"]*\)".*/\1/p')
echo "Import $id" >&2
while :; do
  answer=$(call "$url/api/application-imports/$id") || { printf "%s\n" "$answer" >&2; exit 1; }
  status=$(printf '%s' "$answer" | sed -n 's/.*"type":"[^"]*","status":"\([^"]*\)".*/\1/p')
  case $status in
    Finished) printf "%s\n" "$answer"; exit 0 ;;
    Failed) printf "%s\n" "$answer"; exit 5 ;;
    Canceled) printf "%s\n" "$answer"; exit 6 ;;
  esac
  case $answer in *'"paused":true'*) printf "%s\n" "$answer"; exit 7 ;; esac
  sleep "${CASTELLAN_PAUSE:-2}"
done
