import Testing
import WavefieldForecasting

@Suite("Events of a member of an ensemble")
struct EventSubsetTests {
  private let events = (0..<300).map { "E\($0)" }

  @Test("A share of events is drawn, in their order, by the seed alone")
  func share() {
    let drawn = EventSubset.drawn(0.8, of: events, seed: 3)
    #expect(drawn.count == 240 && Set(drawn).count == 240)
    let places = drawn.compactMap { events.firstIndex(of: $0) }
    #expect(places.count == 240 && places == places.sorted())
    #expect(EventSubset.drawn(0.8, of: events, seed: 3) == drawn)
    #expect(EventSubset.drawn(0.8, of: events, seed: 4) != drawn)
  }

  @Test("The seed fixes the events from version to version")
  func fixed() {
    let some = EventSubset.drawn(0.6, of: (0..<20).map { "e\($0)" }, seed: 5)
    // Worked out from Philox and algorithm S in another language.
    #expect(some == [1, 3, 4, 6, 8, 9, 11, 14, 16, 17, 18, 19].map { "e\($0)" })
  }

  @Test("All, none, and a rounded number")
  func ends() {
    #expect(EventSubset.drawn(1, of: events, seed: 1) == events)
    #expect(EventSubset.drawn(0, of: events, seed: 1).isEmpty)
    #expect(EventSubset.drawn(0.5, of: ["a", "b", "c"], seed: 1).count == 2)
    #expect(EventSubset.drawn(0.5, of: [], seed: 1).isEmpty)
  }

  @Test("Every event is left out as often as the others")
  func fairness() {
    var counts = [String: Int](minimumCapacity: 10)
    for seed in 0..<2000 {
      for event in EventSubset.drawn(0.8, of: Array(events.prefix(10)), seed: UInt64(seed)) {
        counts[event, default: 0] += 1
      }
    }
    // 2000 draws of probability 0.8 scatter by 18; five of that.
    #expect(counts.count == 10 && counts.values.allSatisfy { abs($0 - 1600) < 90 })
  }
}
