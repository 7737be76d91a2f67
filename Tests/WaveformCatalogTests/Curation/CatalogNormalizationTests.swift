import Foundation
import SeismicFiles
import TestSupport
import Testing
import WaveformCatalog

@Suite("Means and deviations of training events")
struct CatalogNormalizationTests {
  /// A catalog with a split by hand: E1 and E3 train, the others do not.
  private func catalog(_ folder: CatalogFolder) throws -> CatalogIndex {
    var index = try SyntheticCatalog.write(4, to: folder)
    for entry in index.entries { index.assign(.test, to: entry.id) }
    index.assign(.training, to: "E1")
    index.assign(.training, to: "E3")
    try index.write(to: folder)
    return index
  }

  /// The same by the definition, all samples of one receiver and component in one list.
  private func expected(
    _ index: CatalogIndex,
    _ folder: CatalogFolder,
    _ ids: [String]
  ) throws -> (means: [Float], deviations: [Float]) {
    let receivers = index.description.layout.count
    let events = try ids.map { try EventFile.read(folder.eventFile($0)).samples }
    var (means, deviations): ([Float], [Float]) = ([], [])
    for component in 0..<3 {
      for receiver in 0..<receivers {
        let values = events.flatMap { samples in
          (0..<7).map { Double(samples[(component * 7 + $0) * receivers + receiver]) }
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        means.append(Float(mean))
        deviations.append(Float((square / Double(values.count)).squareRoot()))
      }
    }
    return (means, deviations)
  }

  @Test("They are those of the definition, from training events alone")
  func definition() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      let index = try catalog(folder)
      let result = try CatalogNormalization(of: index, in: folder)
      let (means, deviations) = try expected(index, folder, ["E1", "E3"])
      // Two ways to sum in double precision, both rounded to single: the last bit may differ.
      for (value, exact) in zip(result.means + result.deviations, means + deviations) {
        #expect(abs(value - exact) <= abs(exact) * 1.2e-7)
      }
      #expect(result.eventIDs == ["E1", "E3"] && result.isOfTraining)
    }
  }

  @Test("The file gives them back, and refuses to serve another split")
  func file() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      var index = try catalog(folder)
      let result = try CatalogNormalization(of: index, in: folder)
      try result.write(to: folder, of: index)
      #expect(try CatalogNormalization(reading: folder, of: index) == result)
      index.assign(.training, to: "E0")
      #expect(throws: CatalogError.self) { try CatalogNormalization(reading: folder, of: index) }
      let all = try CatalogNormalization(of: index, in: folder, usingAll: true)
      try all.write(to: folder, of: index)
      #expect(try CatalogNormalization(reading: folder, of: index).eventIDs.count == 4)
    }
  }

  @Test("A large constant beside a small motion costs no digits, and NaN does not count")
  func offset() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      let description = SyntheticCatalog.description(SyntheticCatalog.layout(grid: false))
      try folder.create()
      var waveforms = try SyntheticCatalog.waveforms(0, description)
      waveforms.event.originTime = Date(timeIntervalSince1970: 1e9)
      // 65536 ± 1/128 is exact in single precision.
      waveforms.samples = waveforms.samples.indices.map {
        $0 / 2 % 7 == 6 ? .nan : 65536 + ($0 / 2 % 2 == 0 ? 1 : -1) / 128
      }
      var index = try CatalogIndex(description: description, events: [waveforms.event])
      index.markMade(
        "E0",
        try EventFile.write(waveforms, description: description, to: folder.eventFile("E0"))
      )
      let result = try CatalogNormalization(of: index, in: folder, usingAll: true)
      #expect(result.means.allSatisfy { $0 == 65536 })
      #expect(result.deviations.allSatisfy { $0 == 1 / 128 })
    }
  }

  @Test("A training event with a changed bit is refused")
  func damaged() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      let index = try catalog(folder)
      let file = folder.eventFile("E3")
      var bytes = try Data(contentsOf: file)
      bytes[bytes.count - 100] ^= 1
      try bytes.write(to: file)
      let error = try #require(throws: CatalogError.self) {
        try CatalogNormalization(of: index, in: folder)
      }
      #expect("\(error)".contains("E3.nc") && "\(error)".contains("checksum"), "\(error)")
    }
  }

  @Test("Without a split, or with training events missing, it says what to do")
  func refusals() throws {
    try withTemporaryFolder { url in
      let folder = CatalogFolder(url)
      var index = try SyntheticCatalog.write(2, to: folder)
      #expect {
        try CatalogNormalization(of: index, in: folder)
      } throws: { error in
        "\(error)".contains("catalog split") && "\(error)".contains("--all")
      }
      index.assign(.training, to: "E0")
      index.markMissing("E0")
      #expect {
        try CatalogNormalization(of: index, in: folder)
      } throws: { error in
        "\(error)".contains("E0") && "\(error)".contains("--resume")
      }
    }
  }
}
