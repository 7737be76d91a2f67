import Foundation

/// Composite Gauss–Legendre quadrature with ten points a panel (exact to degree 19 on each).
enum GaussLegendre {
  /// The integral of `body` from `start` to `end`, cut into equal panels.
  static func integral(
    from start: Double,
    to end: Double,
    panels: Int,
    _ body: (Double) -> Double
  ) -> Double {
    guard end > start else { return 0 }
    let half = (end - start) / Double(2 * panels)
    var sum = 0.0
    for panel in 0..<panels {
      let middle = start + half * Double(2 * panel + 1)
      for (position, weight) in rule {
        sum += weight * (body(middle - half * position) + body(middle + half * position))
      }
    }
    return sum * half
  }

  /// Positive abscissas and their weights (Abramowitz & Stegun 1972, table 25.4).
  private static let rule: [(Double, Double)] = [
    (0.148_874_338_981_631_21, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_19, 0.269_266_719_309_996_36),
    (0.679_409_568_299_024_41, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_51, 0.149_451_349_150_580_59),
    (0.973_906_528_517_171_72, 0.066_671_344_308_688_14),
  ]
}
