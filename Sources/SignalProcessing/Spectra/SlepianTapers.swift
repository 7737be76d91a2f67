import Foundation
import NumericalRuntime

/// Discrete prolate spheroidal sequences: the tapers whose energy lies most within a band of ±W.
///
/// Taper k has unit energy; even ones have a positive sum, odd ones start upwards, as in SciPy's
/// `scipy.signal.windows.dpss`. They are the eigenvectors of the largest eigenvalues of a symmetric
/// tridiagonal matrix, found by bisection (Sturm counts) and inverse iteration.
///
/// - Reference: Slepian (1978), Bell Syst. Tech. J. 57(5); Percival & Walden (1993), Spectral Analysis for
///   Physical Applications, section 8.3.
public struct SlepianTapers: Hashable, Sendable {
  /// The time–half-bandwidth product NW.
  public let timeHalfBandwidth: Double
  /// The tapers, each of `count` samples and unit energy; the most concentrated first.
  public let tapers: [[Double]]
  /// The share λ of each taper's energy within the band, near 1 for the first 2NW − 1.
  public let concentrations: [Double]

  /// The first tapers of `count` samples.
  ///
  /// - Parameters:
  ///   - count: samples, 2 or more.
  ///   - timeHalfBandwidth: NW, greater than 0 and less than count / 2.
  ///   - taperCount: how many tapers, at most `count`.
  /// - Throws: ``SignalError/outOfRange(name:value:limits:)``.
  public init(count: Int, timeHalfBandwidth: Double, taperCount: Int) throws(SignalError) {
    guard count > 1 else {
      throw .tooShort(operation: "Multitaper analysis", count: count, needed: 2)
    }
    guard timeHalfBandwidth > 0, timeHalfBandwidth < Double(count) / 2 else {
      throw .outOfRange(
        name: "time–half-bandwidth product",
        value: timeHalfBandwidth,
        limits: "above 0 and below half the number of samples, \(Double(count) / 2)"
      )
    }
    guard taperCount > 0, taperCount <= count else {
      throw .outOfRange(
        name: "number of tapers",
        value: Double(taperCount),
        limits: "1 to \(count)"
      )
    }
    self.timeHalfBandwidth = timeHalfBandwidth
    let matrix = SymmetricTridiagonal(slepian: count, halfBandwidth: timeHalfBandwidth)
    let found = parallelMap(Array(0..<taperCount)) { k in
      Self.signed(matrix.eigenvector(of: matrix.eigenvalue(fromLargest: k)), order: k)
    }
    tapers = found
    let width = timeHalfBandwidth / Double(count)
    concentrations = parallelMap(found) { Self.concentration($0, halfWidth: width) }
  }

  private static func signed(_ taper: [Double], order: Int) -> [Double] {
    let sign: Double
    if order.isMultiple(of: 2) {
      sign = taper.reduce(0, +)
    } else {
      // The first sample that stands out from rounding tells which way the taper starts.
      let limit = max(1e-7, 1 / Double(taper.count))
      sign = taper.first { $0 * $0 > limit } ?? taper[0]
    }
    return sign < 0 ? taper.map { -$0 } : taper
  }

  /// λ = Σ_τ r(τ) sin(2πWτ)/(πτ) with the autocorrelation r of the taper.
  private static func concentration(_ taper: [Double], halfWidth: Double) -> Double {
    let length = RealFourierTransform<Double>.efficientCount(atLeast: 2 * taper.count)
    let transform = RealFourierTransform<Double>(count: length)
    let padded = taper + [Double](repeating: 0, count: length - taper.count)
    let power = transform.forward(padded).map { SIMD2($0.x * $0.x + $0.y * $0.y, 0) }
    let correlation = transform.inverse(power)
    var sum = 2 * halfWidth * correlation[0]
    for lag in 1..<taper.count {
      let angle = Double.pi * Double(lag)
      sum += 2 * correlation[lag] * sin(2 * halfWidth * angle) / angle
    }
    return sum
  }
}

/// A symmetric tridiagonal matrix, for its largest eigenvalues and their vectors.
struct SymmetricTridiagonal {
  /// The diagonal, and the entries beside it (one fewer).
  let diagonal, beside: [Double]

  /// The matrix that commutes with the Slepian kernel.
  ///
  /// - Reference: Slepian (1978); Percival & Walden (1993), section 8.3.
  init(slepian count: Int, halfBandwidth: Double) {
    let cosine = cos(2 * Double.pi * halfBandwidth / Double(count))
    diagonal = (0..<count).map {
      let offset = Double(count - 1 - 2 * $0) / 2
      return offset * offset * cosine
    }
    beside = (1..<count).map { Double($0) * Double(count - $0) / 2 }
  }

  /// How many eigenvalues are greater than `value`, by the signs of the pivots of A − value.
  private func countAbove(_ value: Double) -> Int {
    var pivot = diagonal[0] - value
    var count = pivot > 0 ? 1 : 0
    for n in 1..<diagonal.count {
      // A pivot of zero is moved by a rounding error of the entries, which changes no count.
      if abs(pivot) < 1e-290 { pivot = 1e-290 }
      pivot = diagonal[n] - value - beside[n - 1] * beside[n - 1] / pivot
      if pivot > 0 { count += 1 }
    }
    return count
  }

  /// Eigenvalue number `order` from the largest (0), to the last bit or two.
  func eigenvalue(fromLargest order: Int) -> Double {
    // Gershgorin's circles hold all eigenvalues.
    var (low, high) = (Double.infinity, -Double.infinity)
    for n in diagonal.indices {
      let radius = (n > 0 ? beside[n - 1] : 0) + (n < beside.count ? beside[n] : 0)
      low = min(low, diagonal[n] - radius)
      high = max(high, diagonal[n] + radius)
    }
    let scale = max(abs(low), abs(high))
    (low, high) = (low - 1e-12 * scale, high + 1e-12 * scale)
    while high - low > 2e-16 * scale {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if countAbove(middle) > order { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }

  /// The unit eigenvector of an eigenvalue by inverse iteration.
  func eigenvector(of eigenvalue: Double) -> [Double] {
    let count = diagonal.count
    // A start with something of every vector, even or odd.
    var vector = (0..<count).map { 1 + 0.5 * sin(1.3 * Double($0) + 0.4) }
    let factors = ShiftedFactors(self, shift: eigenvalue)
    for _ in 0..<4 {
      factors.solve(&vector)
      let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for n in vector.indices { vector[n] /= norm }
    }
    return vector
  }
}

/// A − shift as a product of triangular matrices, rows exchanged where that keeps it stable.
private struct ShiftedFactors {
  private var pivots, first, second, multipliers: [Double]
  private var isExchanged: [Bool]

  init(_ matrix: SymmetricTridiagonal, shift: Double) {
    let count = matrix.diagonal.count
    pivots = matrix.diagonal.map { $0 - shift }
    first = matrix.beside + [0]
    second = [Double](repeating: 0, count: count)
    multipliers = second
    isExchanged = [Bool](repeating: false, count: count)
    let tiny = 1e-16 * (matrix.beside.max() ?? 1)
    for n in 0..<(count - 1) {
      let below = matrix.beside[n]
      if abs(below) > abs(pivots[n]) {
        isExchanged[n] = true
        multipliers[n] = pivots[n] / below
        let (nextPivot, nextFirst) = (pivots[n + 1], n + 1 < count - 1 ? first[n + 1] : 0)
        pivots[n] = below
        (pivots[n + 1], first[n]) = (first[n] - multipliers[n] * nextPivot, nextPivot)
        second[n] = nextFirst
        first[n + 1] = -multipliers[n] * nextFirst
      } else {
        multipliers[n] = below / pivots[n]
        pivots[n + 1] -= multipliers[n] * first[n]
      }
    }
    // The last pivot of a shift by an eigenvalue vanishes but for rounding.
    for n in 0..<count where abs(pivots[n]) < tiny { pivots[n] = tiny }
  }

  func solve(_ vector: inout [Double]) {
    let count = vector.count
    for n in 0..<(count - 1) {
      if isExchanged[n] { vector.swapAt(n, n + 1) }
      vector[n + 1] -= multipliers[n] * vector[n]
    }
    for n in stride(from: count - 1, through: 0, by: -1) {
      var value = vector[n]
      if n + 1 < count { value -= first[n] * vector[n + 1] }
      if n + 2 < count { value -= second[n] * vector[n + 2] }
      vector[n] = value / pivots[n]
    }
  }
}
