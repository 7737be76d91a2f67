import Foundation
import SeismicFiles
import Testing

/// The columns of the table after the quantity.
private let columns = [
  "coverage_percent", "calibrated_percent", "factor", "spread", "error_of_mean",
]

/// Checks the two rows of an ensemble's table.
private func check(_ url: URL) throws {
  let table = try ForecastFixture.table(url)
  #expect(table.columns == ["quantity"] + columns)
  #expect(table.rows.map { $0["quantity"] } == ["log10 PGV", "time of PGV (s)"])
  for row in table.rows {
    let numbers = try columns.map { try #require(Double(row[$0] ?? ""), "\($0) of \(row)") }
    #expect((0...100).contains(numbers[0]) && (0...100).contains(numbers[1]))
    #expect(numbers[2] >= 0 && numbers[3] > 0 && numbers[4] > 0)
    // Members that learned for a moment are sure of what is wrong: intervals must widen, and then hold more.
    #expect(numbers[2] > 1 && numbers[1] > numbers[0])
    // Not without bound: half a frame, and 2 % of PGV, is the least that intervals are wide.
    #expect(numbers[2] < 1e4)
  }
}

@Test("Two members: coverage before and after calibration as text, CSV, JSON and picture")
func ensembleOfModels() throws {
  let foreshake = try ForecastFixture.models()
  defer { foreshake.remove() }
  let members = "one/best.safetensors two/best.safetensors"
  let outcome = try foreshake.shell(
    """
    set -e
    $FORESHAKE forecast ensemble rings \(members) --duration-s 30 -o a.csv --picture a.png
    $FORESHAKE forecast ensemble rings \(members) --duration-s 30 -o a.json --share 0.5 --events 1
    FORESHAKE_THREADS=2 $FORESHAKE forecast ensemble rings \(members) --duration-s 30 -o b.csv
    cmp a.csv b.csv
    """
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.output.contains("2 members, 2 test events, intervals for 90 %"))
  #expect(outcome.output.contains("2 members, 1 test events, intervals for 50 %"))
  #expect(outcome.output.contains("calibrated"))
  try check(foreshake.file("a.csv"))
  let json = try JSONSerialization.jsonObject(with: Data(contentsOf: foreshake.file("a.json")))
  let rows = try #require((json as? [String: Any])?["rows"] as? [[String: Any]])
  #expect(rows.count == 2 && rows.allSatisfy { $0.count == 6 })
  let picture = try Data(contentsOf: foreshake.file("a.png"))
  #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
}

@Test("One model from several lists of stations, and models of stations that see the same ones")
func ensembleOfMasks() throws {
  let foreshake = try ForecastFixture.models()
  defer { foreshake.remove() }
  let model = "sparse/best.safetensors"
  let outcome = try foreshake.shell(
    """
    set -e
    $FORESHAKE forecast ensemble rings \(model) --masks 5 --station-count 40 --duration-s 30 -o a.csv
    $FORESHAKE forecast ensemble rings \(model) \(model) --station-count 40 --duration-s 30 -o b.csv
    """
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.output.contains("5 members"))
  try check(foreshake.file("a.csv"))
  // The same model twice, which sees the same stations, does not spread.
  let same = try ForecastFixture.table(foreshake.file("b.csv")).rows
  #expect(same.allSatisfy { Double($0["spread"] ?? "") == 0 })
}

@Test("Ensembles that cannot be are refused in words")
func ensembleBadInput() throws {
  let foreshake = try ForecastFixture.models()
  defer { foreshake.remove() }
  let long = ForecastFixture.train("long", "--epochs 1").replacing(
    "--input-frames 5",
    with: "--input-frames 10"
  )
  #expect(try foreshake.shell(long).status == 0)
  try CatalogFixture.write(3, to: foreshake.file("undivided"))
  let (one, two) = ("one/best.safetensors", "two/best.safetensors")
  try ForecastFixture.refused(
    [
      ("ensemble rings \(one)", 64, ["two models", "--masks"]),
      ("ensemble rings \(one) --masks 3", 64, ["--masks", "whole grid"]),
      ("ensemble rings sparse/best.safetensors --masks 1", 64, ["--masks", "at least 2"]),
      ("ensemble rings \(one) \(two) --masks 3", 64, ["--masks"]),
      ("ensemble rings sparse/best.safetensors --masks 3 --station-count 500", 65, ["500", "384"]),
      (
        "ensemble rings sparse/best.safetensors --masks 3 --station-count 0", 64,
        ["--station-count"]
      ),
      ("ensemble rings \(one) \(two) --share 1", 64, ["--share"]),
      ("ensemble rings \(one) \(two) --events 0", 64, ["--events"]),
      ("ensemble rings \(one) \(two) --duration-s=-5", 64, ["--duration-s"]),
      ("ensemble rings \(one) \(two) -o a.xls", 64, ["a.xls", ".csv"]),
      ("ensemble rings \(one) \(two) --picture a.xls", 64, ["a.xls"]),
      ("ensemble rings \(one) \(two) -o nowhere/a.csv", 74, ["nowhere"]),
      ("ensemble rings \(one) long/best.safetensors", 65, ["5 frames", "10 frames"]),
      ("ensemble undivided \(one) \(two)", 65, ["undivided", "catalog split"]),
    ],
    in: foreshake
  )
  // So sure that no factor is known: the intervals are without bounds, and hold all.
  let sure = try foreshake.shell(
    "$FORESHAKE forecast ensemble rings \(one) \(two) --share 0.99999 --duration-s 10 -o sure.csv"
  )
  #expect(sure.status == 0, "\(sure.errors)")
  let rows = try ForecastFixture.table(foreshake.file("sure.csv")).rows
  #expect(rows.allSatisfy { Double($0["calibrated_percent"] ?? "") == 100 && $0["factor"] == "" })
}

@Test("Maps of an event: mean and spread of the members, and an interval about the mean")
func ensembleMaps() throws {
  let foreshake = try ForecastFixture.models()
  defer { foreshake.remove() }
  let members = "one/best.safetensors two/best.safetensors"
  let outcome = try foreshake.shell(
    """
    set -e
    $FORESHAKE forecast ensemble rings \(members) --duration-s 30 --maps ring-0=maps.nc
    $FORESHAKE plot map maps.nc --output maps.svg
    for member in one two; do
      $FORESHAKE forecast predict $member/best.safetensors rings --event ring-0 --duration-s 30 -o $member.nc
    done
    """
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  func values(_ file: String, _ name: String) throws -> [Double] {
    try NetCDFFile(reading: foreshake.file(file)).variable(name).readFloats().map(Double.init)
  }
  let (one, two) = (try values("one.nc", "forecast_pgv"), try values("two.nc", "forecast_pgv"))
  let (mean, spread) = (try values("maps.nc", "pgv"), try values("maps.nc", "pgv_spread"))
  let (lower, upper) = (try values("maps.nc", "pgv_lower"), try values("maps.nc", "pgv_upper"))
  try #require(mean.count == one.count && !mean.isEmpty)
  for place in mean.indices {
    // Single precision of logarithms of about -4: 3e-7 of them, 1e-6 of PGV.
    #expect(abs(mean[place] / (one[place] * two[place]).squareRoot() - 1) < 1e-5)
    // Of two numbers the sample deviation is their distance over √2.
    let distance = abs(log10(one[place] / two[place])) / 2.0.squareRoot()
    #expect(abs(spread[place] - distance) < 1e-5)
    // Intervals reach 2 % of PGV at least to both sides; members may lie a rounding outside their quantiles.
    #expect(lower[place] < mean[place] * 0.99 && upper[place] > mean[place] * 1.01)
  }
}

@Test("Maps of an event that is not there, or without a file, are refused")
func ensembleMapsRefused() throws {
  let foreshake = try ForecastFixture.models()
  defer { foreshake.remove() }
  let start = "$FORESHAKE forecast ensemble rings one/best.safetensors two/best.safetensors"
  let file = try foreshake.shell("\(start) --maps ring-0")
  #expect(file.status == 64 && file.errors.contains("--maps"))
  let event = try foreshake.shell("\(start) --duration-s 30 --maps ring-99=maps.nc")
  #expect(event.status == 65 && event.errors.contains("ring-99"))
  #expect(!foreshake.exists("maps.nc"))
}
