import Foundation
import Synchronization

/// Zeroed floats on large pages, owned by one object.
///
/// Buffers that are made one after another start at different offsets within a page, so that fields of one
/// shape do not compete for the same cache sets. Pages are touched first by whoever writes them first.
public final class AlignedBuffer: @unchecked Sendable {
  /// The first float, at a multiple of 64 bytes.
  public let pointer: UnsafeMutablePointer<Float>
  /// The number of floats.
  public let count: Int

  private let region: UnsafeMutableRawPointer
  private let regionBytes: Int

  /// The number of buffers made by this process; tests count allocations with it.
  public static var allocationCount: Int { allocations.load(ordering: .relaxed) }
  private static let allocations = Atomic<Int>(0)

  /// A buffer of `count` zeros; nil if the system has no memory for it.
  public init?(count: Int) {
    let serial = Self.allocations.wrappingAdd(1, ordering: .relaxed).oldValue
    let offset = (serial % 13) * (4096 + 320)
    let bytes = count * MemoryLayout<Float>.stride + offset + 4096
    guard
      let region = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      region != MAP_FAILED
    else { return nil }
    madvise(region, bytes, 14)  // MADV_HUGEPAGE; only a wish
    self.region = region
    self.regionBytes = bytes
    self.count = count
    self.pointer = (region + offset).bindMemory(to: Float.self, capacity: count)
  }

  deinit {
    munmap(region, regionBytes)
  }

  /// The bytes that were asked of the system.
  public var allocatedBytes: Int { regionBytes }
}
