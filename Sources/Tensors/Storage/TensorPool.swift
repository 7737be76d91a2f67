import Foundation
import NumericalRuntime
import Synchronization

/// The memory of all tensors: blocks that are given back are kept and lent again.
///
/// Sizes are rounded up to classes that differ by at most an eighth, so that a training step finds every block
/// that the step before it gave back: after the first steps nothing is asked of the system any more.
public enum TensorPool {
  /// How many blocks this process has asked of the system; a steady training loop leaves it unchanged.
  public static var freshAllocationCount: Int { state.withLock { $0.freshAllocations } }
  /// The bytes lent to tensors at this moment.
  public static var bytesInUse: Int { state.withLock { $0.bytesInUse } }
  /// The most bytes that were ever in use at once since the last ``resetPeak()``.
  public static var peakBytes: Int { state.withLock { $0.peakBytes } }
  /// The bytes held, in use or waiting to be lent again.
  public static var bytesHeld: Int { state.withLock { $0.bytesHeld } }

  /// Starts a new measurement of ``peakBytes``.
  public static func resetPeak() { state.withLock { $0.peakBytes = $0.bytesInUse } }

  /// Gives every block that no tensor uses back to the system.
  public static func releaseUnused() {
    let blocks = state.withLock { state in
      defer { state.free.removeAll() }
      for (size, list) in state.free { state.bytesHeld -= size * list.count }
      return state.free
    }
    for (size, list) in blocks {
      for address in list { release(address, size: size) }
    }
  }

  private struct State: Sendable {
    var free: [Int: [UInt]] = [:]
    var freshAllocations = 0
    var bytesInUse = 0
    var peakBytes = 0
    var bytesHeld = 0
  }

  private static let state = Mutex(State())
  /// From this size on a block is its own mapping, on large pages where the system has them.
  private static let mappedSize = 1 << 20

  /// A block of at least `bytes` bytes at a multiple of 64; its contents are whatever was left there.
  static func borrow(bytes: Int) -> (pointer: UnsafeMutableRawPointer, size: Int) {
    let size = sizeClass(bytes)
    let lent = state.withLock { state -> UInt? in
      state.bytesInUse += size
      state.peakBytes = max(state.peakBytes, state.bytesInUse)
      if let address = state.free[size]?.popLast() { return address }
      state.freshAllocations += 1
      state.bytesHeld += size
      return nil
    }
    if let lent, let pointer = UnsafeMutableRawPointer(bitPattern: lent) { return (pointer, size) }
    return (allocate(size: size), size)
  }

  /// Takes a block back.
  static func giveBack(_ pointer: UnsafeMutableRawPointer, size: Int) {
    state.withLock { state in
      state.bytesInUse -= size
      state.free[size, default: []].append(UInt(bitPattern: pointer))
    }
  }

  /// The smallest class that holds `bytes`: eight classes between powers of two, none below 256 bytes.
  static func sizeClass(_ bytes: Int) -> Int {
    guard bytes > 256 else { return 256 }
    let octave = Int.bitWidth - 1 - (bytes - 1).leadingZeroBitCount
    let step = max(64, 1 << (octave - 3))
    return (bytes + step - 1) / step * step
  }

  private static func allocate(size: Int) -> UnsafeMutableRawPointer {
    guard size >= mappedSize else { return .allocate(byteCount: size, alignment: 64) }
    let region = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let region, region != MAP_FAILED else {
      stop(
        "no memory for a tensor of \(size) bytes; use a smaller batch or checkpoints"
      )
    }
    madvise(region, size, 14)  // MADV_HUGEPAGE; only a wish
    return region
  }

  private static func release(_ address: UInt, size: Int) {
    guard let pointer = UnsafeMutableRawPointer(bitPattern: address) else { return }
    if size >= mappedSize { munmap(pointer, size) } else { pointer.deallocate() }
  }
}
