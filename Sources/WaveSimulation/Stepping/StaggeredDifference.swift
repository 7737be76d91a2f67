/// Weights of the centred staggered difference, by Taylor expansion (Fornberg 1988).
///
/// f'(0) ≈ (1/h) Σ_m c_m (f((m + 1/2) h) − f(−(m + 1/2) h)).
enum StaggeredDifference {
  /// c_0, c_1, … for an order of 2, 4, 6 or 8.
  static func weights(order: Int) -> [Double] {
    switch order {
    case 2: [1]
    case 4: [9.0 / 8, -1.0 / 24]
    case 6: [75.0 / 64, -25.0 / 384, 3.0 / 640]
    default: [1225.0 / 1024, -245.0 / 3072, 49.0 / 5120, -5.0 / 7168]
    }
  }
}
