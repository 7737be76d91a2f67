import Foundation
import NumericalRuntime
import Synchronization
import Testing

/// Sums of 0 ..< count worked out by a loop, some of whose calls loop themselves.
private func nestedSum(_ count: Int, depth: Int) -> Int {
  let sum = Atomic<Int>(0)
  parallelFor(count) { index in
    let inner = depth > 0 && index % 3 == 0 ? nestedSum(4, depth: depth - 1) : 0
    sum.add(index + inner, ordering: .relaxed)
  }
  return sum.load(ordering: .relaxed)
}

/// What ``nestedSum(_:depth:)`` must give.
private func expectedSum(_ count: Int, depth: Int) -> Int {
  (0..<count).reduce(0) { sum, index in
    sum + index + (depth > 0 && index % 3 == 0 ? expectedSum(4, depth: depth - 1) : 0)
  }
}

/// Many short loops by several callers at once, with pauses long enough for the threads to fall asleep.
private func work(callers: Int, rounds: Int) {
  let threads = (0..<callers).map { caller in
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      for round in 0..<rounds {
        let count = (round * 7 + caller) % 11
        let depth = round % 5 == 0 ? 2 : 0
        require(
          nestedSum(count, depth: depth) == expectedSum(count, depth: depth),
          "caller \(caller), round \(round), \(count) indices"
        )
        if round % 50 == 0 { usleep(200) }
      }
      done.signal()
    }
    thread.start()
    return done
  }
  for done in threads { done.wait() }
}

@Suite("A team of threads")
struct ThreadTeamTests {
  @Test("Loops within loops and of several callers lose no index, with 2, 3 and 4 threads")
  func callers() async {
    await #expect(processExitsWith: .success) {
      setenv("FORESHAKE_THREADS", "2", 1)
      work(callers: 3, rounds: 3000)
    }
    await #expect(processExitsWith: .success) {
      setenv("FORESHAKE_THREADS", "3", 1)
      work(callers: 3, rounds: 3000)
    }
    await #expect(processExitsWith: .success) {
      setenv("FORESHAKE_THREADS", "4", 1)
      work(callers: 1, rounds: 3000)
    }
  }

  @Test("What a loop wrote is there when it returns")
  func visibility() async {
    await #expect(processExitsWith: .success) {
      setenv("FORESHAKE_THREADS", "3", 1)
      let values = UnsafeMutablePointer<Int>.allocate(capacity: 64)
      values.initialize(repeating: 0, count: 64)
      nonisolated(unsafe) let shared = values
      for round in 1...20_000 {
        let count = 2 + round % 60
        parallelFor(count) { shared[$0] += 1 + round % 2 * $0 }
        for index in 0..<count {
          require(values[index] == 1 + round % 2 * index, "round \(round), index \(index)")
          values[index] = 0
        }
      }
      values.deallocate()
    }
  }

  @Test("A team that waits takes no time of the processor")
  func idleness() async {
    await #expect(processExitsWith: .success) {
      setenv("FORESHAKE_THREADS", "2", 1)
      require(nestedSum(100, depth: 0) == 4950, "sum")
      usleep(50_000)
      let before = clock()
      usleep(400_000)
      // Microseconds of all threads; one that went on looking would take 400,000.
      require(clock() - before < 100_000, "\(clock() - before) µs of processor time")
    }
  }
}
