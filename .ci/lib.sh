# What .ci/run and .ci/nightly share. Sourced, not run.
# shellcheck shell=bash
# shellcheck source=deploy/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../deploy/lib.sh"
cd "$CARDLEDGER_ROOT" || exit

# shellcheck disable=SC2034 # The scripts that source this use it.
buf="$CARDLEDGER_ROOT/build/node/bin/buf"
current_section=""
section_started=0
timings=()

end_section() {
  timings+=("$(printf '%5d s  %s' $((SECONDS - section_started)) "$current_section")")
  current_section=""
}

# section NAME COMMAND...: a heading, the command, its time. The first failure ends the script.
section() {
  current_section="$1"
  section_started=$SECONDS
  shift
  printf '\n======== %s\n' "$current_section"
  "$@"
  end_section
}

# Set as the EXIT trap: says which section failed, and what took how long.
report() {
  local code=$?
  if [[ -n "$current_section" ]]; then
    printf '\n======== FAILED: %s\n' "$current_section"
    # On a full disk a compiler fails without a word: ccache keeps its words in a file on the same disk.
    df -h --output=avail,target "$CARDLEDGER_ROOT" /tmp | sed 's/^/    /'
    end_section
  fi
  printf '\n'
  printf '%s\n' "${timings[@]}"
  printf '%5d s  in all\n' "$SECONDS"
  exit "$code"
}

# Makes build/tidy ready for clang-tidy: compile commands, and the headers generated from the protos.
prepare_tidy() {
  local headers
  configure_preset tidy
  mapfile -t headers < <(ninja -C build/tidy -t targets all | sed -n 's/^\(.*\.pb\.h\): .*/\1/p')
  ninja -C build/tidy "${headers[@]}" | thin_progress
}

# tidy FILE...: clang-tidy with -Wthread-safety, as many files at once as there are jobs. Files that
# preset tidy does not build are left out. All findings are shown; those that .clang-tidy calls errors
# fail.
tidy() {
  local file files=()
  prepare_tidy
  for file in "$@"; do
    if grep -qF "\"file\": \"$CARDLEDGER_ROOT/$file\"" build/tidy/compile_commands.json; then files+=("$file"); fi
  done
  note "${#files[@]} files"
  # shellcheck disable=SC2016 # The inner shell expands them.
  printf '%s\n' "${files[@]}" | xargs -r -P "$(build_jobs)" -I '{}' bash -c '
    started=$SECONDS
    code=0
    output="$(clang-tidy -p build/tidy --quiet "$1" 2>/dev/null)" || code=$?
    echo "    $1 ($((SECONDS - started)) s)"
    if [[ -n "$output" ]]; then echo "$output"; fi
    exit "$code"' tidy '{}'
}

# Starts a server on a port of the system's choice with its data in DIR, runs COMMAND with the address as
# its last argument, and stops the server. Fails when the server does not end cleanly.
with_server() {
  local binary="$1" dir="$2" server code=0
  shift 2
  "$binary" --data-dir="$dir/ledger" --listen=127.0.0.1:0 --create=SANDBOX --development-identities \
    --policy-dir="$CARDLEDGER_ROOT/deploy/policy" --port-file="$dir/port" &
  server=$!
  until [[ -s "$dir/port" ]]; do
    kill -0 "$server" 2>/dev/null || die "the server did not start"
    sleep 0.05
  done
  "$@" "127.0.0.1:$(<"$dir/port")" || code=$?
  kill -TERM "$server"
  wait "$server" || die "the server did not stop cleanly"
  return "$code"
}
