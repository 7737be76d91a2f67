#!/usr/bin/env bash
# The whole chain: simulates the East Bay earthquake, draws it and, where recordings are given, compares; makes a small
# catalog of earthquakes, trains a small forecaster on it, scores it on events it has not seen and draws one forecast:
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

catalog="$folder/hayward-small" run="$folder/forecaster"
"$foreshake" catalog generate hayward-small --output "$catalog" --resume
[ -e "$catalog/normalization.nc" ] || {
  "$foreshake" catalog split "$catalog" --method interpolation --overwrite
  "$foreshake" catalog normalize "$catalog"
}
rm -rf "$run"
"$foreshake" forecast train "$catalog" --output "$run" --preset tiny --target-frames 60 --epochs 60 --batch-size 4 \
  --learning-rate 3e-3
"$foreshake" forecast evaluate "$run/best.safetensors" "$catalog" --output "$folder/forecast-scores"
event=$(sed -n 2p "$folder/forecast-scores/by-event.csv" | cut -d, -f1)
"$foreshake" forecast predict "$run/best.safetensors" "$catalog" --event "$event" --output "$folder/forecast.nc" \
  --picture "$folder/forecast.png" --overwrite
"$foreshake" plot map "$folder/forecast.nc" --output "$folder/forecast-pgv.png"
pictures="$pictures; $folder/forecast.png, $folder/forecast-pgv.png and $run/learning-curve.png for the forecast"
echo "Look at $pictures;"
echo "the numbers are in $folder/east-bay.nc and $folder/forecast.nc (try: ncdump -h $folder/forecast.nc)."
