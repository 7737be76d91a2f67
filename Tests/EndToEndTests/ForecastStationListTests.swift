import Foundation
import Testing

/// A folder with a catalog of rings, a list of six stations and what trains a small model of it.
private enum StationListPlace {
  static let flags =
    "--stride 2 --preset laptop-stations --epochs 1 --batch-size 2 --last-offset 2 --stages 8,16 "
    + "--decoder-channels 16 --input-frames 5 --target-frames 5"

  static func make() throws -> Foreshake {
    let foreshake = try Foreshake()
    try CatalogFixture.write(6, to: foreshake.file("rings"))
    let rows = (1...6).map { "YY,S\($0),\(16_000 * $0),\(11_000 * $0)" }
    let header = "network,station,x,y"
    try foreshake.write(([header] + rows).joined(separator: "\n") + "\n", "list.csv")
    try foreshake.write(([header] + rows.reversed()).joined(separator: "\n") + "\n", "turned.csv")
    try foreshake.write(
      ([header, "YY,FAR,-90000,0"] + rows).joined(separator: "\n") + "\n",
      "far.csv"
    )
    let outcome = try foreshake.shell(
      """
      set -e
      $FORESHAKE catalog split rings --validation 0.2 --test 0.2
      $FORESHAKE catalog normalize rings
      $FORESHAKE forecast train rings -o listed --stations far.csv \(flags)
      """
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("YY.FAR") && outcome.errors.contains("6 stations"))
    return foreshake
  }
}

@Test("From a catalog and a list of stations to a model, its scores and its forecasts")
func stationListForecasts() throws {
  let foreshake = try StationListPlace.make()
  defer { foreshake.remove() }
  let model = "listed/best.safetensors rings"
  let scores = try foreshake.shell(
    "$FORESHAKE forecast evaluate \(model) --duration-s 30 --no-baselines"
  )
  #expect(scores.status == 0 && scores.output.contains("ACC"), "\(scores.errors)")
  let predict = "$FORESHAKE forecast predict \(model) --event ring-1 --duration-s 30"
  let outcome = try foreshake.shell(
    """
    set -e
    \(predict) -o all.nc --sites-table all.csv
    FORESHAKE_THREADS=2 \(predict) -o again.nc --rolling
    \(predict) -o turned.nc --stations turned.csv
    head -3 list.csv > some.csv; echo YY,NEW,50000,3000 >> some.csv
    \(predict) -o some.nc --stations some.csv
    \(predict) -o random.nc --station-count 4 --seed 2
    cmp all.nc turned.nc
    ! cmp -s all.nc some.nc
    ! cmp -s some.nc random.nc
    """
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.errors.contains("YY.NEW"))
  let sites = try String(contentsOf: foreshake.file("all.csv"), encoding: .utf8)
  #expect(sites.contains("YY.S1,") && sites.contains("YY.S6,"))
  for (flags, word) in [
    ("--station-count 7", "from 1 to 6"),
    ("--stations stranger.csv", "no motion at any of the 6"),
  ] {
    try foreshake.write("network,station,x,y\nYY,NEW,50000,3000\n", "stranger.csv")
    let refused = try foreshake.shell("\(predict) \(flags) -o no.nc")
    #expect(refused.status == 65 && refused.errors.contains(word), "\(refused.errors)")
  }
}

@Test("A run goes on with the same list alone, and without one takes the catalog's stations")
func stationListRuns() throws {
  let foreshake = try StationListPlace.make()
  defer { foreshake.remove() }
  let train = "$FORESHAKE forecast train rings \(StationListPlace.flags)"
  let best = "--initial listed/best.safetensors"
  let goesOn = try foreshake.shell(
    """
    set -e
    \(train) -o listed --stations list.csv --resume --epochs 2
    \(train) -o next \(best)
    \(train) -o own
    """
  )
  #expect(goesOn.status == 0 && goesOn.errors.contains("2 stations"), "\(goesOn.errors)")
  for (flags, status, words) in [
    ("-o listed --stations turned.csv --resume", 65, "another order"),
    ("-o other \(best) --stations turned.csv", 65, "another order"),
    ("-o other --preset tiny --stations list.csv", 64, "--stations"),
    ("-o other --stations none.csv", 65, "none of the 1 stations"),
    ("-o other --stations missing.csv", 74, "missing.csv"),
  ] as [(String, Int32, String)] {
    try foreshake.write("network,station,x,y\nYY,FAR,-90000,0\n", "none.csv")
    let refused = try foreshake.shell("\(train) \(flags)")
    #expect(refused.status == status && refused.errors.contains(words), "\(flags): \(refused)")
  }
}
