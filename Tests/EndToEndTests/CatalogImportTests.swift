import Foundation
import TestSupport
import Testing
import WaveformCatalog

@Suite("catalog import")
struct CatalogImportTests {
  @Test(
    "A recipe makes a catalog and tells what was dropped and why",
    .enabled(if: SharedData.has("california_strong_motion"), "needs ../shared/data")
  )
  func recipe() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let arguments = [
      "catalog", "import", SharedData.url("california_strong_motion").path, "--recipe",
      "california-strong-motion", "-o", "california",
    ]
    let outcome = try foreshake.run(arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for text in [
      "kept", "dropped: missing component", "dropped: other stream", "events have records",
    ] {
      #expect(outcome.output.contains(text), "\(text) in \(outcome.output)")
    }
    #expect(outcome.errors.contains("report.csv"))
    let catalog = try WaveformCatalog(opening: foreshake.file("california"))
    #expect(catalog.sampling.count == 2400)
    #expect(foreshake.exists("california/report.csv") && foreshake.exists("california/events.xml"))
    let again = try foreshake.run(arguments)
    #expect(again.status == 65 && again.errors.contains("name a new folder"))
  }

  @Test("The help names recipes and examples")
  func help() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let outcome = try foreshake.run(["catalog", "import", "--help"])
    #expect(outcome.status == 0 && outcome.output.contains("Examples:"))
    for recipe in ImportRecipe.allCases { #expect(outcome.output.contains(recipe.rawValue)) }
  }

  @Test("Mistakes end with their status and leave nothing behind")
  func mistakes() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    try FileManager.default.createDirectory(
      at: foreshake.file("empty"),
      withIntermediateDirectories: true
    )
    let cases: [(line: String, status: Int32, text: String)] = [
      ("catalog import empty -o out", 65, "--events"),
      ("catalog import nowhere -o out --recipe openeew", 74, "nowhere"),
      ("catalog import empty -o out --recipe mars", 64, "mars"),
      ("catalog import empty -o out --sampling-rate 0", 64, "sampling-rate"),
      ("catalog import empty -o out --minimum-coverage 2", 64, "minimum-coverage"),
      ("catalog import empty -o out --pre-filter 1,2", 64, "0.05,0.1,15,18"),
      ("catalog import empty -o out --sensitivity 5 --stated-sensitivity", 64, "excludes"),
    ]
    for (line, status, text) in cases {
      let outcome = try foreshake.run(line.split(separator: " ").map(String.init))
      #expect(outcome.status == status, "\(line): \(outcome.errors)")
      #expect(outcome.errors.contains(text), "\(line): \(outcome.errors)")
      #expect(!foreshake.exists("out"))
    }
  }
}
