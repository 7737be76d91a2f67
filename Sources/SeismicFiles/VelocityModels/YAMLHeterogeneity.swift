import Seismology

/// The key `heterogeneity`: a von Kármán random medium.
///
///     heterogeneity:
///       correlation_length_m: [2000, 2000, 500]   # along x, y, z; or one number
///       hurst_exponent: 0.3
///       standard_deviation: 0.05                  # a fraction
///       seed: 7
///       corner_m: [-60000, -40000, 0]             # of the box in which it is made; it repeats outside
///       extent_m: [120000, 80000, 30000]
///       spacing_m: 250                            # a quarter of the shortest correlation length if absent
///       density_ratio: 0.8
///       smallest_vs_m_s: 500
///       largest_vp_m_s: 8500
struct YAMLHeterogeneity {
  static let keys = [
    "correlation_length_m", "hurst_exponent", "standard_deviation", "seed", "corner_m", "extent_m",
    "spacing_m", "density_ratio", "smallest_vs_m_s", "largest_vp_m_s",
  ]

  private let section: YAMLSection

  init(_ section: YAMLSection) {
    self.section = section
  }

  func model(over base: any VelocityModel) throws(VelocityModelError) -> HeterogeneousModel {
    try section.requireKeys(Self.keys)
    let lengths = try vector("correlation_length_m", mayBeOne: true)
    let corner = try vector("corner_m")
    guard let hurst = try section.number("hurst_exponent") else {
      throw section.missing("hurst_exponent")
    }
    guard let deviation = try section.number("standard_deviation") else {
      throw section.missing("standard_deviation")
    }
    guard let seed = try section.seed("seed") else { throw section.missing("seed") }
    let medium = VonKarmanMedium(
      correlationLengths: lengths,
      hurstExponent: hurst,
      standardDeviation: deviation,
      seed: seed,
      densityRatio: try section.number("density_ratio") ?? 0.8,
      corner: LocalPoint(x: corner.x, y: corner.y, z: corner.z),
      extent: try vector("extent_m"),
      spacing: try section.number("spacing_m") ?? lengths.min() / 4
    )
    let smallest = try section.number("smallest_vs_m_s") ?? 0
    let largest = try section.number("largest_vp_m_s") ?? .infinity
    do throws(VelocityModelError) {
      return try HeterogeneousModel(
        base: base,
        medium: medium,
        smallestSVelocity: smallest,
        largestPVelocity: largest
      )
    } catch {
      throw section.located(error)
    }
  }

  private func vector(_ key: String, mayBeOne: Bool = false) throws(VelocityModelError)
    -> SIMD3<Double>
  {
    guard let numbers = try section.numbers(key) else { throw section.missing(key) }
    if numbers.count == 1, mayBeOne { return SIMD3(repeating: numbers[0]) }
    guard numbers.count == 3 else { throw section.missing("\(key) with three numbers (x, y, z)") }
    return SIMD3(numbers[0], numbers[1], numbers[2])
  }
}
