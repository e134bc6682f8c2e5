# Runs the steps of .ci/run, two at once, and adds up what they cost. Sourced, not run.
#
# What a step prints is shown when it ends, in one piece. The end of what failed is shown once more at the very end: who
# reads only the last lines of a long run must see why.

atOnce=2
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
begun=0

# One step: what it printed, what it cost (its children too) and how it ended go into files.
perform() {
  local log=$1 name=$2 started=$SECONDS result=passed
  shift 2
  TIMEFORMAT='%U %S'
  { time "$@" >"$log.out" 2>&1; } 2>"$log.time" || result=FAILED
  printf '%s %.0f %d %s\n' "$result" "$(awk '{ print $1 + $2 }' "$log.time")" "$((SECONDS - started))" "$name" \
    >"$log.ended"
  mv "$log.ended" "$log.result"
}

# Shows what has ended since. Only this process writes, so that two steps that end at once do not mix.
show() {
  local file result cpu wall name
  for file in "$logs"/*.result; do
    [ -f "$file" ] || continue
    read -r result cpu wall name <"$file"
    cat "${file%.result}.out"
    echo "::: $name $result in $wall s, $cpu s of processor time"
    mv "$file" "${file%.result}.shown"
  done
}

# Waits until fewer steps than so many are under way.
wait_below() {
  while [ "$(jobs -rp | wc -l)" -ge "$1" ]; do
    show
    sleep 0.5
  done
  show
}

# A step beside one other: one that leaves alone what others need.
step() {
  wait_below "$atOnce"
  echo "::: $1 ..."
  begun=$((begun + 1))
  perform "$logs/$(printf %02d "$begun")" "$@" &
}

# A step after all before it and before all after it: one that makes what others need.
step_alone() {
  wait_below 1
  step "$@"
  wait_below 1
}

# What each step cost, what failed and why, and how many passed. Fails if one did, or if all together cost too much.
# $1: processor seconds beyond which it warns, $2: beyond which that counts as a failure
summary() {
  local file result cpu wall name sum=0 passed=0 failed=0
  wait_below 1
  printf '\n%10s %8s  step\n' 'processor' 'wall'
  for file in "$logs"/*.shown; do
    read -r result cpu wall name <"$file"
    printf '%8d s %6d s  %s\n' "$cpu" "$wall" "$name"
    sum=$((sum + cpu))
    if [ "$result" = passed ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  done
  printf '%8d s %6d s  all together, of %d s\n' "$sum" "$SECONDS" "$1"
  for file in $(grep -l '^FAILED' "$logs"/*.shown); do
    read -r result cpu wall name <"$file"
    echo "::: what failed: $name"
    grep -E -A 30 '●|✕|FAIL ' "${file%.shown}.out" | head -n 60 # a test of jest, if it was one
    tail -n 40 "${file%.shown}.out"
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
