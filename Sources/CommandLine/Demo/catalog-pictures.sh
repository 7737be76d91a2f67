#!/usr/bin/env bash
# Draws the two pictures of the page "A catalog in xarray and GMT", with the commands as they stand there:
# catalog-pictures.sh CATALOG FOLDER [PYTHON]
set -euo pipefail
usage="usage: catalog-pictures.sh CATALOG FOLDER [PYTHON]"
[ $# -ge 2 ] || { echo "$usage" >&2; exit 64; }
catalog=$1
python=${3:-python3}
[ -e "$catalog/catalog.nc" ] || { echo "catalog-pictures.sh: $catalog is no catalog" >&2; exit 65; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
page=$here/../../WaveformCatalog/WaveformCatalog.docc/CatalogsInXarrayAndGMT.md
mkdir -p "$2"
folder=$(cd "$2" && pwd)

# The lines of the page's first block of a language.
block() { awk -v start="\`\`\`$1" '$0 == start {inside = 1; next} /^```/ {if (inside) exit} inside' "$page"; }

# The pictures are drawn beside links to the catalog's files, so that the catalog itself stays as it is.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in catalog.nc events; do ln -s "$(cd "$catalog" && pwd)/$name" "$work/$name"; done
cd "$work"
block python > picture.py
MPLBACKEND=Agg "$python" picture.py
block bash > picture.sh
bash -e picture.sh
mv catalog-xarray.png catalog-gmt.png "$folder/"
echo "Look at $folder/catalog-xarray.png and $folder/catalog-gmt.png."
