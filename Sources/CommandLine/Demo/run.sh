#!/usr/bin/env bash
# Simulates the East Bay earthquake and draws it: run.sh FORESHAKE FOLDER
set -euo pipefail
foreshake=$1
folder=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$folder"
"$foreshake" simulate "$here/east-bay-2019.yaml" --output "$folder/east-bay.nc" --overwrite
"$foreshake" plot record-section "$folder/east-bay.nc" --time 0...100 --output "$folder/record-section.png"
"$foreshake" plot map "$folder/east-bay.nc" --output "$folder/pgv-map.png"
"$foreshake" plot frame "$folder/east-bay.nc" --time 40 --output "$folder/wavefield.png"
echo "Look at $folder/record-section.png, $folder/pgv-map.png and $folder/wavefield.png;"
echo "the numbers are in $folder/east-bay.nc (try: ncdump -h $folder/east-bay.nc)."
