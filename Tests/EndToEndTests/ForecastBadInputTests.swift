import Foundation
import SeismicFiles
import Seismology
import Testing
import WaveformCatalog

/// Catalogs that do not fit the models of ``ForecastFixture``, each in a folder of its name.
private func writeForeignCatalogs(_ foreshake: Foreshake) throws {
  func write(
    _ name: String,
    missing: Set<Int> = [],
    _ change: (inout CatalogDescription) -> Void
  ) throws {
    var description = CatalogFixture.description
    change(&description)
    try CatalogFixture.write(2, to: foreshake.file(name), description, missing: missing)
  }
  try write("wide") {
    $0.layout.grid = SurfaceGrid(filling: 0...120_000, 0...80_000, columns: 26, rows: 16)
  }
  try write("coarse") {
    $0.layout.grid = SurfaceGrid(filling: 0...144_000, 0...80_000, columns: 24, rows: 16)
  }
  try write("turned") { $0.frame.xAzimuth = 90 }
  try write("quick") { $0.sampling = CatalogSampling(interval: 0.7, count: 70) }
  try write("short") { $0.sampling = CatalogSampling(interval: 1, count: 8) }
  try write("acceleration") {
    $0.sampling = CatalogSampling(motion: .acceleration, interval: 1, count: 50)
  }
  try write("holes", missing: [3, 4, 200]) { _ in }
  let points = CatalogFixture.layout.grid?.count ?? 0
  try write("silent", missing: Set(0..<points + 2)) { _ in }
  try write("stations") { $0.layout.grid = nil }
  try write("one-station", missing: [1]) { $0.layout.grid = nil }
  try write("no-station", missing: [0, 1]) { $0.layout.grid = nil }
}

@Test("A catalog that is not the model's is refused with what differs")
func foreignCatalogs() throws {
  let foreshake = try ForecastFixture.models()
  defer { foreshake.remove() }
  try writeForeignCatalogs(foreshake)
  let dense = "predict one/best.safetensors"
  let sparse = "predict sparse/best.safetensors"
  let rest = "--event ring-0 -o no.nc"
  try ForecastFixture.refused(
    [
      ("\(dense) wide \(rest)", 65, ["grid of", "24 x 16", "26 x 16"]),
      ("\(dense) coarse \(rest)", 65, ["x axis", "coarse"]),
      ("\(dense) turned \(rest)", 65, ["local axes", "143.6380", "90.0000"]),
      ("\(dense) quick \(rest)", 65, ["sampling", "every 1.0 s", "every 0.7 s"]),
      ("\(dense) short \(rest)", 65, ["length", "at least 9 snapshots", "found 8"]),
      ("\(dense) acceleration \(rest)", 65, ["motion", "velocity", "acceleration"]),
      ("\(dense) holes \(rest)", 65, ["3 of 384", "NaN", "laptop-sparse"]),
      ("\(dense) silent \(rest)", 65, ["known nowhere"]),
      ("\(dense) stations \(rest)", 65, ["surface grid", "2 stations"]),
      ("\(sparse) silent \(rest) --station-count 9", 65, ["known nowhere"]),
      ("\(sparse) no-station \(rest)", 65, ["none of the 2 stations", "XX.A01", "NaN"]),
      ("\(sparse) stations \(rest) --station-count 9", 64, ["--station-count"]),
      (
        "evaluate one/best.safetensors wide --split all --no-baselines", 65, ["24 x 16", "26 x 16"]
      ),
    ],
    in: foreshake
  )
  #expect(!foreshake.exists("no.nc"))
}

@Test(
  "Stations without records are left out with a notice, and the forecast is made from the others"
)
func missingStations() throws {
  let foreshake = try ForecastFixture.models()
  defer { foreshake.remove() }
  try writeForeignCatalogs(foreshake)
  for (arguments, words) in [
    ("one-station --event ring-0", ["warning", "XX.A02", "NaN"]),
    ("holes --event ring-0 --station-count 384", ["warning", "3 of 384 grid points"]),
  ] {
    let outcome = try foreshake.shell(
      "$FORESHAKE forecast predict sparse/best.safetensors \(arguments) --duration-s 20 -o out.nc "
        + "--sites-table sites.csv --overwrite"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    for word in words { #expect(outcome.errors.contains(word), "\(word) in \(outcome.errors)") }
    let rows = try ForecastFixture.table(foreshake.file("sites.csv")).rows
    #expect(!rows.isEmpty && rows.allSatisfy { Double($0["pgv_cm_s"] ?? "")?.isFinite == true })
  }
}

/// Copies a model with a text of its header replaced by one of the same length.
private func forge(_ foreshake: Foreshake, _ name: String, _ old: String, _ new: String) throws {
  var data = try Data(contentsOf: foreshake.file("one/best.safetensors"))
  #expect(old.utf8.count == new.utf8.count)
  let place = try #require(data.range(of: Data(old.utf8)))
  data.replaceSubrange(place, with: Data(new.utf8))
  try data.write(to: foreshake.file(name))
}

@Test("Files that are no forecaster, or one of something else, are refused with what is wrong")
func foreignModels() throws {
  let foreshake = try ForecastFixture.models()
  defer { foreshake.remove() }
  try forge(foreshake, "order.safetensors", "east, north, up", "north, east, up")
  try forge(foreshake, "motion.safetensors", "\\\"velocity\\\"", "\\\"slowness\\\"")
  try forge(foreshake, "shape.safetensors", "[8,16]", "[8,32]")
  try forge(foreshake, "other.safetensors", "forecaster.shape", "generator.shape_")
  let cut = try foreshake.shell(
    """
    set -e
    head -c 300 one/best.safetensors > header.safetensors
    head -c -1000 one/best.safetensors > tail.safetensors
    : > empty.safetensors
    """
  )
  #expect(cut.status == 0)
  let rest = "rings --event ring-0 -o no.nc"
  try ForecastFixture.refused(
    [
      ("predict order.safetensors \(rest)", 65, ["components", "north, east, up"]),
      ("predict motion.safetensors \(rest)", 65, ["motion of the model", "slowness"]),
      ("predict shape.safetensors \(rest)", 65, ["shape.safetensors"]),
      ("predict other.safetensors \(rest)", 65, ["other.safetensors", "forecaster.shape"]),
      ("predict header.safetensors \(rest)", 65, ["header.safetensors"]),
      ("predict tail.safetensors \(rest)", 65, ["tail.safetensors"]),
      ("predict empty.safetensors \(rest)", 65, ["empty.safetensors"]),
      ("predict rings \(rest)", 74, ["rings"]),
      ("evaluate tail.safetensors rings", 65, ["tail.safetensors"]),
      ("ensemble rings one/best.safetensors tail.safetensors", 65, ["tail.safetensors"]),
      (
        "train rings -o new --preset tiny --epochs 1 --stride 2 --initial tail.safetensors", 65,
        ["tail.safetensors"]
      ),
      (
        "train rings -o new --preset tiny --epochs 1 --stride 2 --input-frames 5 --target-frames 5 "
          + "--initial one/best.safetensors", 65, ["initial model"]
      ),
    ],
    in: foreshake
  )
  #expect(!foreshake.exists("no.nc") && !foreshake.exists("new"))
}
