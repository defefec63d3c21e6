# Shared by the scripts in deploy/ and .ci/: words to the reader, progress, builds. Sourced, not run.
# shellcheck shell=bash

CARDLEDGER_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# What one checkout has compiled, another finds in ccache, wherever it stands.
export CCACHE_BASEDIR="$CARDLEDGER_ROOT" CCACHE_NOHASHDIR=true

say() { printf '==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Prints the comment block at the top of a script: that is its help.
print_help() { awk 'NR == 1 { next } !/^#/ { exit } { sub(/^# ?/, ""); print }' "$1"; }

# One job per core, fewer where memory is short: a sanitized gRPC file takes about 1.5 GB to compile.
build_jobs() {
  local cores memory_kb by_memory
  cores="$(nproc)"
  memory_kb="$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)"
  by_memory=$((memory_kb / (1536 * 1024)))
  ((by_memory >= 1)) || by_memory=1
  echo $((cores < by_memory ? cores : by_memory))
}

# quietly LOG COMMAND...: runs it with its output in LOG, says every 10 s that it still works, and
# shows the beginning and the end of LOG when it fails. Returns the command's exit code.
quietly() {
  local log="$1" heart code=0
  shift
  # The command stays in the foreground, so that Ctrl-C reaches it; the heart stops with this script.
  (
    seconds=0
    while sleep 10 >/dev/null 2>&1 && kill -0 "$$" 2>/dev/null; do
      seconds=$((seconds + 10))
      note "still working, $seconds s"
    done
  ) &
  heart=$!
  "$@" >"$log" 2>&1 </dev/null || code=$?
  kill "$heart" 2>/dev/null || true
  wait "$heart" 2>/dev/null || true
  if ((code)); then
    awk '{ line[NR] = $0 }
      END { for (i = 1; i <= NR; i++) if (i <= 12 || i > NR - 20) print "    | " line[i] }' "$log" >&2
    printf '    (all of it: %s)\n' "$log" >&2
  fi
  return "$code"
}

# Thins ninja's output to one line in twenty where nobody watches a terminal; warnings stay whole.
thin_progress() {
  if [[ -t 1 ]]; then
    cat
    return
  fi
  awk '
    /^\[[0-9]+\/[0-9]+\]/ {
      split(substr($1, 2), part, /[\/\]]/)
      step = int(part[1] * 20 / part[2])
      if (step == last) next
      last = step
    }
    { print; fflush() }'
}

# Configures when that was not done yet; ninja does it again by itself when a CMake file changed.
configure_preset() {
  local preset="$1" tree="$CARDLEDGER_ROOT/build/$1"
  if [[ -f "$tree/build.ninja" ]]; then return; fi
  mkdir -p "$tree"
  say "Configuring preset $preset"
  (cd "$CARDLEDGER_ROOT" && quietly "$tree/configure.log" cmake --preset "$preset") ||
    die "cmake --preset $preset failed"
}

# build_preset PRESET [NINJA TARGETS...]
build_preset() {
  local preset="$1" tree="$CARDLEDGER_ROOT/build/$1" started=$SECONDS
  shift
  configure_preset "$preset"
  say "Building preset $preset (build/$preset, $(build_jobs) jobs)"
  if [[ -t 1 ]]; then
    ninja -C "$tree" -j "$(build_jobs)" "$@" || die "the build of preset $preset failed"
  else
    ninja -C "$tree" -j "$(build_jobs)" "$@" | thin_progress || die "the build of preset $preset failed"
  fi
  note "built in $((SECONDS - started)) s"
}

# run_tests PRESET [CTEST ARGUMENTS...]: ctest over a built preset, as many tests at once as there are
# cores; a test that fails shows its output. A run that finds no test at all has failed.
run_tests() {
  local preset="$1"
  shift
  say "Running the tests of preset $preset"
  ctest --test-dir "$CARDLEDGER_ROOT/build/$preset" --parallel "$(nproc)" --output-on-failure \
    --no-tests=error "$@"
}
