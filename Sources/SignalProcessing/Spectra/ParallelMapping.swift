import NumericalRuntime

extension Array where Element: Sendable {
  /// The results of a function of every element, worked out on all threads and kept in order.
  func mapInParallel<Result: Sendable>(_ body: @Sendable (Element) -> Result) -> [Result] {
    [Result](unsafeUninitializedCapacity: count) { results, initialized in
      nonisolated(unsafe) let base = results.baseAddress
      let shares = Swift.min(count, 8 * ThreadBudget.available)
      parallelFor(shares) { index in
        for n in share(index, of: shares, in: self.count) {
          base?.advanced(by: n).initialize(to: body(self[n]))
        }
      }
      initialized = count
    }
  }
}
