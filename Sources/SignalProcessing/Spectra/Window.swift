import Foundation
import NumericalRuntime

/// A window function: what a stretch of signal is multiplied with before its spectrum is taken.
///
///     let weights = try Window.hann.coefficients(count: 160)
///
/// The coefficients are those of SciPy's `scipy.signal.get_window`.
public enum Window: Hashable, Sendable {
  /// Ones.
  case rectangular
  /// 0.5 − 0.5 cos(2πn/m).
  case hann
  /// 0.54 − 0.46 cos(2πn/m).
  case hamming
  /// 0.42 − 0.5 cos(2πn/m) + 0.08 cos(4πn/m).
  case blackman
  /// I₀(β √(1 − (2n/m − 1)²)) / I₀(β), with β from 0 (rectangular) to 700; 14 is a good start.
  case kaiser(beta: Double)
  /// Ones between two half cosines, which together take this part of the window (0 to 1).
  case tukey(taperedFraction: Double)

  /// The weights of `count` samples.
  ///
  /// - Parameters:
  ///   - count: how many; one sample has weight 1.
  ///   - isPeriodic: true for spectral analysis (m = count, so that shifted copies add up evenly), false for
  ///     a window that is symmetric (m = count − 1), as for tapers and filters.
  /// - Returns: `count` weights.
  /// - Throws: ``SignalError`` for a negative count or a parameter outside its limits.
  public func coefficients(count: Int, isPeriodic: Bool = true) throws(SignalError) -> [Double] {
    try validate()
    guard count >= 0 else {
      throw .outOfRange(name: "window length", value: Double(count), limits: "0 or more")
    }
    guard count > 1 else { return [Double](repeating: 1, count: count) }
    let last = isPeriodic ? count : count - 1
    return (0..<count).map { weight(at: $0, last: last) }
  }

  private func validate() throws(SignalError) {
    switch self {
    case .kaiser(let beta) where !(0...700).contains(beta):
      throw .outOfRange(name: "Kaiser window's beta", value: beta, limits: "0 to 700")
    case .tukey(let fraction) where !(0...1).contains(fraction):
      throw .outOfRange(name: "tapered fraction", value: fraction, limits: "0 to 1")
    default: break
    }
  }

  /// The weight of sample n in a window that ends with sample m = `last`.
  private func weight(at n: Int, last: Int) -> Double {
    let place = Double(n) / Double(last)
    let angle = 2 * Double.pi * place
    switch self {
    case .rectangular: return 1
    case .hann: return 0.5 - 0.5 * cos(angle)
    case .hamming: return 0.54 - 0.46 * cos(angle)
    case .blackman: return 0.42 - 0.5 * cos(angle) + 0.08 * cos(2 * angle)
    case .kaiser(let beta):
      let offset = 2 * place - 1
      let root = max(0, 1 - offset * offset).squareRoot()
      return besselI0(beta * root) / besselI0(beta)
    case .tukey(let fraction):
      guard fraction > 0 else { return 1 }
      // SciPy cuts the half cosines at whole samples; at the cut the cosine is 1 to rounding or beyond.
      let width = Int((fraction * Double(last) / 2).rounded(.down))
      let fromEnd = min(n, last - n)
      guard fromEnd <= width else { return 1 }
      return 0.5 - 0.5 * cos(2 * Double.pi * Double(fromEnd) / (Double(last) * fraction))
    }
  }
}
