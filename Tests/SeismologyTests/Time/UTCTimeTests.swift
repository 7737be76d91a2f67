import Foundation
import Seismology
import Testing

@Suite("UTC times")
struct UTCTimeTests {
  @Test(
    "Known times are read",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2001-01-01", 978_307_200_000_000),
      ("2019-07-16T20:11:01.470000Z", 1_563_307_861_470_000),
      ("2019-07-16 20:11:01.47", 1_563_307_861_470_000),
      ("2019-07-16T13:11:01.470-07:00", 1_563_307_861_470_000),
      ("2019-197T20:11:01.47Z", 1_563_307_861_470_000),
      ("2019/07/16,20:11:01.470001", 1_563_307_861_470_001),
      ("1965-03-28T16:33:14.000000", -150_276_406_000_000),
      ("3000-01-01T00:00:00", 32_503_680_000_000_000),
    ]
  )
  func reading(text: String, microseconds: Int) throws {
    let date = try #require(UTCTime.date(text))
    #expect(UTCTime.microseconds(date) == microseconds)
  }

  @Test(
    "Nonsense is refused",
    arguments: [
      "", "2019", "2019-13-01", "2019-02-29", "2019-07-16T25:00:00", "2019-07-16T20:61:00", "now",
      "2019-07-16T20:11:01.47Zulu", "2019-07-16X20", "2019-07-16T20:11:0x",
    ]
  )
  func nonsense(text: String) {
    #expect(UTCTime.date(text) == nil)
  }

  @Test("Times survive writing and reading to the microsecond")
  func roundTrip() {
    var microseconds = -2_000_000_000_000_000
    while microseconds < 4_000_000_000_000_000 {
      let date = UTCTime.date(microseconds: microseconds)
      #expect(UTCTime.date(UTCTime.text(date)) == date)
      #expect(UTCTime.microseconds(date) == microseconds)
      let (year, day, rest) = UTCTime.ordinal(date)
      #expect(UTCTime.date(year: year, dayOfYear: day, microseconds: rest) == date)
      microseconds += 37_123_456_789_123
    }
    let date = UTCTime.date(microseconds: 1_563_307_861_999_600)
    #expect(UTCTime.text(date, digits: 3) == "2019-07-16T20:11:02.000Z")
    #expect(UTCTime.text(date, digits: 0) == "2019-07-16T20:11:02Z")
  }
}
