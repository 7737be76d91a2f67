import Foundation
import SeismicFiles
import Testing
import WaveformCatalog

/// The columns of summary and by-event after names and numbers of events.
private let scoreColumns = [
  "acc", "rfne", "rmse_normalized", "pgv_bias_log10", "pgv_deviation_log10", "pgv_error_m_s",
  "pgv_time_error_s",
]

@Test("Evaluation of two models beside the baselines: text, and four tables as text, CSV and JSON")
func scoresOfModels() throws {
  let foreshake = try ForecastFixture.models()
  defer { foreshake.remove() }
  let outcome = try foreshake.shell(
    "$FORESHAKE forecast evaluate one/best.safetensors rings --name A --with B=two/best.safetensors "
      + "--threshold-cm-s 0.01 --duration-s 30 -o scores"
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  // All rings have one magnitude, so that it is left to rounding whether an attenuation can be fitted.
  let fitted = "fitted attenuation"
  let isFitted = !outcome.errors.contains("\(fitted) is left out")
  let names =
    ["A", "B", "persistence", "damped extrapolation"] + (isFitted ? [fitted] : []) + ["BSSA14"]
  for name in names + ["lead time", "distance", "ACC", "RFNE"] {
    #expect(outcome.output.contains(name), "\(name)")
  }
  let tables = ["summary", "by-event", "by-lead-time", "by-distance"]
  let files = try FileManager.default.contentsOfDirectory(atPath: foreshake.file("scores").path)
  #expect(
    Set(files)
      == Set(tables.flatMap { name in ["txt", "csv", "json"].map { "\(name).\($0)" } })
      .union(["by-lead-time.png", "by-distance.png"])
  )
  for name in tables {
    let data = try Data(contentsOf: foreshake.file("scores/\(name).json"))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let rows = try #require(object["rows"] as? [[String: Any]])
    let table = try ForecastFixture.table(foreshake.file("scores/\(name).csv"))
    #expect(rows.count == table.rows.count && !rows.isEmpty)
    #expect(table.rows.allSatisfy { $0.count == table.columns.count })
    #expect(
      !table.rows.flatMap(\.values).contains { $0.lowercased().contains("nan") || $0 == "inf" }
    )
  }
  let (columns, rows) = try ForecastFixture.table(foreshake.file("scores/summary.csv"))
  #expect(Array(columns.prefix(9)) == ["forecast", "events"] + scoreColumns)
  for column in ["p_count", "s_error_s", "envelope_fit", "phase_fit", "alert_detection"] {
    #expect(columns.contains(column), "\(column)")
  }
  #expect(rows.map { $0["forecast"] } == names)
  for row in rows.prefix(4) {
    #expect(row["events"] == "2")
    for column in scoreColumns {
      let number = try #require(Double(row[column] ?? ""), "\(column) of \(row)")
      #expect(number.isFinite)
      if column == "acc" { #expect((-1...1).contains(number)) }
      if column == "rfne" || column == "rmse_normalized" { #expect(number > 0) }
    }
  }
  for picture in ["by-lead-time", "by-distance"] {
    let data = try Data(contentsOf: foreshake.file("scores/\(picture).png"))
    #expect(data.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(picture)")
  }
  // Models of peaks alone have no wavefield.
  for row in rows.dropFirst(4) {
    #expect(row["acc"] == "" && Double(row["pgv_error_m_s"] ?? "") != nil)
  }
  let byEvent = try ForecastFixture.table(foreshake.file("scores/by-event.csv"))
  #expect(Array(byEvent.columns.prefix(10)) == ["event", "forecast", "magnitude"] + scoreColumns)
  #expect(byEvent.rows.count == 2 * names.count)
}

@Test("Scores of a model of stations are the same for the same stations")
func scoresFromStations() throws {
  let foreshake = try ForecastFixture.models()
  defer { foreshake.remove() }
  let line =
    "$FORESHAKE forecast evaluate sparse/best.safetensors rings "
    + "--station-count 40 --seed 2 --no-baselines --duration-s 20 --split all --events 3"
  let outcome = try foreshake.shell("\(line) -o a && \(line) -o b && diff -r a b")
  #expect(outcome.status == 0, "\(outcome.errors)\(outcome.output)")
  let (_, rows) = try ForecastFixture.table(foreshake.file("a/summary.csv"))
  #expect(rows.map { $0["forecast"] } == ["forecast"])
  #expect(rows.allSatisfy { $0["events"] == "3" && Double($0["acc"] ?? "") != nil })
  // Other stations, other scores.
  let other = try foreshake.shell(line.replacing("--seed 2", with: "--seed 3") + " -o c")
  #expect(other.status == 0, "\(other.errors)")
  let changed = try ForecastFixture.table(foreshake.file("c/summary.csv")).rows
  #expect(changed[0] != rows[0])
  try ForecastFixture.refused(
    [
      ("evaluate sparse/best.safetensors rings", 64, ["--station-count"]),
      ("evaluate one/best.safetensors rings --station-count 5", 64, ["whole grid"]),
    ],
    in: foreshake
  )
}

@Test("Evaluations that cannot be are refused before anything is scored")
func scoresBadInput() throws {
  let foreshake = try ForecastFixture.models()
  defer { foreshake.remove() }
  var bare = CatalogFixture.description
  bare.layout.grid = nil
  try CatalogFixture.write(3, to: foreshake.file("stations"), bare)
  try CatalogFixture.write(3, to: foreshake.file("undivided"))
  let model = "evaluate one/best.safetensors"
  try ForecastFixture.refused(
    [
      ("\(model) undivided", 65, ["undivided", "catalog split", "--split all"]),
      ("\(model) undivided --split all", 65, ["training"]),
      ("\(model) stations --split all --no-baselines", 65, ["stations", "surface grid"]),
      ("\(model) rings --split tests", 64, ["--split", "tests", "validation"]),
      ("\(model) rings --events 0", 64, ["--events"]),
      ("\(model) rings --duration-s 0", 64, ["--duration-s"]),
      ("\(model) rings --threshold-cm-s=-1", 64, ["--threshold-cm-s"]),
      ("\(model) rings --with B", 64, ["NAME=FILE"]),
      ("\(model) rings --with forecast=two/best.safetensors", 64, ["Two models", "forecast"]),
      ("\(model) rings --name persistence", 64, ["persistence", "baseline"]),
      ("\(model) rings --name 'fitted attenuation'", 64, ["fitted attenuation", "baseline"]),
      ("\(model) rings --with linear=two/best.safetensors", 64, ["linear", "baseline"]),
      ("\(model) rings --with B=none.safetensors", 74, ["none.safetensors"]),
      ("\(model) rings --offset 45", 65, ["offset", "45"]),
      ("\(model) rings --no-baselines -o one/metrics.csv", 74, ["one/metrics.csv"]),
    ],
    in: foreshake
  )
}
