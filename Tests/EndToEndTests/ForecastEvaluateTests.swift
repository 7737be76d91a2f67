import Foundation
import Testing

/// The rows of a table of scores, by what stands in a column.
private func rows(_ foreshake: Foreshake, _ name: String, by label: String) throws
  -> [String: [String: String]]
{
  let lines = try String(contentsOf: foreshake.file(name), encoding: .utf8)
    .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  let header = try #require(lines.first).map(String.init)
  let rows = lines.dropFirst().map {
    Dictionary(uniqueKeysWithValues: zip(header, $0.map(String.init)))
  }
  return Dictionary(rows.map { ($0[label] ?? "", $0) }) { first, _ in first }
}

@Test("A superposition of training events forecasts them, from the grid and from stations")
func evaluateLinear() throws {
  let foreshake = try ForecastPlace.make()
  defer { foreshake.remove() }
  // Events of one magnitude tell the other baselines no attenuation.
  let common = "rings --split train --duration-s 30 --no-baselines"
  let outcome = try foreshake.shell(
    """
    set -e
    $FORESHAKE forecast evaluate dense/best.safetensors \(common) --linear 99 -o dense-scores
    $FORESHAKE forecast evaluate sparse/best.safetensors \(common) --linear 5 \
      --station-count 12 --offset 1 -o sparse-scores
    """
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.errors.contains("linear forecast: 5 training events, ridge"))
  let dense = try rows(foreshake, "dense-scores/summary.csv", by: "forecast")
  let sparse = try rows(foreshake, "sparse-scores/summary.csv", by: "forecast")
  for scores in [dense, sparse] { #expect(Set(scores.keys) == ["forecast", "linear"]) }
  for row in [dense["linear"], sparse["linear"]] {
    let acc = try #require(Double(row?["acc"] ?? ""))
    // Each scored event is one of those that are added up; the ridge keeps its weight from being exactly 1.
    #expect(acc > 0.95 && row?["events"] == "5")
  }
  for table in ["by-event", "by-lead-time", "by-distance"] {
    for scores in ["dense-scores", "sparse-scores"] {
      #expect(try rows(foreshake, "\(scores)/\(table).csv", by: "forecast")["linear"] != nil)
    }
  }
}

@Test("Baselines learn from another catalog where the scored one has no training events")
func evaluateWithTrainingCatalog() throws {
  let foreshake = try ForecastPlace.make()
  defer { foreshake.remove() }
  try CatalogFixture.write(2, to: foreshake.file("others"))
  let common = "forecast evaluate dense/best.safetensors others --split all --duration-s 20"
  let alone = try foreshake.shell("$FORESHAKE \(common)")
  #expect(alone.status == 65 && alone.errors.contains("--training-catalog"), "\(alone.errors)")
  let told = try foreshake.shell(
    "$FORESHAKE \(common) --no-baselines --linear 3 --training-catalog rings -o scores"
  )
  #expect(told.status == 0, "\(told.errors)")
  let scores = try rows(foreshake, "scores/summary.csv", by: "forecast")
  #expect(scores["linear"]?["events"] == "2" && scores["forecast"]?["events"] == "2")
  for (flags, status, word) in [
    ("--linear 0", Int32(64), "--linear"), ("--linear 3 --training-catalog nowhere", 65, "nowhere"),
    ("--no-baselines --training-catalog rings", 64, "--training-catalog"),
    ("--linear 3 --no-baselines --training-catalog rings --offset 40", 65, "5 input frames"),
  ] {
    let outcome = try foreshake.shell("$FORESHAKE \(common) \(flags) -o no")
    #expect(outcome.status == status && outcome.errors.contains(word), "\(flags): \(outcome)")
  }
  #expect(!foreshake.exists("no"))
}
