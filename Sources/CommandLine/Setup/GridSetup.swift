import Foundation
import Seismology
import WaveSimulation

/// The grid and the frequency up to which it is right.
struct GridSetup {
  /// The highest frequency in Hz that the run is meant for.
  let maximumFrequency: Double
  /// The slowest wave in the region in m/s: S, or P in water.
  let slowestVelocity: Double
  /// The grid.
  let grid: SimulationGrid

  /// Points of the grid for the shortest wavelength.
  var pointsPerWavelength: Double { slowestVelocity / (maximumFrequency * grid.spacing) }

  /// Chooses spacing or highest frequency, whichever is not given, from the slowest wave.
  init(_ values: ConfigurationValues, domain: DomainSetup, model: any VelocityModel) throws {
    let summary = ModelSummary(of: model, x: domain.x, y: domain.y, depth: domain.depth)
    slowestVelocity = summary.slowestVelocity
    let points = try values.number(.pointsPerWavelength) { $0 >= 2 } ?? 8
    let frequency = try values.positive(.maximumFrequency)
    let given = try values.positive(.spacing)
    guard frequency != nil || given != nil else {
      throw ConfigurationError.missing(
        .maximumFrequency,
        reason: "The grid needs a highest frequency or a spacing"
      )
    }
    if let frequency, values.has(.pointsPerWavelength), given != nil {
      throw ConfigurationError.conflict(
        "--spacing, --max-frequency \(frequency) and --points-per-wavelength say one thing too much; "
          + "leave one of them out"
      )
    }
    let spacing = given ?? slowestVelocity / (points * (frequency ?? 1))
    maximumFrequency = frequency ?? slowestVelocity / (points * spacing)
    let absorbing = try values.integer(.absorbingNodes, in: 0...16) ?? 12
    try Self.checkSize(domain, spacing: spacing, absorbingNodes: absorbing)
    grid = try SimulationGrid(
      coveringX: domain.x,
      y: domain.y,
      depth: domain.depth,
      spacing: spacing,
      absorbingNodes: absorbing
    )
  }

  /// Refuses grids whose points cannot be counted, usually of a spacing in km.
  private static func checkSize(
    _ domain: DomainSetup,
    spacing: Double,
    absorbingNodes: Int
  ) throws(SimulationError) {
    let margin = Double(2 * absorbingNodes + 16)
    let points =
      ((domain.x.upperBound - domain.x.lowerBound) / spacing + margin)
      * ((domain.y.upperBound - domain.y.lowerBound) / spacing + margin)
      * (domain.depth / spacing + margin)
    guard points <= 1e11 else {
      throw .invalidGrid(
        "a spacing of \(Readable.number(spacing)) m makes \(Readable.number(points)) grid points, more than "
          + "1e11; the spacing is in metres and the region in kilometres, enlarge the one or shrink the other"
      )
    }
  }

  /// A sentence where the grid is too coarse, or nil.
  var warning: String? {
    guard pointsPerWavelength < 4 else { return nil }
    let fine = slowestVelocity / (maximumFrequency * 8)
    return String(
      format:
        "only %.2f grid points per wavelength (%.0f m/s at %.4g Hz on %.4g m), fewer than 4: waves will "
        + "disperse; use --spacing %.4g for 8, or a lower --max-frequency.",
      pointsPerWavelength,
      slowestVelocity,
      maximumFrequency,
      grid.spacing,
      fine
    )
  }
}

extension ModelSummary {
  /// The slowest wave that the grid must resolve in m/s: S, or P in water.
  var slowestVelocity: Double {
    rows.map { $0.smallest.sVelocity > 0 ? $0.smallest.sVelocity : $0.smallest.pVelocity }.min()
      ?? smallest.pVelocity
  }
}
