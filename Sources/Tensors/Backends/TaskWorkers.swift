import NumericalRuntime
import Synchronization

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
