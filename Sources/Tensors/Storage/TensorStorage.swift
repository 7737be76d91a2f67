import Synchronization

/// A block of the pool, owned by the tensors that look into it.
///
/// Only ``Tensor`` writes to it, and only while it is the sole owner; thus it may be read from any thread.
final class TensorStorage: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer
  private let size: Int
  /// What backends worked out from these values and want to find again, such as weights in another layout, the
  /// one used last at the end; forgotten when the values change.
  private let derived = Mutex<[DerivedValue]>([])

  /// How many derived values are kept: more than one network's forward and backward pass makes from one tensor, and
  /// few enough that images of ever other sizes do not fill the memory.
  static let mostDerived = 8

  init(bytes: Int) {
    (pointer, size) = TensorPool.borrow(bytes: bytes)
  }

  deinit {
    TensorPool.giveBack(pointer, size: size)
  }

  /// The value kept under `key`, made and kept if there is none; the one that was not asked for longest goes when
  /// there are more than ``mostDerived``.
  func derived(_ key: DerivedKey, make: () -> Tensor) -> Tensor {
    if let found = derived.withLock({ Self.find(key, in: &$0) }) { return found }
    let made = make()
    return derived.withLock { values in
      // Another thread may have made it meanwhile.
      if let found = Self.find(key, in: &values) { return found }
      if values.count >= Self.mostDerived { values.removeFirst() }
      values.append(DerivedValue(key: key, tensor: made))
      return made
    }
  }

  /// How many derived values are kept now.
  var derivedCount: Int { derived.withLock { $0.count } }

  private static func find(_ key: DerivedKey, in values: inout [DerivedValue]) -> Tensor? {
    guard let index = values.lastIndex(where: { $0.key == key }) else { return nil }
    let found = values.remove(at: index)
    values.append(found)
    return found.tensor
  }

  /// Forgets what was derived from the values before they change.
  func forgetDerived() {
    derived.withLock { $0.removeAll() }
  }
}

/// A derived value and what it is.
private struct DerivedValue: Sendable {
  var key: DerivedKey
  var tensor: Tensor
}

/// What a derived value is: who made it, and from which tensor.
///
/// Slices and other shapes of a tensor may begin at the same place of the same storage.
struct DerivedKey: Hashable, Sendable {
  var purpose: String
  var shape: [Int]
  var scalarType: ScalarType
  var layout: Tensor.MemoryLayoutOrder
  var offset: Int
  var parameters: [Int]
}
