import Testing
import WaveformCatalog

struct WindowPlanTests {
  @Test("The published plans cut 341 and 11 windows from an event of 461 snapshots")
  func publishedCounts() throws {
    let training = try WindowPlan.publishedTraining.starts(inEventOf: 461)
    #expect(training.count == 341)
    #expect(training.first == 0 && training.last == 340)
    #expect(WindowPlan.publishedTraining.span == 120)
    #expect(try WindowPlan.publishedValidation.starts(inEventOf: 461).count == 11)
    // 300 training events make the published 102,300 samples an epoch.
    #expect(300 * training.count == 102_300)
  }

  @Test("Starts may be thinned or listed")
  func offsets() throws {
    var plan = WindowPlan(inputLength: 2, horizon: 3, stride: 2, offsets: .every(4))
    #expect(try plan.starts(inEventOf: 20) == [0, 4, 8])
    plan.offsets = .at([7, 1])
    #expect(try plan.starts(inEventOf: 20) == [7, 1])
  }

  @Test("Windows that do not fit are refused with both numbers")
  func refusals() {
    let long = WindowPlan(inputLength: 10, horizon: 10, stride: 2)
    #expect(
      throws: CatalogError.mismatch(
        what: "windows of 10 + 10 steps with stride 2",
        expected: "more than 40 snapshots an event",
        found: "40"
      )
    ) { try long.starts(inEventOf: 40) }
    let outside = WindowPlan(inputLength: 1, horizon: 1, offsets: .at([0, 8]))
    #expect(throws: CatalogError.self) { try outside.starts(inEventOf: 10) }
    #expect(throws: CatalogError.self) {
      try WindowPlan(inputLength: 1, horizon: 1, offsets: .every(0)).starts(inEventOf: 10)
    }
  }
}
