import Foundation
import NumericalRuntime

/// A random field of von Kármán correlation on a rectangle, with mean 0 and standard deviation 1.
///
/// Its power spectrum is
///
///     P(k) ∝ 1 / (1 + k²)^(H + 1)        k² = a_s² k_s² + a_d² k_d²
///
/// with correlation lengths a_s along strike and a_d down dip and Hurst exponent H; for H = ½ its correlation
/// is exp(−r).
///
/// Reference: Mai & Beroza (2002), J. Geophys. Res. 107(B11), 2308.
struct CorrelatedSlip {
  /// Correlation lengths in m along strike and down dip.
  var lengths: (strike: Double, dip: Double)
  /// The Hurst exponent H.
  var hurst: Double

  /// The field on `rows` × `columns` points, along strike fastest, `spacing` metres apart.
  ///
  /// White noise is filtered on a rectangle that is larger by four correlation lengths, so that opposite edges
  /// know nothing of one another.
  func field(
    columns: Int,
    rows: Int,
    spacing: (strike: Double, dip: Double),
    seed: UInt64
  ) -> [Double] {
    func padded(_ count: Int, _ length: Double, _ step: Double) -> Int {
      let margin = min(Double(4 * count + 64), (4 * length / step).rounded(.up))
      return RealFourierTransform<Float>.efficientCount(atLeast: count + Int(margin))
    }
    var box = RealFourierBox(
      nx: padded(columns, lengths.strike, spacing.strike),
      ny: padded(rows, lengths.dip, spacing.dip),
      nz: 1
    )
    let generator = SeededGenerator(seed: seed, stream: 0x511F)
    for row in 0..<box.ny {
      let line = box.row(row, 0)
      generator.fillGaussian(
        UnsafeMutableBufferPointer(rebasing: line[0..<box.nx]),
        first: row * box.nx
      )
    }
    box.forward()
    filter(box, spacing: spacing)
    box.inverse()
    var values: [Double] = []
    values.reserveCapacity(columns * rows)
    for row in 0..<rows {
      values.append(contentsOf: box.row(row, 0)[0..<columns].map(Double.init))
    }
    return Self.standardized(values)
  }

  private func filter(_ box: borrowing RealFourierBox, spacing: (strike: Double, dip: Double)) {
    let unitStrike = 2 * Double.pi * lengths.strike / (Double(box.nx) * spacing.strike)
    let unitDip = 2 * Double.pi * lengths.dip / (Double(box.ny) * spacing.dip)
    for row in 0..<box.ny {
      let line = box.row(row, 0)
      let dip = unitDip * Double(min(row, box.ny - row))
      for column in 0...(box.nx / 2) {
        let strike = unitStrike * Double(column)
        let amplitude = Float(pow(1 + strike * strike + dip * dip, -0.5 * (hurst + 1)))
        line[2 * column] *= amplitude
        line[2 * column + 1] *= amplitude
      }
    }
  }

  /// The values moved and scaled to mean 0 and standard deviation 1; zeros if they are all the same.
  private static func standardized(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    guard variance > 0 else { return values.map { _ in 0 } }
    return values.map { ($0 - mean) / variance.squareRoot() }
  }
}
