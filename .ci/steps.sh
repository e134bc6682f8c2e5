# Runs the steps of .ci/run, in lanes side by side, and adds up what they cost. Sourced, not run.
#
# What a step prints is shown when it ends, in one piece. The end of what failed is shown once more at the very end: who
# reads only the last lines of a long run must see why.

export LC_ALL=C
logs=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$logs"' EXIT
lane=0

# One step: what it printed, what it cost (its children too) and how it ended go into files. A step that is killed leaves
# no .result, and `summary` counts it as failed.
step() {
  local name=$1 started=$SECONDS result=passed log
  log=$(mktemp "$logs/$lane-XXXXXX")
  shift
  printf '%s\n' "$name" >"$log.name"
  echo "::: $name ..."
  TIMEFORMAT='%U %S'
  { time "$@" >"$log.out" 2>&1; } 2>"$log.time" || result="FAILED($?)"
  printf '%s %.0f %d %s\n' "$result" "$(tail -n 1 "$log.time" | awk '{ print $1 + $2 }')" "$((SECONDS - started))" "$name" \
    >"$log.ended"
  # In one call, so that the lanes do not mix.
  { cat "$log.out"; echo "::: $name $result in $((SECONDS - started)) s, $(cut -d ' ' -f 2 "$log.ended") s of processor time"; } \
    >"$log.shown"
  cat "$log.shown"
  mv "$log.ended" "$log.result"
}

# Functions that run steps, each in a lane of its own.
side_by_side() {
  local one
  for one in "$@"; do
    lane=$((lane + 1))
    "$one" &
  done
  wait
}

# What each step cost, what failed and why, and how many passed. Fails if one did, or if all together cost too much.
# $1: processor seconds beyond which it warns, $2: beyond which that counts as a failure
summary() {
  local log result cpu wall name sum=0 passed=0 failed=0 broken=()
  printf '\n%10s %8s  step\n' 'processor' 'wall'
  for log in $(ls -tr "$logs"/*.name); do
    log=${log%.name}
    if [ -f "$log.result" ]; then
      read -r result cpu wall name <"$log.result"
    else
      result='FAILED(killed)' cpu=0 wall=0 name=$(cat "$log.name")
    fi
    printf '%8d s %6d s  %s%s\n' "$cpu" "$wall" "$name" "$([ "$result" = passed ] || echo " $result")"
    sum=$((sum + cpu))
    if [ "$result" = passed ]; then passed=$((passed + 1)); else failed=$((failed + 1)) broken+=("$log"); fi
  done
  printf '%8d s %6d s  all together, of %d s\n' "$sum" "$SECONDS" "$1"
  for log in "${broken[@]+"${broken[@]}"}"; do
    echo "::: what failed: $(cat "$log.name")"
    grep -E -A 30 '●|✕|FAIL ' "$log.out" | head -n 60 # a test of jest, if it was one
    tail -n 40 "$log.out"
  done
  if [ "$sum" -gt "$2" ]; then
    failed=$((failed + 1))
    echo "::: the budget FAILED: $sum s of processor time are more than $2 s"
  else
    passed=$((passed + 1))
    [ "$sum" -le "$1" ] || echo "::: WARNING: $sum s of processor time are more than $1 s"
  fi
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
