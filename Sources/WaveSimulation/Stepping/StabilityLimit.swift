/// The largest stable time step of the leapfrog scheme.
///
/// Δt ≤ h / (v_p √3 Σ|c_m|), where c_m are the weights of the spatial difference (Levander 1988 for order 4).
public enum StabilityLimit {
  /// Σ|c_m| of the centred staggered difference of an order (4, 6 or 8).
  static func weightSum(order: Int) -> Double {
    StaggeredDifference.weights(order: order).reduce(0) { $0 + abs($1) }
  }

  /// The limit in seconds for a spacing in metres and the largest P velocity in m/s.
  public static func timeStep(spacing: Double, maximumVelocity: Double, order: Int) -> Double {
    spacing / (maximumVelocity * 3.0.squareRoot() * weightSum(order: order))
  }
}
