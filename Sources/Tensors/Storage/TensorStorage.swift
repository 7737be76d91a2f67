import Synchronization

/// A block of the pool, owned by the tensors that look into it.
///
/// Only ``Tensor`` writes to it, and only while it is the sole owner; thus it may be read from any thread.
final class TensorStorage: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer
  private let size: Int
  /// What backends worked out from these values and want to find again, such as weights in another layout;
  /// forgotten when the values change.
  private let derived = Mutex<[DerivedKey: Tensor]>([:])

  init(bytes: Int) {
    (pointer, size) = TensorPool.borrow(bytes: bytes)
  }

  deinit {
    TensorPool.giveBack(pointer, size: size)
  }

  /// The value kept under `key`, made and kept if there is none.
  func derived(_ key: DerivedKey, make: () -> Tensor) -> Tensor {
    if let found = derived.withLock({ $0[key] }) { return found }
    let made = make()
    derived.withLock { $0[key] = made }
    return made
  }

  /// Forgets what was derived from the values before they change.
  func forgetDerived() {
    derived.withLock { $0.removeAll() }
  }
}

/// What a derived value is: who made it, and from which part of the storage.
struct DerivedKey: Hashable, Sendable {
  var purpose: String
  var offset: Int
  var parameters: [Int]
}
