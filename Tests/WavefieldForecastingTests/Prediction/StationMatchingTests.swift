import Foundation
import Seismology
import TestSupport
import Testing

@testable import WavefieldForecasting

@Suite("Stations of a model's list")
struct StationMatchingTests {
  private typealias Fixture = PredictionFixture

  private func matching(_ body: (inout StationMatching) throws -> Void) throws {
    try withTemporaryFolder { folder in
      var matching = StationMatching(try Fixture.listedSite(in: folder))
      try body(&matching)
    }
  }

  @Test("Stations are found by code in any order, and the others of the list stay without")
  func order() throws {
    try matching { matching in
      #expect(matching.isEmpty)
      for number in [2, 3, 0] { matching.add(Fixture.listed[number]) }
      // The list is S3, S0, S2, S1.
      #expect(matching.sources == [1, 2, 0, nil])
      #expect(matching.notices.isEmpty && !matching.isEmpty)
    }
  }

  @Test("A station of a known code elsewhere is left out, one of another code at the place is not")
  func places() throws {
    try matching { matching in
      let (known, other) = (Fixture.listed[0].location, Fixture.listed[1].location)
      matching.add(Fixture.station("S0", known.x + 510, known.y))
      matching.add(Fixture.station("NEW", other.x, other.y + 90))
      matching.add(Fixture.station("NEAR", known.x, known.y + 110))
      matching.add(Fixture.station("S0", known.x + 490, known.y))
      #expect(matching.sources == [nil, 3, nil, 1])
      #expect(matching.notices.count == 2)
      #expect(matching.notices[0].contains("XX.S0") && matching.notices[0].contains("510 m"))
      #expect(matching.notices[1].contains("1 station is left out"))
      #expect(matching.notices[1].contains("XX.NEAR"))
    }
  }

  @Test("A station without motion or for a place that is taken is left out")
  func refusals() throws {
    try matching { matching in
      matching.add(Fixture.listed[0], isRecorded: false)
      matching.add(Fixture.listed[1])
      let taken = Fixture.listed[1].location
      matching.add(Fixture.station("TWIN", taken.x, taken.y))
      for number in 0..<7 { matching.add(Fixture.station("U\(number)", 6000, 6000)) }
      #expect(matching.sources == [nil, nil, nil, 1])
      #expect(matching.notices.count == 3)
      #expect(matching.notices[0].contains("XX.S0") && matching.notices[0].contains("NaN"))
      #expect(matching.notices[1].contains("XX.TWIN") && matching.notices[1].contains("XX.S1"))
      #expect(matching.notices[2].contains("7 stations") && matching.notices[2].contains("..."))
    }
  }
}
