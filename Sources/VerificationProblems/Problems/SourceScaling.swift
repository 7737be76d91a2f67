import Seismology

/// The source that a grid spacing can carry.
enum SourceScaling {
  /// A Gaussian whose S wavelength at 5 % amplitude is `spacingsPerWavelength` spacings (8 by the rule of the
  /// table), and which starts at 1.5e-8 of its peak.
  static func gaussian(spacing: Double, sVelocity: Double, spacingsPerWavelength: Double = 8)
    throws -> GaussianTimeFunction
  {
    let unit = try GaussianTimeFunction(sigma: 1)
    let frequency = sVelocity / (spacingsPerWavelength * spacing)
    let sigma = unit.frequency(atAmplitude: 0.05) / frequency
    return try GaussianTimeFunction(sigma: sigma, centerTime: 6 * sigma)
  }
}
