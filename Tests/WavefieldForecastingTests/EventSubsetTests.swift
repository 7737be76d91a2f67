import Testing
import WavefieldForecasting

@Suite("Events of a member of an ensemble")
struct EventSubsetTests {
  private let events = (0..<20).map { "e\($0)" }

  @Test("A share of the events, in their order, that the seed fixes from version to version")
  func drawn() {
    let some = EventSubset.drawn(0.6, of: events, seed: 5)
    // Worked out from Philox and algorithm S in another language.
    #expect(some == [1, 3, 4, 6, 8, 9, 11, 14, 16, 17, 18, 19].map { events[$0] })
    #expect(EventSubset.drawn(0.6, of: events, seed: 6) != some)
  }

  @Test("All, none, and none of none")
  func ends() {
    #expect(EventSubset.drawn(1, of: events, seed: 1) == events)
    #expect(EventSubset.drawn(0, of: events, seed: 1).isEmpty)
    #expect(EventSubset.drawn(0.5, of: [], seed: 1).isEmpty)
  }
}
