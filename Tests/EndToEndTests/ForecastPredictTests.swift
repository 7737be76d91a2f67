import Foundation
import SeismicFiles
import Seismology
import Testing

/// A folder with a catalog of rings and two models that learned from it for a moment.
enum ForecastPlace {
  /// Makes catalog and models; `sparse` forecasts from stations.
  static func make() throws -> Foreshake {
    let foreshake = try Foreshake()
    try CatalogFixture.write(6, to: foreshake.file("rings"))
    let model = "--epochs 1 --batch-size 2 --last-offset 2 --stages 8,16 --decoder-channels 16"
    let frames = "--input-frames 5 --target-frames 5"
    let outcome = try foreshake.shell(
      """
      set -e
      $FORESHAKE catalog split rings --validation 0.2 --test 0
      $FORESHAKE catalog normalize rings
      $FORESHAKE forecast train rings -o dense --stride 2 --preset tiny \(model) \(frames)
      $FORESHAKE forecast train rings -o sparse --stride 2 --preset laptop-sparse \(model) \(frames)
      """
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    return foreshake
  }
}

@Test(
  "From catalog to forecast: one file, one table, one miniSEED, the same bytes on any number of threads"
)
func forecastPredict() throws {
  let foreshake = try ForecastPlace.make()
  defer { foreshake.remove() }
  let event = "ring-0"
  let common = "dense/best.safetensors rings --event \(event) --duration-s 20 --threshold-cm-s 0.01"
  let outcome = try foreshake.shell(
    """
    $FORESHAKE forecast predict \(common) -o a.nc --mseed a.mseed --sites-table a.csv &&
    FORESHAKE_THREADS=2 $FORESHAKE forecast predict \(common) -o b.nc --mseed b.mseed \
      --sites-table b.csv && cmp a.nc b.nc && cmp a.mseed b.mseed && cmp a.csv b.csv
    """
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.output.contains("largest forecast PGV"))
  let rows = try String(contentsOf: foreshake.file("a.csv"), encoding: .utf8)
    .split(separator: "\n")
  #expect(rows.first == "site,distance_km,pgv_cm_s,pgv_time_s,warning_time_s")
  #expect(rows.count == 3 && rows[1].hasPrefix("XX.A01,") && rows[2].hasPrefix("XX.A02,"))
  let traces = try WaveformFile.read(foreshake.file("a.mseed")).traces
  // Snapshots every second, two a frame: 5 input frames end at 8 s, 10 frames follow.
  #expect(traces.count == 6 && traces[0].count == 10 && traces[0].samplingInterval == 2)
  #expect(traces[0].startTime.timeIntervalSince1970 == 10)
  for quantity in ["pgv", "pgv-time", "warning-time"] {
    let plot = try foreshake.run([
      "plot", "map", "a.nc", "--quantity", quantity, "--output", "\(quantity).svg",
    ])
    #expect(plot.status == 0 && foreshake.exists("\(quantity).svg"), "\(plot.errors)")
  }
  let again = try foreshake.shell("$FORESHAKE forecast predict \(common) -o a.nc")
  #expect(again.status == 74 && again.errors.contains("--overwrite"))
}

@Test("From stations: a list, random ones, rolling; and a warning for each that is left out")
func forecastFromStations() throws {
  let foreshake = try ForecastPlace.make()
  defer { foreshake.remove() }
  try foreshake.write(
    "network,station,x,y\nYY,S1,30000,20000\nYY,S2,60000,40000\nYY,FAR,-90000,0\n",
    "stations.csv"
  )
  let start = "sparse/best.safetensors rings --event ring-1 --duration-s 30"
  let list = try foreshake.shell(
    "$FORESHAKE forecast predict \(start) --stations stations.csv --rolling -o list.nc"
  )
  #expect(list.status == 0, "\(list.errors)")
  #expect(list.errors.contains("YY.FAR") && list.output.contains("YY.S2"))
  let random = try foreshake.shell(
    "$FORESHAKE forecast predict \(start) --station-count 40 --seed 3 --sites stations.csv "
      + "-o random.nc --sites-table sites.json"
  )
  #expect(random.status == 0, "\(random.errors)")
  #expect(try String(contentsOf: foreshake.file("sites.json"), encoding: .utf8).contains("YY.S1"))
  for (flags, word) in [
    ("", "--station-count"), ("--station-count 0", "at least 1"),
    ("--station-count 3 --stations stations.csv", "exclude"),
  ] {
    let outcome = try foreshake.shell("$FORESHAKE forecast predict \(start) \(flags) -o no.nc")
    #expect(outcome.status == 64 && outcome.errors.contains(word), "\(outcome.errors)")
  }
}

@Test("Bad input to a forecast: the text says what, the exit code what kind, and no file is left")
func forecastBadInput() throws {
  let foreshake = try ForecastPlace.make()
  defer { foreshake.remove() }
  let event = "ring-0"
  let outcome = try foreshake.shell(
    "head -c 5000 dense/best.safetensors > cut.safetensors; mkdir empty; echo x > text.safetensors"
  )
  #expect(outcome.status == 0)
  let model = "dense/best.safetensors"
  let cases: [(String, Int32, String)] = [
    ("\(model) rings --event NONE -o no.nc", 65, "NONE"),
    ("\(model) rings --event \(event) --offset 42 -o no.nc", 65, "from 0 to 41"),
    ("\(model) rings --event \(event) --offset -1 -o no.nc", 64, "--offset"),
    ("\(model) rings --event \(event) --duration-s 0 -o no.nc", 64, "--duration-s"),
    ("\(model) rings --event \(event) --threshold-cm-s -1 -o no.nc", 64, "--threshold-cm-s"),
    ("\(model) rings --event \(event) --station-count 5 -o no.nc", 64, "whole grid"),
    ("\(model) rings --event \(event) -o no.txt", 64, ".nc"),
    ("\(model) empty --event \(event) -o no.nc", 65, "empty"),
    ("missing.safetensors rings --event \(event) -o no.nc", 74, "missing.safetensors"),
    ("cut.safetensors rings --event \(event) -o no.nc", 65, "cut.safetensors"),
    ("text.safetensors rings --event \(event) -o no.nc", 65, "text.safetensors"),
    ("\(model) rings --event \(event) -o nowhere/no.nc", 74, "nowhere"),
  ]
  for (arguments, status, word) in cases {
    let outcome = try foreshake.shell("$FORESHAKE forecast predict \(arguments)")
    #expect(outcome.status == status && outcome.errors.contains(word), "\(arguments): \(outcome)")
  }
  #expect(!foreshake.contents.contains { $0.contains("no.") })
}
