import Foundation
import Seismology
import Testing

@testable import SeismicFiles

struct CPSReaderTests {
  static func text(_ replacements: [Int: String] = [:], rows: [String]) -> String {
    var lines = [
      "MODEL.01", "TEST", "ISOTROPIC", "KGS", "FLAT EARTH", "1-D", "CONSTANT VELOCITY", "LINE08",
      "LINE09", "LINE10", "LINE11", " H VP VS RHO QP QS ETAP ETAS FREFP FREFS",
    ]
    for (line, text) in replacements { lines[line - 1] = text }
    return (lines + rows).joined(separator: "\n")
  }

  @Test("Quality factors may be given as Q, as 1/Q, or as zero for none")
  func quality() throws {
    let model = try #require(
      try readModel(
        Self.text(rows: [
          "1.0 3.2 1.5 2.28 600 300 0 0 1 1", "2.0 4.5 2.4 2.28 0.002 0.004 0 0 1 1",
          "0.0 6.2 3.4 2.68 0 0 0 0 1 1",
        ]),
        named: "model.d"
      ).layers
    )
    #expect(model.discontinuityDepths == [1000, 3000])
    #expect(model.material(atDepth: 500).sQuality == 300)
    #expect(model.material(atDepth: 1500).pQuality == 500)
    #expect(model.material(atDepth: 1500).sQuality == 250)
    #expect(model.material(atDepth: 5000).sQuality == .infinity)
  }

  @Test(
    "Kinds of models that are not supported, and files cut off, are refused with the line",
    arguments: [
      ([3: "TRANSVERSE ISOTROPIC"], ["1 3.2 1.5 2.28 600 300"], "line 3"),
      ([4: "CGS"], ["1 3.2 1.5 2.28 600 300"], "line 4"),
      ([5: "SPHERICAL EARTH"], ["1 3.2 1.5 2.28 600 300"], "line 5"),
      ([7: "VARIABLE VELOCITY"], ["1 3.2 1.5 2.28 600 300"], "line 7"),
      ([:], ["1 3.2 1.5"], "line 13"), ([:], [], "cut off"),
      ([:], ["1 3.2 1.5 2.28 600 300", "1 3.2 3.1 2.28 600 300"], "line 14, layer 2: vs 3100"),
    ]
  )
  func refusals(replacements: [Int: String], rows: [String], message: String) throws {
    let error = try #require(throws: VelocityModelError.self) {
      try readModel(Self.text(replacements, rows: rows), named: "model.d")
    }
    #expect(error.description.contains(message), "\(error)")
  }
}
