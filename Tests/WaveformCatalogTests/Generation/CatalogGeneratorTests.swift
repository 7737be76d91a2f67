import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing
import WaveSimulation
import WaveformCatalog

/// A catalog of three events that takes a second.
private struct SmallCatalog {
  let url: URL
  var folder: CatalogFolder { CatalogFolder(url) }

  /// Its events' names.
  static let ids = ["grid-x008-y010-d06", "grid-x011-y010-d06", "grid-x014-y010-d06"]

  func generator(
    _ changes: [(key: String, value: String)] = [],
    disk: DiskSpace = .system
  ) throws -> CatalogGenerator {
    let layers = url.deletingLastPathComponent().appendingPathComponent("layers.txt")
    try "# depth(m) vp(m/s) vs(m/s) rho(kg/m3)\n0 4000 2300 2500\n"
      .write(to: layers, atomically: true, encoding: .utf8)
    let specification = try SampleSpecification.read(
      setting: [
        ("model.file", layers.path), ("domain.x-km", "[0, 24]"), ("domain.y-km", "[0, 20]"),
        ("domain.depth-km", "12"), ("grid.absorbing-nodes", "5"), ("grid.attenuation", "false"),
        ("events.1.x-km", "[8, 14, 3]"), ("events.1.y-km", "10"), ("events.1.depth-km", "6"),
        ("sampling.samples", "11"),
      ] + changes
    )
    return try CatalogGenerator(
      specification,
      folder: url,
      source: "test 1",
      threads: 1,
      disk: disk
    )
  }

  /// Makes what is missing; `stops` ends the work as soon as the folder has been looked through.
  @discardableResult
  func generate(resuming: Bool = false, stops: Bool = false) throws -> GenerationReport {
    let generator = try generator()
    return try generator.run(try generator.plan(.direct), resuming: resuming) { _ in !stops }
  }

  /// The bytes of every file but the lock.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: url.path)
    where name != ".lock" && name != "events" {
      contents[name] = try Data(contentsOf: url.appendingPathComponent(name))
    }
    return contents
  }

  /// Changes one bit of a file in the middle of it.
  func damage(_ file: URL) throws {
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: file)
  }
}

private func withSmallCatalog(_ body: (SmallCatalog) throws -> Void) throws {
  try withTemporaryFolder { url in
    try body(SmallCatalog(url: url.appendingPathComponent("catalog")))
  }
}

@Suite("Making a catalog in a folder, and going on with one")
struct CatalogGeneratorTests {
  @Test("A damaged file is made again, also when the process ends between finding and making it")
  func damagedFile() throws {
    try withSmallCatalog { catalog in
      #expect(try catalog.generate().written == 3)
      let whole = try catalog.contents()
      #expect(whole.count == 6)
      let file = catalog.folder.eventFile(SmallCatalog.ids[1])
      try catalog.damage(file)
      #expect(throws: CatalogError.interrupted(complete: 2, of: 3)) {
        try catalog.generate(resuming: true, stops: true)
      }
      let report = try catalog.generate(resuming: true)
      #expect(report.written == 1 && report.kept == 2)
      #expect(try catalog.contents() == whole)
    }
  }

  @Test("Changed or lost companions of the index are written again")
  func companions() throws {
    try withSmallCatalog { catalog in
      try catalog.generate()
      let whole = try catalog.contents()
      try Data("title: Another\n".utf8).write(to: catalog.folder.specification)
      try FileManager.default.removeItem(at: catalog.folder.quakeML)
      let index = try CatalogIndex(reading: catalog.folder)
      #expect(try CatalogValidation(of: index, in: catalog.folder).faults.count == 2)
      #expect(try catalog.generate(resuming: true).kept == 3)
      #expect(try catalog.contents() == whole)
      #expect(try CatalogValidation(of: index, in: catalog.folder).isGood)
    }
  }

  @Test("An index that was rebuilt from some of the events' files is completed, in its old order")
  func rebuiltIndex() throws {
    try withSmallCatalog { catalog in
      try catalog.generate()
      let whole = try catalog.contents()
      try FileManager.default.removeItem(at: catalog.folder.eventFile(SmallCatalog.ids[0]))
      try FileManager.default.removeItem(at: catalog.folder.index)
      try CatalogIndex.rebuilt(from: catalog.folder).write(to: catalog.folder)
      let report = try catalog.generate(resuming: true)
      #expect(report.written == 1 && report.kept == 2)
      #expect(try catalog.contents() == whole)
    }
  }

  @Test("Splits survive when an event is made again")
  func splits() throws {
    try withSmallCatalog { catalog in
      try catalog.generate()
      var index = try CatalogIndex(reading: catalog.folder)
      try index.split(by: .random(SplitFractions(validation: 0.34, test: 0.34)))
      try index.write(to: catalog.folder)
      try catalog.damage(catalog.folder.eventFile(SmallCatalog.ids[2]))
      try catalog.generate(resuming: true)
      #expect(try CatalogIndex(reading: catalog.folder) == index)
    }
  }

  @Test("A folder with a catalog is not begun again, nor gone on with for another specification")
  func refusals() throws {
    try withSmallCatalog { catalog in
      try catalog.generate()
      let whole = try catalog.contents()
      #expect(throws: CatalogError.self) { try catalog.generate() }
      let other = try catalog.generator([("seed", "6")])
      let error = try #require(throws: CatalogError.self) {
        try other.run(try other.plan(.direct), resuming: true) { _ in true }
      }
      // Values that were set over the text stand in it in the order of their keys.
      #expect(
        "\(error)".hasSuffix("specification, line 2: expected 'seed: 6', found 'seed: 5'."),
        "\(error)"
      )
      let fused = try catalog.generator()
      let strategy = try #require(throws: CatalogError.self) {
        try fused.run(try fused.plan(.fused), resuming: true) { _ in true }
      }
      #expect("\(strategy)".hasSuffix("generation_strategy: expected fused, found direct."))
      #expect(try catalog.contents() == whole)
    }
  }

  @Test("A grid without room between its absorbing layers is refused before a folder is made")
  func noRoom() throws {
    try withSmallCatalog { catalog in
      #expect(throws: SimulationError.self) {
        try catalog.generator([("grid.spacing-m", "1500"), ("grid.absorbing-nodes", "12")])
      }
      #expect(catalog.folder.contents() == .absent)
    }
  }
  @Test("Too little disk is refused before a folder is made, with --resume, too")
  func smallDisk() throws {
    try withSmallCatalog { catalog in
      let generator = try catalog.generator(disk: DiskSpace { _ in 100_000 })
      let plan = try generator.plan(.direct)
      for resuming in [false, true] {
        let error = try #require(throws: CatalogError.self) {
          try generator.run(plan, resuming: resuming) { _ in true }
        }
        #expect("\(error)".contains("only 0.1 MB are free"), "\(error)")
        #expect(catalog.folder.contents() == .absent)
      }
    }
  }
}
