import Dispatch
import Synchronization

/// Runs `body(0)`, …, `body(count - 1)` on up to `count` threads and returns when all are done.
///
/// No more threads than ``ThreadBudget/available`` take part; each takes the next index that is free. The order is
/// unspecified: each call may touch only what belongs to its index, and may not wait for another. One loop at a time
/// has the process's own threads; calls within calls, and of several callers at once, have a budget each from
/// Dispatch.
public func parallelFor(_ count: Int, _ body: @Sendable (Int) -> Void) {
  let threads = min(ThreadBudget.available, count)
  if threads <= 1 {
    for index in 0..<max(0, count) { body(index) }
  } else if ThreadTeam.shared?.run(count, body) == true {
    return
  } else if threads == count {
    DispatchQueue.concurrentPerform(iterations: count, execute: body)
  } else {
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }
}

/// The results of a function of every element, worked out on all threads, in the order of the elements.
public func parallelMap<Element: Sendable, Value: Sendable>(
  _ elements: [Element],
  _ transform: @Sendable (Element) -> Value
) -> [Value] {
  [Value](unsafeUninitializedCapacity: elements.count) { values, initialized in
    nonisolated(unsafe) let base = values.baseAddress
    parallelFor(elements.count) { index in
      base?.advanced(by: index).initialize(to: transform(elements[index]))
    }
    initialized = elements.count
  }
}

/// The part of `0..<count` that belongs to share `index` of `shares` nearly equal ones.
public func share(_ index: Int, of shares: Int, in count: Int) -> Range<Int> {
  (count * index / shares)..<(count * (index + 1) / shares)
}
