import Seismology

/// The factors of a table's columns to SI: those stated, and the others told from the size of the numbers.
struct ColumnTableUnits {
  let length, velocity, sVelocity, density: Double

  private static let remedy =
    "state the units in a header line such as # depth(km) vp(km/s) vs(km/s) rho(g/cm3) Qp Qs"

  init(
    positions: [Double],
    isThickness: Bool,
    pVelocities: [Double],
    densities: [Double],
    stated: [ColumnTableHeader.Quantity: Double]
  ) throws(VelocityModelError) {
    velocity = try Self.factor(stated[.pVelocity], pVelocities, "vp")
    sVelocity = stated[.sVelocity] ?? velocity
    density = try Self.factor(stated[.density], densities, "density")
    if let factor = stated[isThickness ? .thickness : .depth] {
      length = factor
    } else {
      // The thickness of the half-space means nothing.
      let deepest = isThickness ? positions.dropLast().reduce(0, +) : positions.max() ?? 0
      length = try Self.length(
        deepest,
        velocity: velocity,
        density: density,
        layers: positions.count
      )
    }
  }

  /// The stated factor; or 1000 if all values are as small as km/s and g/cm³ are, 1 if all are as large as m/s
  /// and kg/m³.
  private static func factor(_ stated: Double?, _ values: [Double], _ quantity: String)
    throws(VelocityModelError) -> Double
  {
    if let stated { return stated }
    // Impossible values are refused later, by name.
    let sizes = values.map(abs).filter { $0 > 0 && $0.isFinite }
    if sizes.allSatisfy((0.1...20).contains) { return 1000 }
    if sizes.allSatisfy((100...20_000).contains) { return 1 }
    throw .malformed(
      reason: """
        the unit of \(quantity) is unclear: values from \(sizes.min() ?? 0) to \(sizes.max() ?? 0)
        """,
      remedy: remedy
    )
  }

  private static func length(_ deepest: Double, velocity: Double, density: Double, layers: Int)
    throws(VelocityModelError) -> Double
  {
    let isKilometres = velocity == 1000 && density == 1000 && deepest <= 1000
    let isMetres = velocity == 1 && density == 1 && (deepest >= 100 || layers == 1)
    guard isKilometres != isMetres else {
      throw .malformed(
        reason: """
          the unit of depth is unclear: the deepest interface is at \(deepest) while velocities are in \
          \(velocity == 1 ? "m/s" : "km/s") and densities in \(density == 1 ? "kg/m³" : "g/cm³")
          """,
        remedy: remedy
      )
    }
    return isKilometres ? 1000 : 1
  }
}
