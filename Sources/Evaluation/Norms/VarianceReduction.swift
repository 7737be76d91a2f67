/// The share of a record's variance that a synthetic explains, in percent.
///
///     VR = 100 (1 − Σ w (d − s)² / Σ w d²)
///
/// 100 is perfect, 0 is what silence scores, and there is no lower limit. It is the score of regional moment
/// tensor work, where one shift per station makes up for the velocity model's travel times: ``StationFit``.
///
/// - Reference: Templeton & Dreger (2006), Bull. Seismol. Soc. Am. 96(1), 69–79.
public enum VarianceReduction {
  /// The variance reduction in percent of one component, without a shift.
  ///
  /// - Precondition: both have the same number of samples.
  /// - Returns: nil where the observed record is silent.
  public static func percent(of synthetic: [Double], against observed: [Double]) -> Double? {
    RelativeError.l2(synthetic, against: observed).map { 100 * (1 - $0 * $0) }
  }

  /// The variance reduction in percent over several stations and all their components.
  ///
  /// - Parameters:
  ///   - fits: the stations, each at its own shift.
  ///   - weights: what each station's squares count, not negative; nil for equal weights, so that near
  ///     stations with their large amplitudes decide.
  /// - Returns: nil if no station with a weight has any observed motion.
  public static func total(of fits: [StationFit], weights: [Double]? = nil) -> Double? {
    let weights = weights ?? Array(repeating: 1, count: fits.count)
    precondition(weights.count == fits.count, "\(weights.count) weights for \(fits.count) stations")
    precondition(weights.allSatisfy { $0 >= 0 }, "a station weight is negative")
    var (residual, observed) = (0.0, 0.0)
    for (fit, weight) in zip(fits, weights) {
      residual += weight * fit.components.reduce(0) { $0 + $1.residualEnergy }
      observed += weight * fit.components.reduce(0) { $0 + $1.observedEnergy }
    }
    return observed > 0 ? 100 * (1 - residual / observed) : nil
  }
}
