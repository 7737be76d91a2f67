import Foundation
import Seismology
import TestSupport
import Testing
import WaveformCatalog

@Suite("Merging of catalogs")
struct CatalogMergeTests {
  @Test("Events of all catalogs stand in one, whole, with their splits")
  func merge() throws {
    try withTemporaryFolder { url in
      let (a, b) = (url.appendingPathComponent("a"), url.appendingPathComponent("b"))
      for (place, prefix) in [(a, "A"), (b, "B")] {
        var index = try SyntheticCatalog.write(
          2,
          to: CatalogFolder(place),
          SyntheticCatalog.description(title: "Catalog \(prefix)"),
          prefix: prefix
        )
        for entry in index.entries { index.assign(.training, to: entry.id) }
        try index.write(to: CatalogFolder(place))
      }
      let merge = try CatalogMerge([a, b].map { CatalogMerge.Part(CatalogFolder($0)) })
      let result = url.appendingPathComponent("both")
      let index = try merge.write(to: result)
      let folder = CatalogFolder(result)
      #expect(try CatalogIndex.open(folder) == index)
      #expect(index.entries.map(\.id) == ["A0", "A1", "B0", "B1"])
      #expect(index.splitCounts == [.training: 4])
      #expect(index.description.title == "Catalog A + Catalog B")
      #expect(try CatalogValidation(of: index, in: folder).isGood)
      let samples = try EventFile.read(folder.eventFile("B1")).samples
      #expect(try EventFile.read(CatalogFolder(b).eventFile("B1")).samples == samples)
    }
  }

  @Test("One name in two catalogs is refused, and a prefix helps")
  func duplicates() throws {
    try withTemporaryFolder { url in
      let places = ["a", "b"].map { CatalogFolder(url.appendingPathComponent($0)) }
      for folder in places { try SyntheticCatalog.write(1, to: folder) }
      #expect(throws: CatalogError.duplicateID("E0")) {
        try CatalogMerge(places.map { CatalogMerge.Part($0) })
      }
      let parts = zip(places, ["n-", "s-"]).map { CatalogMerge.Part($0, prefix: $1) }
      let result = url.appendingPathComponent("both")
      let index = try CatalogMerge(parts).write(to: result)
      #expect(index.entries.map(\.id) == ["n-E0", "s-E0"])
      #expect(try EventFile.read(CatalogFolder(result).eventFile("s-E0")).event.id == "s-E0")
    }
  }

  @Test("Catalogs of other sampling, receivers or axes are refused with both sides")
  func misfits() throws {
    try withTemporaryFolder { url in
      let first = CatalogFolder(url.appendingPathComponent("a"))
      try SyntheticCatalog.write(1, to: first)
      var others = [
        SyntheticCatalog.description(SyntheticCatalog.layout(grid: false)),
        SyntheticCatalog.description(), SyntheticCatalog.description(),
      ]
      others[1].sampling.interval = 0.5
      others[2].frame = LocalFrame(origin: others[2].frame.origin, xAzimuth: 90)
      for (number, description) in others.enumerated() {
        let folder = CatalogFolder(url.appendingPathComponent("b\(number)"))
        try SyntheticCatalog.write(1, to: folder, description, prefix: "B")
        #expect {
          try CatalogMerge([first, folder].map { CatalogMerge.Part($0) })
        } throws: { error in
          guard case CatalogError.mismatch = error else { return false }
          return "\(error)".contains("b\(number)")
        }
      }
    }
  }

  @Test("A damaged file is not made good by being copied")
  func damaged() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url.appendingPathComponent("a"))
      try SyntheticCatalog.write(2, to: folder)
      var bytes = try Data(contentsOf: folder.eventFile("E1"))
      bytes[bytes.count - 2] ^= 1
      try bytes.write(to: folder.eventFile("E1"))
      let merge = try CatalogMerge([CatalogMerge.Part(folder)])
      #expect(throws: CatalogError.self) {
        try merge.write(to: url.appendingPathComponent("b"))
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
      #expect(names == ["a"])
    }
  }

  @Test("A merge that fails leaves nothing behind")
  func interrupted() throws {
    try withTemporaryFolder { url in
      let places = ["a", "b"].map { CatalogFolder(url.appendingPathComponent($0)) }
      for (folder, prefix) in zip(places, ["A", "B"]) {
        try SyntheticCatalog.write(2, to: folder, prefix: prefix)
      }
      let merge = try CatalogMerge(places.map { CatalogMerge.Part($0) })
      #expect(throws: CatalogError.interrupted(complete: 0, of: 4)) {
        try merge.write(to: url.appendingPathComponent("both")) { done, _ in done < 3 }
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
      #expect(names.sorted() == ["a", "b"])
    }
  }
}
