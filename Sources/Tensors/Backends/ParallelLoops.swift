import NumericalRuntime
import Synchronization

// The loops of operations and backends, shared among threads so that results are the same bytes for any number.

/// Runs `body` over pieces of `0..<count` of a size that does not depend on the number of threads.
@inline(__always)
func forChunks(of count: Int, size: Int = 1 << 15, _ body: @Sendable (Range<Int>) -> Void) {
  let chunks = (count + size - 1) / size
  if chunks <= 1 {
    if count > 0 { body(0..<count) }
  } else {
    parallelFor(chunks) { body(($0 * size)..<min(count, ($0 + 1) * size)) }
  }
}

/// The sum of what `body` gives for pieces of `0..<count` of a fixed size, added in order.
func orderedSum(
  of count: Int,
  size: Int = 1 << 15,
  _ body: @Sendable (Range<Int>) -> Double
) -> Double {
  let pieces = (count + size - 1) / size
  guard pieces > 1 else { return count > 0 ? body(0..<count) : 0 }
  return withUnsafeTemporaryAllocation(of: Double.self, capacity: pieces) { sums in
    nonisolated(unsafe) let sums = sums
    parallelFor(pieces) { sums[$0] = body(($0 * size)..<min(count, ($0 + 1) * size)) }
    return sums.reduce(0, +)
  }
}

/// Runs `body(task, scratch)` for each task on up to `threads` threads, each with its own scratch memory.
///
/// The memory comes from the pool in one piece before the threads start, so that how many blocks the pool hands
/// out does not depend on how the threads meet.
func forEachTask(
  _ count: Int,
  scratch floats: Int,
  threads: Int = ThreadBudget.available,
  _ body: @Sendable (Int, UnsafeMutablePointer<Float>) -> Void
) {
  let workers = max(1, min(threads, count))
  let rounded = (floats + 15) / 16 * 16
  let memory = Tensor(uninitialized: [workers, rounded])
  let next = Atomic<Int>(0)
  memory.withPointer(Float.self) { start in
    nonisolated(unsafe) let start = UnsafeMutablePointer(mutating: start)
    parallelFor(workers) { worker in
      while true {
        let task = next.add(1, ordering: .relaxed).oldValue
        guard task < count else { return }
        body(task, start + worker * rounded)
      }
    }
  }
}
