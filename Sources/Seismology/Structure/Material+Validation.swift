extension Material {
  /// P velocities in m/s that rock, soil or water can have.
  public static let plausiblePVelocities = 100.0...20_000
  /// S velocities in m/s that a solid can have; zero is a fluid.
  public static let plausibleSVelocities = 10.0...12_000
  /// Densities in kg/m³ between the loosest soil and the Earth's core.
  public static let plausibleDensities = 100.0...15_000

  /// The S velocity in m/s at which the bulk modulus vanishes, v_p/√(4/3).
  public static func largestSVelocity(forPVelocity pVelocity: Double) -> Double {
    pVelocity / (4.0 / 3).squareRoot()
  }

  /// Whether this is a fluid.
  public var isFluid: Bool { sVelocity == 0 }

  /// v_p/v_s; infinite in a fluid.
  public var velocityRatio: Double { pVelocity / sVelocity }

  /// Refuses what no rock can be.
  ///
  /// - Parameter place: where the material stands, for the message.
  /// - Throws: ``VelocityModelError`` if a value is not finite or not positive (v_s may be zero), looks like
  ///   km/s or g/cm³, or if v_s exceeds v_p/√(4/3).
  public func validate(place: String) throws(VelocityModelError) {
    try Self.requirePositive(density, "density", "kg/m³", place)
    try Self.requirePositive(pVelocity, "vp", "m/s", place)
    try Self.requirePlausible(
      pVelocity,
      "vp",
      "m/s",
      Self.plausiblePVelocities,
      pVelocity < 1000 ? "velocities are in m/s here, not km/s" : Self.tooFast,
      place
    )
    try Self.requirePlausible(
      density,
      "density",
      "kg/m³",
      Self.plausibleDensities,
      density < 1000
        ? "densities are in kg/m³ here, not g/cm³"
        : "was a number in kg/m³ given where g/cm³ are announced?",
      place
    )
    if sVelocity != 0 {
      try Self.requirePositive(sVelocity, "vs", "m/s", place)
      guard sVelocity <= Self.largestSVelocity(forPVelocity: pVelocity) else {
        throw .shearVelocityTooHigh(place: place, sVelocity: sVelocity, pVelocity: pVelocity)
      }
      try Self.requirePlausible(
        sVelocity,
        "vs",
        "m/s",
        Self.plausibleSVelocities,
        sVelocity < 1000 ? "velocities are in m/s here, not km/s; water has vs = 0" : Self.tooFast,
        place
      )
    }
    guard pQuality > 0 else {
      throw .notPositive(place: place, quantity: "Qp", value: pQuality, unit: "")
    }
    guard sQuality > 0 else {
      throw .notPositive(place: place, quantity: "Qs", value: sQuality, unit: "")
    }
  }

  private static let tooFast = "was a number in m/s given where km/s are announced?"

  private static func requirePositive(
    _ value: Double,
    _ quantity: String,
    _ unit: String,
    _ place: String
  ) throws(VelocityModelError) {
    guard value.isFinite else {
      throw .notFinite(place: place, quantity: quantity, value: value)
    }
    guard value > 0 else {
      throw .notPositive(place: place, quantity: quantity, value: value, unit: unit)
    }
  }

  private static func requirePlausible(
    _ value: Double,
    _ quantity: String,
    _ unit: String,
    _ limits: ClosedRange<Double>,
    _ remedy: String,
    _ place: String
  ) throws(VelocityModelError) {
    guard limits.contains(value) else {
      throw .implausibleUnit(
        place: place,
        quantity: quantity,
        value: value,
        unit: unit,
        limits: limits,
        remedy: remedy
      )
    }
  }

  /// The material a fraction of the way towards another: velocities and density linear, and 1/Q linear, so
  /// that rock without attenuation may stand beside rock with it.
  func interpolated(to other: Material, fraction: Double) -> Material {
    func blend(_ a: Double, _ b: Double) -> Double { a + (b - a) * fraction }
    func blendQuality(_ a: Double, _ b: Double) -> Double { a == b ? a : 1 / blend(1 / a, 1 / b) }
    return Material(
      density: blend(density, other.density),
      pVelocity: blend(pVelocity, other.pVelocity),
      sVelocity: blend(sVelocity, other.sVelocity),
      pQuality: blendQuality(pQuality, other.pQuality),
      sQuality: blendQuality(sQuality, other.sQuality)
    )
  }
}
