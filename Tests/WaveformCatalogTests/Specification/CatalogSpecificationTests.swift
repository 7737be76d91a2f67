import Foundation
import Seismology
import Testing
import WaveformCatalog

@Suite struct CatalogSpecificationTests {
  @Test("A specification is read in SI units, with the defaults of its manual")
  func values() throws {
    let specification = try SampleSpecification.read()
    #expect(specification.title == "Box" && specification.seed == 5)
    #expect(specification.model.file.lastPathComponent == "gil7.yaml")
    #expect(specification.domain.x == 0...40_000 && specification.domain.y == -20_000...20_000)
    #expect(specification.domain.depth == 20_000 && specification.domain.frame.xAzimuth == 90)
    #expect(specification.domain.frame.origin == GeographicPoint(latitude: 38, longitude: -122))
    #expect(specification.numerics == CatalogNumerics(maximumFrequency: 0.2, spacing: 1000))
    #expect(specification.minimumShearVelocity == 1000)
    #expect(specification.sampling == CatalogSampling(interval: 0.5, count: 41))
    #expect(specification.surfaceGrid == SurfaceGridSize(columns: 8, rows: 6))
    #expect(specification.yaml == SampleSpecification.text)
    guard case .grid(let x, let y, let depth, let source) = specification.events[0] else {
      Issue.record("\(specification.events[0])")
      return
    }
    #expect(x == [10_000, 20_000, 30_000] && y == [0] && depth == [5000, 7000, 9000])
    #expect(source.strike == 30 && source.dip == nil && source.magnitude == 3.5...4.5)
    #expect(source.stressDrop == 3e6)
  }

  @Test("What the command line sets wins, counts list entries from 1, and stands in the text")
  func overrides() throws {
    let specification = try SampleSpecification.read(setting: [
      ("grid.spacing-m", "500"), ("events.1.magnitude", "4"), ("events.1.depth-km", "[4, 8, 4]"),
      ("model.min-shear-velocity-m-s", "800"),
    ])
    #expect(specification.numerics.spacing == 500 && specification.minimumShearVelocity == 800)
    guard case .grid(_, _, let depth, let source) = specification.events[0] else {
      Issue.record("\(specification.events[0])")
      return
    }
    #expect(depth == [4000, 8000] && source.magnitude == 4...4)
    let again = try CatalogSpecification(
      yaml: specification.yaml,
      file: URL(fileURLWithPath: "box.yaml")
    )
    #expect(again.numerics == specification.numerics && again.domain == specification.domain)
  }

  @Test(
    "Bad values are refused with file, line, key, value and what was expected",
    arguments: [
      ("seed: 5", "sed: 5", ["box.yaml, line 2", "unknown key 'sed'", "did you mean 'seed'?"]),
      (
        "spacing-m: 1000", "spacing: 1000",
        ["line 12", "unknown key 'grid.spacing'", "did you mean 'grid.spacing-m'?"]
      ),
      (
        "depth-km: 20", "depth-km: deep",
        ["box.yaml, line 10, domain.depth-km", "'deep'", "number in km"]
      ),
      (
        "strike-scatter", "strike-scater",
        ["line 21", "'events.1.strike-scater'", "'events.1.strike-scatter'"]
      ),
      ("pattern: grid", "pattern: gird", ["events.1.pattern", "'gird'", "did you mean 'grid'?"]),
      ("file: gil7", "file: gil9", ["model.file", "'gil9'", "did you mean 'gil7'?"]),
      ("[5, 9, 2]", "[9, 5, 2]", ["events.1.depth-km", "[9, 5, 2]", "[from, to, step]"]),
      ("[5, 9, 2]", "[5, 9]", ["events.1.depth-km", "[5, 9]", "[from, to, step]"]),
      ("[0, 40]", "[40, 0]", ["domain.x-km", "[40, 0]", "[from, to]"]),
      ("samples: 41", "samples: 4.5", ["sampling.samples", "'4.5'", "whole number"]),
      ("interval-s: 0.5", "interval-s: 5", ["sampling.interval-s", "'5'", "at most 2.5 s"]),
      ("magnitude: [3.5, 4.5]", "magnitude: 40", ["events.1.magnitude", "'40'", "-2...9"]),
      ("title: Box\n", "", ["title is missing"]),
      ("  spacing-m: 1000\n", "", ["box.yaml, line 12", "grid.spacing-m is missing"]),
      ("strike: 30", "dip: 30", ["events.1.strike is missing"]),
      ("  surface-grid: [8, 6]", "  {}", ["receivers is missing", "surface-grid, stations"]),
      (
        "  surface-grid: [8, 6]", "  surface-grid: 8",
        ["receivers.surface-grid", "[columns, rows]"]
      ),
      ("seed: 5", "seed: [", ["line", "check indentation"]),
      ("seed: 5", "title: Twice", ["a key stands twice", "title"]),
      (
        "origin-latitude: 38", "origin-latitude: -122",
        ["domain.origin-latitude", "'-122'", "-90...90"]
      ),
      ("origin-longitude: -122", "origin-longitude: .nan", ["domain.origin-longitude", "degrees"]),
    ]
  )
  func refusals(old: String, new: String, parts: [String]) throws {
    let error = try #require(throws: CatalogError.self) {
      try SampleSpecification.read(replacing: old, with: new)
    }
    for part in parts {
      #expect(error.description.contains(part), "'\(part)' in: \(error)")
    }
  }

  @Test("Latitude and longitude in each other's place are told")
  func swapped() throws {
    let error = try #require(throws: CatalogError.self) {
      try SampleSpecification.read(setting: [
        ("domain.origin-latitude", "-122"), ("domain.origin-longitude", "38"),
      ])
    }
    #expect(error.description.contains("probably swapped"))
    #expect(error.description.contains("--set domain.origin-latitude"))
  }

  @Test("A misspelt key on the command line is refused as its own")
  func overriddenKey() throws {
    for key in ["grid.spacing", "gird.spacing-m", "events.7.strike"] {
      let error = try #require(throws: CatalogError.self) {
        try SampleSpecification.read(setting: [(key, "500")])
      }
      #expect(
        error.description.hasPrefix("--set \(key.hasPrefix("gird") ? "gird" : key)"),
        "\(error)"
      )
    }
  }

  @Test("An empty file and one that holds a list are refused")
  func noMapping() {
    for text in ["", "# nothing\n", "- 1\n- 2\n", "word"] {
      #expect(throws: CatalogError.self) {
        try CatalogSpecification(yaml: text, file: URL(fileURLWithPath: "box.yaml"))
      }
    }
  }

  @Test("Stations must stand in the box")
  func stations() throws {
    let specification = try SampleSpecification.read(
      replacing: "surface-grid: [8, 6]",
      with: "stations: east-bay-2019"
    )
    let projection = try specification.domain.projection()
    let error = try #require(throws: CatalogError.self) {
      try specification.layout(projection: projection)
    }
    #expect(error.description.contains("station QRDG"))
    let wide = try SampleSpecification.read(
      replacing: "surface-grid: [8, 6]",
      with: "surface-grid: [8, 6]\n  stations: east-bay-2019",
      setting: [("domain.x-km", "[-400, 400]"), ("domain.y-km", "[-400, 400]")]
    )
    let layout = try wide.layout(projection: wide.domain.projection())
    #expect(layout.stations.count == 12 && layout.grid?.count == 48)
  }
}
