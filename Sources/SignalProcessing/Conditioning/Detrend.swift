/// The removal of an offset or a slow drift from a trace.
///
///     let centred = try Detrend.linear.applied(to: counts)
///
/// ``constant``, ``linear`` and ``simple`` equal ObsPy's `demean`, `linear` and `simple`; a polynomial is
/// fitted by least squares with polynomials that are orthogonal on the sample times (Forsythe 1957,
/// J. Soc. Indust. Appl. Math. 5, 74-88), which stays exact where powers of time would not.
public enum Detrend: Hashable, Sendable {
  /// Subtracts the mean.
  case constant
  /// Subtracts the straight line of least squares.
  case linear
  /// Subtracts the straight line through the first and the last sample.
  case simple
  /// Subtracts the polynomial of least squares of an order from 0 to ``maximumOrder``.
  case polynomial(order: Int)

  /// The highest order of a polynomial.
  public static let maximumOrder = 20

  /// The samples without the trend.
  ///
  /// - Parameter samples: at least one sample, or order + 1 for a polynomial (a line has order 1).
  /// - Returns: as many samples, in the same unit.
  /// - Throws: ``SignalError`` if there are too few samples, one is not finite or the order is out of range.
  public func applied(to samples: [Double]) throws(SignalError) -> [Double] {
    switch self {
    case .constant: return try Self.fitted(samples, order: 0)
    case .linear: return try Self.fitted(samples, order: 1)
    case .polynomial(let order):
      guard (0...Self.maximumOrder).contains(order) else {
        throw .outOfRange(
          name: "order of the polynomial",
          value: Double(order),
          limits: "from 0 to \(Self.maximumOrder)"
        )
      }
      return try Self.fitted(samples, order: order)
    case .simple:
      try FiniteSamples.require(samples, for: "a detrend by the end points", minimum: 2)
      let first = samples[0]
      let slope = (samples[samples.count - 1] - first) / Double(samples.count - 1)
      var rest = samples
      for i in rest.indices { rest[i] -= first + Double(i) * slope }
      return rest
    }
  }

  /// Takes the projections on orthogonal polynomials of order 0, 1, … away, one after the other.
  private static func fitted(_ samples: [Double], order: Int) throws(SignalError) -> [Double] {
    try FiniteSamples.require(samples, for: "a detrend of order \(order)", minimum: order + 1)
    var rest = samples
    let mean = sum(rest) / Double(rest.count)
    for i in rest.indices { rest[i] -= mean }
    guard order > 0 else { return rest }
    // x_i runs symmetrically from −1 to 1; p_{k+1} = x p_k − β_k p_{k−1}, β_k = |p_k|²/|p_{k−1}|².
    let half = Double(rest.count - 1) / 2
    let x = rest.indices.map { (Double($0) - half) / half }
    var (previous, current) = ([Double](repeating: 1, count: x.count), x)
    var previousSquare = Double(x.count)
    for k in 1...order {
      let square = product(current, current)
      let weight = product(rest, current) / square
      for i in rest.indices { rest[i] -= weight * current[i] }
      guard k < order else { break }
      let beta = square / previousSquare
      for i in x.indices {
        let next = x[i] * current[i] - beta * previous[i]
        previous[i] = current[i]
        current[i] = next
      }
      previousSquare = square
    }
    return rest
  }

  private static func sum(_ a: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in
      reduceInLanes(a.count) { a[$0] }
    }
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        reduceInLanes(a.count) { a[$0] * b[$0] }
      }
    }
  }

  /// Σ term(i) in eight partial sums: quicker and more exact than one long sum.
  @inline(__always)
  private static func reduceInLanes(_ count: Int, _ term: (Int) -> Double) -> Double {
    var lanes = SIMD8<Double>(repeating: 0)
    var i = 0
    while i + 8 <= count {
      lanes += SIMD8(
        term(i),
        term(i + 1),
        term(i + 2),
        term(i + 3),
        term(i + 4),
        term(i + 5),
        term(i + 6),
        term(i + 7)
      )
      i += 8
    }
    var total = lanes.sum()
    while i < count {
      total += term(i)
      i += 1
    }
    return total
  }
}
