#!/usr/bin/env bash
# Simulates the East Bay earthquake, draws it and, where recordings are given, compares:
# run.sh FORESHAKE FOLDER [--observed DIR --stationxml DIR]
set -euo pipefail
usage="usage: run.sh FORESHAKE FOLDER [--observed DIR --stationxml DIR]"
[ $# -ge 2 ] || { echo "$usage" >&2; exit 64; }
foreshake=$1
folder=$2
shift 2
observed="" stationxml=""
while [ $# -gt 0 ]; do
  case $1 in
    --observed) observed=${2:?"$usage"}; shift 2 ;;
    --stationxml) stationxml=${2:?"$usage"}; shift 2 ;;
    *) echo "run.sh: unknown argument $1; $usage" >&2; exit 64 ;;
  esac
done
if [ -n "$observed" ] && [ -z "$stationxml" ]; then
  echo "run.sh: --observed needs --stationxml, the instruments' responses" >&2; exit 64
fi
for path in "$observed" "$stationxml"; do
  [ -z "$path" ] || [ -e "$path" ] || { echo "run.sh: $path does not exist" >&2; exit 65; }
done

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$folder"
"$foreshake" simulate "$here/east-bay-2019.yaml" --output "$folder/east-bay.nc" --overwrite
"$foreshake" plot record-section "$folder/east-bay.nc" --time 0...100 --output "$folder/record-section.png"
"$foreshake" plot map "$folder/east-bay.nc" --output "$folder/pgv-map.png"
"$foreshake" plot frame "$folder/east-bay.nc" --time 40 --output "$folder/wavefield.png"
pictures="$folder/record-section.png, $folder/pgv-map.png and $folder/wavefield.png"
if [ -n "$observed" ]; then
  "$foreshake" compare "$folder/east-bay.nc" "$observed" --stationxml "$stationxml" --band 0.02,0.05 --order 3 \
    --motion velocity --window 0...150 --max-shift 3 --title "East Bay M4.4 of 2019-07-16, GIL7 against recordings" \
    --picture "$folder/overlay.png" --output "$folder/scores.csv" --overwrite
  pictures="$pictures, and at $folder/overlay.png for the recordings"
fi
echo "Look at $pictures;"
echo "the numbers are in $folder/east-bay.nc (try: ncdump -h $folder/east-bay.nc)."
