import Testing

@testable import WaveformCatalog

struct SampleOrderTests {
  @Test("Each epoch takes every sample once, in an order of its own that the seed fixes")
  func permutations() {
    let order = SampleOrder.shuffled(seed: 4)
    let first = order.indices(count: 1000, epoch: 0)
    #expect(first.sorted() == Array(0..<1000))
    #expect(first == order.indices(count: 1000, epoch: 0))
    #expect(first != order.indices(count: 1000, epoch: 1))
    #expect(first != SampleOrder.shuffled(seed: 5).indices(count: 1000, epoch: 0))
    #expect(SampleOrder.sequential.indices(count: 4, epoch: 3) == [0, 1, 2, 3])
  }

  @Test("A seed keeps its order from version to version")
  func known() {
    // Worked out from Philox and the shuffle in another language; trained models rest on such orders.
    #expect(
      SampleOrder.shuffled(seed: 4).indices(count: 12, epoch: 2)
        == [8, 5, 9, 2, 0, 1, 4, 10, 3, 11, 6, 7]
    )
  }

  @Test("All orders of three samples are equally frequent")
  func fairness() {
    var counts: [[UInt32]: Int] = [:]
    for epoch in 0..<6000 {
      counts[SampleOrder.shuffled(seed: 1).indices(count: 3, epoch: epoch), default: 0] += 1
    }
    #expect(counts.count == 6)
    // Five standard deviations of a binomial distribution with n = 6000, p = 1/6 are 144.
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 144 })
  }
}
