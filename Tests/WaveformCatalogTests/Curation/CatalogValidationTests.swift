import Foundation
import SeismicFiles
import TestSupport
import Testing
import WaveformCatalog

@Suite("Validation of a catalog's files")
struct CatalogValidationTests {
  @Test("A whole catalog has nothing wrong")
  func whole() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      let index = try SyntheticCatalog.write(5, to: folder)
      try Data(index.description.yaml.utf8).write(to: folder.specification)
      let validation = try CatalogValidation(of: index, in: folder)
      #expect(validation.isGood && validation.checkedCount == 5 && validation.strangers.isEmpty)
    }
  }

  @Test("One changed bit anywhere in a file is found, and the file is named")
  func flippedBit() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      let index = try SyntheticCatalog.write(3, to: folder)
      let file = folder.eventFile("E1")
      let good = try Data(contentsOf: file)
      for place in [9, good.count / 3, good.count / 2, good.count - 1] {
        var bad = good
        bad[place] ^= 0x10
        try bad.write(to: file)
        let validation = try CatalogValidation(of: index, in: folder)
        #expect(validation.damages.map(\.id) == ["E1"], "byte \(place)")
        guard case CatalogError.damaged(let path, let reason)? = validation.damages.first?.error
        else {
          Issue.record("byte \(place): \(validation.damages)")
          continue
        }
        #expect(path == file.path && reason.contains("checksum"))
      }
    }
  }

  @Test("Samples that are no numbers are found where checksums are not known")
  func notFinite() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      let index = try SyntheticCatalog.write(2, to: folder)
      var waveforms = try SyntheticCatalog.waveforms(1, index.description)
      waveforms.samples[(1 * 7 + 4) * 14 + 12] = .nan
      try EventFile.write(
        waveforms,
        description: index.description,
        to: folder.eventFile("E1")
      )
      #expect(
        throws: CatalogError.damaged(
          path: folder.eventFile("E1").path,
          reason: "the motion towards north at BK.CMB, sample 4, is nan"
        )
      ) {
        var entry = try #require(index.entry("E1"))
        entry.checksum = nil
        try EventFile.verify(
          folder.eventFile("E1"),
          entry: entry,
          description: index.description
        )
      }
    }
  }

  @Test("An event under another's name, other metadata, and files that nobody knows are found")
  func strangers() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      var index = try SyntheticCatalog.write(3, to: folder)
      let copies = [(folder.eventFile("E0"), "E1"), (folder.eventFile("E0"), "E7")]
      for (source, id) in copies {
        try Data(contentsOf: source).write(to: folder.eventFile(id))
      }
      index.markMade("E1", try FileFingerprint(of: folder.eventFile("E1")))
      try Data("events: []\n".utf8).write(to: folder.specification)
      try folder.writeQuakeML([try SyntheticCatalog.event(0)])
      let validation = try CatalogValidation(of: index, in: folder)
      #expect(validation.damages.map { "\($0.error)" }.first?.contains("holds event E0") == true)
      #expect(validation.strangers == ["events/E7.nc"])
      #expect(validation.faults.count == 2)
    }
  }
  @Test("A magnitude that was changed in the QuakeML file is found, and so is its absence")
  func quakeML() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      let index = try SyntheticCatalog.write(3, to: folder)
      var events = index.entries.map(\.event)
      events[1].magnitude += 0.1
      try folder.writeQuakeML(events)
      #expect(
        try CatalogValidation(of: index, in: folder).faults == [
          .damaged(
            path: folder.quakeML.path,
            reason: "what it says of event E1 is not what the index says"
          )
        ]
      )
      try FileManager.default.removeItem(at: folder.quakeML)
      #expect(
        try CatalogValidation(of: index, in: folder).faults == [
          .damaged(path: folder.quakeML.path, reason: "there is no such file")
        ]
      )
    }
  }
}
