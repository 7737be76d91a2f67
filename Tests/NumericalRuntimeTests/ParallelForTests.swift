import NumericalRuntime
import Synchronization
import Testing

@Suite("Work on several threads")
struct ParallelForTests {
  @Test(
    "Every index comes once, on no more threads than the budget has",
    arguments: [0, 1, 2, 3, 500]
  )
  func indices(count: Int) {
    let seen = Mutex([Int](repeating: 0, count: count))
    let running = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    parallelFor(count) { index in
      most.max(running.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
      seen.withLock { $0[index] += 1 }
      running.subtract(1, ordering: .relaxed)
    }
    #expect(seen.withLock { $0.allSatisfy { $0 == 1 } })
    #expect(most.load(ordering: .relaxed) <= ThreadBudget.available)
  }

  @Test("A map keeps the order of its elements")
  func map() {
    #expect(parallelMap(Array(0..<1000)) { "\($0)" } == (0..<1000).map { "\($0)" })
    #expect(parallelMap([Int]()) { $0 }.isEmpty)
  }
}
