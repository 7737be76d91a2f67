import Dispatch

/// Runs `body(0)`, …, `body(count - 1)` on up to `count` threads and returns when all are done.
///
/// The order is unspecified: each call may touch only what belongs to its index.
public func parallelFor(_ count: Int, _ body: @Sendable (Int) -> Void) {
  if count == 1 {
    body(0)
  } else if count > 1 {
    DispatchQueue.concurrentPerform(iterations: count, execute: body)
  }
}

/// The part of `0..<count` that belongs to share `index` of `shares` nearly equal ones.
public func share(_ index: Int, of shares: Int, in count: Int) -> Range<Int> {
  (count * index / shares)..<(count * (index + 1) / shares)
}
