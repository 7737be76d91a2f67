import NumericalRuntime

/// An array of numbers with a shape, in row-major order, with value semantics.
///
///     let x = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
///     let y = x * 2 + 1
///
/// A tensor of shape `[]` holds one number. Copies share memory until one of them is changed. Operations whose
/// inputs a ``Tape`` watches are written on it, so that gradients can be worked out; see
/// ``valueAndGradient(at:of:)``. Shapes that do not fit are programmer's mistakes: the process stops with a
/// sentence that names the operation and the shapes.
public struct Tensor: Sendable {
  /// The extents, slowest axis first.
  public let shape: [Int]
  /// What it holds.
  public let scalarType: ScalarType
  /// How the numbers lie in memory.
  let layout: MemoryLayoutOrder
  /// The memory, perhaps shared with other tensors.
  private(set) var storage: TensorStorage
  /// Where this tensor begins in `storage`, in numbers.
  let offset: Int
  /// Where its gradient will be gathered, if a tape watches it.
  var record: TapeRecord?

  /// How the numbers of a tensor lie in memory.
  enum MemoryLayoutOrder: Hashable, Sendable {
    /// The last axis runs fastest.
    case rowMajor
    /// Shape [n, c, h, w] with c a multiple of 16, stored as [n, c/16, h, w, 16]: what convolutions want.
    /// Each sample and each group of 16 channels is one run of memory, as it is in row-major order.
    case channelBlocks
  }

  /// A tensor over memory that nobody else has yet; its numbers are whatever was left there.
  init(
    uninitialized shape: [Int],
    _ scalarType: ScalarType = .float32,
    layout: MemoryLayoutOrder = .rowMajor
  ) {
    require(shape.allSatisfy { $0 >= 0 }, "Tensor: negative extent in shape \(shape)")
    self.shape = shape
    self.scalarType = scalarType
    self.layout = layout
    storage = TensorStorage(bytes: shape.reduce(1, *) * scalarType.byteCount)
    offset = 0
  }

  /// A part or another view of `other`'s memory, off the tape.
  init(viewOf other: Tensor, shape: [Int], offset: Int, layout: MemoryLayoutOrder) {
    self.shape = shape
    self.offset = offset
    self.layout = layout
    scalarType = other.scalarType
    storage = other.storage
  }

  /// The number of axes.
  public var rank: Int { shape.count }
  /// The number of numbers.
  public var count: Int { shape.reduce(1, *) }
  /// Whether a tape watches this tensor.
  public var isTracked: Bool { record != nil }

  /// The same numbers off the tape: no gradient flows through it.
  public var detached: Tensor {
    var copy = self
    copy.record = nil
    return copy
  }
}

// MARK: - Memory

extension Tensor {
  /// Reads the numbers in memory order; `Scalar` must be what the tensor holds.
  @inline(__always)
  func withPointer<Scalar: TensorScalar, Result>(
    _: Scalar.Type = Scalar.self,
    _ body: (UnsafePointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    require(Scalar.scalarType == scalarType, "Tensor holds \(scalarType), not \(Scalar.self)")
    return try withExtendedLifetime(storage) {
      try body(UnsafePointer(storage.pointer.assumingMemoryBound(to: Scalar.self) + offset))
    }
  }

  /// Writes the numbers in memory order; copies them first if another tensor shares them.
  @inline(__always)
  mutating func withMutablePointer<Scalar: TensorScalar, Result>(
    _: Scalar.Type = Scalar.self,
    _ body: (UnsafeMutablePointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    require(Scalar.scalarType == scalarType, "Tensor holds \(scalarType), not \(Scalar.self)")
    makeUnique()
    return try withExtendedLifetime(storage) {
      try body(storage.pointer.assumingMemoryBound(to: Scalar.self) + offset)
    }
  }

  /// A new tensor whose numbers `body` writes, all of them.
  @inline(__always)
  static func make<Scalar: TensorScalar>(
    _ shape: [Int],
    layout: MemoryLayoutOrder = .rowMajor,
    _: Scalar.Type = Scalar.self,
    _ body: (UnsafeMutablePointer<Scalar>) throws -> Void
  ) rethrows -> Tensor {
    var result = Tensor(uninitialized: shape, Scalar.scalarType, layout: layout)
    try result.withMutablePointer(Scalar.self, body)
    return result
  }

  /// The first number, for an owner that keeps the tensor alive and knows that nobody else looks at what it
  /// changes.
  func unsafeBase<Scalar: TensorScalar>(_: Scalar.Type) -> UnsafeMutablePointer<Scalar> {
    require(Scalar.scalarType == scalarType, "Tensor holds \(scalarType), not \(Scalar.self)")
    return storage.pointer.assumingMemoryBound(to: Scalar.self) + offset
  }

  /// The value that a backend keeps beside this tensor's memory until the numbers change.
  func derived(_ purpose: String, _ parameters: [Int], make: () -> Tensor) -> Tensor {
    let key = DerivedKey(
      purpose: purpose,
      shape: shape,
      scalarType: scalarType,
      layout: layout,
      offset: offset,
      parameters: parameters
    )
    return storage.derived(key, make: make)
  }

  private mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&storage) else {
      storage.forgetDerived()
      return
    }
    let copy = TensorStorage(bytes: count * scalarType.byteCount)
    self = Tensor(copyOf: self, into: copy)
  }

  private init(copyOf other: Tensor, into storage: TensorStorage) {
    shape = other.shape
    scalarType = other.scalarType
    layout = other.layout
    record = other.record
    offset = 0
    self.storage = storage
    let width = scalarType.byteCount
    storage.pointer.copyMemory(
      from: other.storage.pointer + other.offset * width,
      byteCount: other.count * width
    )
  }
}

extension Tensor {
  /// Which memory this tensor looks into; copies that nobody changed share it.
  package var memoryIdentity: ObjectIdentifier { ObjectIdentifier(storage) }
}
