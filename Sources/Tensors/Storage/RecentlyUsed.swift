import Synchronization

/// Values that are costly to make, by key, for several threads at once; those not asked for longest are dropped.
///
/// Whoever uses a dropped value keeps it alive until done; asked for again it is made anew, and is the same. So the
/// limit bounds memory where images come in ever new sizes, and changes no result.
final class RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry {
    var value: Value
    var lastUse: UInt64
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var uses: UInt64 = 0

    mutating func find(_ key: Key) -> Value? {
      guard let place = entries.index(forKey: key) else { return nil }
      uses += 1
      entries.values[place].lastUse = uses
      return entries.values[place].value
    }

    /// Keeps a value; gives back what has to go for it.
    mutating func keep(_ value: Value, for key: Key, limit: Int) -> Value? {
      var dropped: Value?
      if entries.count >= limit,
        let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        dropped = entries.removeValue(forKey: oldest.key)?.value
      }
      uses += 1
      entries[key] = Entry(value: value, lastUse: uses)
      return dropped
    }
  }

  private let state = Mutex(State())
  /// The most values that are kept.
  let limit: Int

  init(limit: Int) { self.limit = limit }

  /// How many values are kept now.
  var count: Int { state.withLock { $0.entries.count } }

  /// The value of a key, made where there is none.
  ///
  /// Making happens outside the lock and may ask for other values; of two threads that make the same, the later one
  /// takes what the first has made.
  func value(for key: Key, make: () -> Value) -> Value {
    if let known = state.withLock({ $0.find(key) }) { return known }
    let made = make()
    // What is dropped ends its life after the lock is given back.
    let (value, dropped) = state.withLock { state -> (Value, Value?) in
      if let known = state.find(key) { return (known, nil) }
      return (made, state.keep(made, for: key, limit: limit))
    }
    withExtendedLifetime(dropped) {}
    return value
  }
}
