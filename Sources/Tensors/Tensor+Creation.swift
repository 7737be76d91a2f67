import NumericalRuntime

extension Tensor {
  /// A tensor of the given numbers in row-major order.
  public init(_ numbers: [Float], shape: [Int]) {
    self.init(elements: numbers, shape: shape)
  }

  /// A tensor of the given numbers in row-major order, in their own precision.
  public init<Scalar: TensorScalar>(elements: [Scalar], shape: [Int]) {
    let count = shape.reduce(1, *)
    require(elements.count == count, "Tensor: \(elements.count) numbers for shape \(shape)")
    self = Tensor.make(shape) { (to: UnsafeMutablePointer<Scalar>) in
      elements.withUnsafeBufferPointer { from in
        if let base = from.baseAddress { to.update(from: base, count: count) }
      }
    }
  }

  /// A tensor whose numbers `body` writes, all of them, in row-major order and without a copy.
  public init(
    shape: [Int],
    writing body: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) rethrows {
    let count = shape.reduce(1, *)
    self = try Tensor.make(shape) { (to: UnsafeMutablePointer<Float>) in
      try body(UnsafeMutableBufferPointer(start: to, count: count))
    }
  }

  /// A tensor of shape `[]` that holds one number.
  public init(_ number: Double, _ scalarType: ScalarType = .float32) {
    self.init(filling: [], with: number, scalarType)
  }

  /// A tensor with the same number everywhere.
  public init(filling shape: [Int], with number: Double, _ scalarType: ScalarType = .float32) {
    switch scalarType {
    case .float32: self = Self.filled(shape, Float(number))
    case .float64: self = Self.filled(shape, number)
    }
  }

  /// Zeros.
  public init(zeros shape: [Int], _ scalarType: ScalarType = .float32) {
    self.init(filling: shape, with: 0, scalarType)
  }

  /// Ones.
  public init(ones shape: [Int], _ scalarType: ScalarType = .float32) {
    self.init(filling: shape, with: 1, scalarType)
  }

  private static func filled<Scalar: TensorScalar>(_ shape: [Int], _ number: Scalar) -> Tensor {
    make(shape) { (to: UnsafeMutablePointer<Scalar>) in
      to.update(repeating: number, count: shape.reduce(1, *))
    }
  }

  /// The numbers in row-major order, as single precision.
  public var floats: [Float] { scalars(Float.self) }

  /// The numbers in row-major order, as double precision.
  public var doubles: [Double] { scalars(Double.self) }

  /// The only number of a tensor with one.
  public var item: Double {
    require(count == 1, "item: one number is needed, shape \(shape) has \(count)")
    return doubles[0]
  }

  private func scalars<Scalar: TensorScalar>(_: Scalar.Type) -> [Scalar] {
    let plain = detached.rowMajor
    switch scalarType {
    case .float32: return plain.withPointer(Float.self) { plain.converted($0) }
    case .float64: return plain.withPointer(Double.self) { plain.converted($0) }
    }
  }

  private func converted<From: TensorScalar, To: TensorScalar>(_ from: UnsafePointer<From>) -> [To]
  {
    [To](unsafeUninitializedCapacity: count) { buffer, initialized in
      for i in 0..<count { buffer.initializeElement(at: i, to: To(from[i])) }
      initialized = count
    }
  }

  /// The same numbers in another precision, off the tape.
  public func cast(to type: ScalarType) -> Tensor {
    guard type != scalarType else { return detached }
    return type == .float32
      ? Tensor(elements: floats, shape: shape) : Tensor(elements: doubles, shape: shape)
  }
}
