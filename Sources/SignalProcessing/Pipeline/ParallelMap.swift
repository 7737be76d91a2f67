import NumericalRuntime
import Synchronization

/// The results of a function for each element, worked out on all cores, in the order of the elements.
func parallelMap<Element: Sendable, Value: Sendable>(
  _ elements: [Element],
  _ transform: @Sendable (Element) -> Value
) -> [Value] {
  let threads = min(ThreadBudget.available, elements.count)
  guard threads > 1 else { return elements.map(transform) }
  let next = Atomic<Int>(0)
  let results = Mutex([Value?](repeating: nil, count: elements.count))
  parallelFor(threads) { _ in
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < elements.count else { return }
      let value = transform(elements[index])
      results.withLock { $0[index] = value }
    }
  }
  return results.withLock { $0.compactMap { $0 } }
}
