import Dispatch
import Foundation
import Synchronization

/// The threads that help with the loops of ``parallelFor(_:_:)``, one loop at a time.
///
/// A thread without work looks for it for some fifty microseconds before it sleeps, so that loops that follow each
/// other closely, as in a recurrence, find it awake: waking a core takes longer than many of them. The caller works
/// too, and never waits for a thread that has not yet begun.
final class ThreadTeam: Sendable {
  /// The team of this process; nil where the budget is one thread.
  static let shared = ThreadBudget.available > 1 ? ThreadTeam(ThreadBudget.available - 1) : nil

  private let helpers: [Helper]
  /// Whether a loop has the team.
  private let isTaken = Atomic<Bool>(false)
  /// The present loop; only its caller writes it, while no helper is inside.
  private nonisolated(unsafe) var loop: Loop?
  private let next = Atomic<Int>(0)
  /// Which loop it is, whether it is open to helpers, and how many are inside: see `TeamState`.
  private let state = Atomic<UInt>(0)
  /// Whether the caller sleeps until the last helper has left.
  private let callerSleeps = Atomic<Bool>(false)
  private let callerWakes = DispatchSemaphore(value: 0)

  private struct Loop: Sendable {
    var count: Int
    var body: @Sendable (Int) -> Void
  }

  /// What belongs to one helping thread.
  private final class Helper: Sendable {
    let sleeps = Atomic<Bool>(false)
    let wakes = DispatchSemaphore(value: 0)
  }

  /// Threads that live as long as the process.
  private init(_ count: Int) {
    helpers = (0..<count).map { _ in Helper() }
    for helper in helpers {
      let thread = Thread { [self] in help(as: helper) }
      thread.name = "parallelFor"
      thread.start()
    }
  }

  /// Runs `body(0)`, …, `body(count - 1)`; false, and nothing done, where another loop has the team.
  func run(_ count: Int, _ body: @Sendable (Int) -> Void) -> Bool {
    guard !isTaken.exchange(true, ordering: .acquiring) else { return false }
    withoutActuallyEscaping(body) { body in
      loop = Loop(count: count, body: body)
      next.store(0, ordering: .relaxed)
      state.add(TeamState.turn, ordering: .sequentiallyConsistent)
      wakeHelpers(count - 1)
      takeIndices(of: count, body)
      state.add(TeamState.turn, ordering: .acquiringAndReleasing)
      waitUntilEmpty()
      loop = nil
    }
    isTaken.store(false, ordering: .releasing)
    return true
  }

  private func takeIndices(of count: Int, _ body: @Sendable (Int) -> Void) {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
    }
  }

  // MARK: - The caller

  private func wakeHelpers(_ most: Int) {
    for helper in helpers.prefix(most)
    where helper.sleeps.load(ordering: .sequentiallyConsistent)
      && helper.sleeps.exchange(false, ordering: .sequentiallyConsistent)
    {
      helper.wakes.signal()
    }
  }

  private func waitUntilEmpty() {
    while !Self.seesSoon({ TeamState.isEmpty(state.load(ordering: .acquiring)) }) {
      callerSleeps.store(true, ordering: .sequentiallyConsistent)
      if TeamState.isEmpty(state.load(ordering: .sequentiallyConsistent)),
        callerSleeps.exchange(false, ordering: .sequentiallyConsistent)
      {
        return
      }
      // Somebody has taken the wish back, or will when the last helper leaves, and signals.
      callerWakes.wait()
    }
  }

  // MARK: - A helper

  private func help(as helper: Helper) {
    var seen = state.load(ordering: .acquiring)
    while true {
      seen = nextLoop(after: seen, helper)
      guard enter(seen) else { continue }
      work()
      leave()
    }
  }

  /// Not inlined, so that what it holds of the loop is let go before the helper leaves.
  @inline(never)
  private func work() {
    if let loop { takeIndices(of: loop.count, loop.body) }
  }

  /// The state with a loop that this helper has not seen, as soon as one is open.
  private func nextLoop(after seen: UInt, _ helper: Helper) -> UInt {
    var found = seen
    func isFound() -> Bool {
      found = state.load(ordering: .sequentiallyConsistent)
      return TeamState.isNew(found, after: seen)
    }
    while !Self.seesSoon(isFound) {
      helper.sleeps.store(true, ordering: .sequentiallyConsistent)
      if isFound(), helper.sleeps.exchange(false, ordering: .sequentiallyConsistent) { break }
      // A caller has taken the wish back, or the next one will, and signals.
      helper.wakes.wait()
    }
    return found
  }

  /// Goes inside a loop, unless it has been closed meanwhile.
  private func enter(_ seen: UInt) -> Bool {
    var present = seen
    while TeamState.isSameLoop(present, seen), TeamState.isOpen(present) {
      let (done, original) = state.weakCompareExchange(
        expected: present,
        desired: present + 1,
        ordering: .acquiringAndReleasing
      )
      if done { return true }
      present = original
    }
    return false
  }

  private func leave() {
    let left = state.subtract(1, ordering: .sequentiallyConsistent).newValue
    if TeamState.isEmpty(left), !TeamState.isOpen(left),
      callerSleeps.exchange(false, ordering: .sequentiallyConsistent)
    {
      callerWakes.signal()
    }
  }

  // MARK: - Looking before sleeping

  /// How long a thread looks before it sleeps: not at all where there are more threads than cores to run them.
  private static let lookingNanoseconds: UInt64 =
    ThreadBudget.available <= ProcessInfo.processInfo.activeProcessorCount ? 50_000 : 0

  /// Whether something comes true within the time for looking.
  private static func seesSoon(_ isTrue: () -> Bool) -> Bool {
    if isTrue() { return true }
    let start = DispatchTime.now().uptimeNanoseconds
    while DispatchTime.now().uptimeNanoseconds - start < lookingNanoseconds {
      for _ in 0..<16 where isTrue() { return true }
    }
    return false
  }
}

/// The word that callers and helpers agree by: in the lowest 16 bits how many helpers are inside, above them how
/// often a loop was opened or closed, so that the lowest bit there says whether one is open.
private enum TeamState {
  static let turn: UInt = 1 << 16

  static func isOpen(_ state: UInt) -> Bool { state & turn != 0 }
  static func isEmpty(_ state: UInt) -> Bool { state & (turn - 1) == 0 }
  static func isSameLoop(_ a: UInt, _ b: UInt) -> Bool { a >> 16 == b >> 16 }
  static func isNew(_ state: UInt, after seen: UInt) -> Bool {
    isOpen(state) && !isSameLoop(state, seen)
  }
}
