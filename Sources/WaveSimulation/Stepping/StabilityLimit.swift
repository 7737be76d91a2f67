/// The largest stable time step of the leapfrog scheme.
///
/// Δt ≤ h / (v_p √3 Σ|c_m|), where c_m are the weights of the spatial difference (Levander 1988 for order 4).
public enum StabilityLimit {
  /// Σ|c_m| of the centred staggered difference of an order (4, 6 or 8).
  static func weightSum(order: Int) -> Double {
    switch order {
    case 4: 9.0 / 8 + 1.0 / 24
    case 6: 75.0 / 64 + 25.0 / 384 + 3.0 / 640
    default: 1225.0 / 1024 + 245.0 / 3072 + 49.0 / 5120 + 5.0 / 7168
    }
  }

  /// The limit in seconds for a spacing in metres and the largest P velocity in m/s.
  public static func timeStep(spacing: Double, maximumVelocity: Double, order: Int) -> Double {
    spacing / (maximumVelocity * 3.0.squareRoot() * weightSum(order: order))
  }
}
