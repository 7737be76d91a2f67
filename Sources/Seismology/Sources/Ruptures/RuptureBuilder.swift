import Foundation

/// Makes a kinematic rupture: slip, rupture times and rise times on a rectangular fault.
///
///     let plane = try FaultPlane(
///       hypocenter: LocalPoint(x: 0, y: 0, z: 8_000), length: 20_000, width: 13_000, strike: 144, dip: 90,
///       hypocenterAlongStrike: -5_000, hypocenterDownDip: 7_000)
///     let builder = RuptureBuilder(plane: plane, rake: 180, magnitude: MomentMagnitude(6.5), seed: 1)
///     let fault = try builder.fault(in: model)
///
/// The slip is mean + random, of von Kármán correlation; it is cut off at zero, falls to zero towards the edges
/// and is scaled so that the moment is exactly that of the magnitude. The rupture front runs at a fraction of
/// the local shear velocity. The slip rate is ``LiuTimeFunction``. The same seed gives the same rupture.
///
/// References: Mai & Beroza (2002), J. Geophys. Res. 107(B11), 2308; Graves & Pitarka (2010), Bull. Seismol.
/// Soc. Am. 100(5A), 2095–2123.
public struct RuptureBuilder: Sendable {
  /// How slip varies over the fault.
  public enum Slip: Hashable, Sendable {
    /// The same everywhere but at the tapered edges.
    case uniform
    /// Random: standard deviation over mean, and the correlation lengths in m along strike and down dip;
    /// nil for those of Mai & Beroza, 2 km + length/3 and 1 km + width/3.
    case random(
      variation: Double = 0.75,
      hurst: Double = 0.75,
      alongStrike: Double? = nil,
      downDip: Double? = nil
    )
  }

  /// How long slip lasts.
  public enum RiseTime: Hashable, Sendable {
    /// The same everywhere, in s.
    case uniform(Double)
    /// The mean of Somerville (1999), varying with the square root of slip (Graves & Pitarka 2010).
    case somerville
  }

  /// The fault and its hypocenter.
  public var plane: FaultPlane
  /// The rake in degrees.
  public var rake: Double
  /// The moment magnitude.
  public var magnitude: MomentMagnitude
  /// The largest edge of a sub-fault in m.
  public var subFaultSize: Double
  /// Rupture speed over local shear velocity, usually 0.7 to 0.9.
  public var speedFraction: Double
  /// How slip varies.
  public var slip: Slip
  /// How long slip lasts.
  public var riseTime: RiseTime
  /// The share of length and width over which slip falls to zero at the edges, 0 to 0.5; the top edge of a
  /// fault that reaches the surface keeps its slip.
  public var taper: Double
  /// The seed of the random slip.
  public var seed: UInt64

  /// A builder; only the fault, the rake (degrees) and the magnitude have no default.
  public init(
    plane: FaultPlane,
    rake: Double,
    magnitude: MomentMagnitude,
    subFaultSize: Double = 200,
    speedFraction: Double = 0.8,
    slip: Slip = .random(),
    riseTime: RiseTime = .somerville,
    taper: Double = 0.1,
    seed: UInt64 = 0
  ) {
    self.plane = plane
    self.rake = rake
    self.magnitude = magnitude
    self.subFaultSize = subFaultSize
    self.speedFraction = speedFraction
    self.slip = slip
    self.riseTime = riseTime
    self.taper = taper
    self.seed = seed
  }

  /// The mean rise time in s that Somerville found, 2.03e-9 M₀^(1/3) with M₀ in dyne·cm.
  ///
  /// Reference: Somerville and others (1999), Seismol. Res. Lett. 70(1), 59–80.
  public static func somervilleRiseTime(of magnitude: MomentMagnitude) -> Double {
    2.03e-9 * cbrt(1e7 * magnitude.scalarMoment)
  }

  /// The rupture in a velocity model, which gives rigidity and rupture speed.
  ///
  /// - Parameter model: the velocity model.
  /// - Returns: the fault, sub-sources along strike first, then down dip.
  /// - Throws: ``SourceError`` if a setting is impossible or the model has no shear strength on the fault.
  public func fault(in model: some VelocityModel) throws(SourceError) -> FiniteFault {
    let grid = try SubFaultGrid(plane: plane, size: subFaultSize)
    try validate(grid)
    let materials = grid.points.map { model.material(at: $0) }
    for (index, material) in materials.enumerated() {
      do throws(SourceError) {
        _ = try requirePositive(material.sVelocity, "shear velocity", unit: "m/s")
        _ = try requirePositive(material.density, "density", unit: "kg/m³")
      } catch {
        throw .subSource(index: index, reason: error)
      }
    }
    let slips = slips(on: grid)
    let times = RuptureTimes(
      columns: grid.columns,
      rows: grid.rows,
      spacing: grid.spacing,
      hypocenter: grid.hypocenter,
      slowness: materials.map { 1 / (speedFraction * $0.sVelocity) }
    ).solve()
    let riseTimes = riseTimes(of: slips)
    var fault = FiniteFault()
    fault.reserveCapacity(grid.points.count)
    for (index, point) in grid.points.enumerated() {
      try fault.append(
        FiniteFault.SubSource(
          location: point,
          area: grid.spacing.strike * grid.spacing.dip,
          strike: plane.strike,
          dip: plane.dip,
          rake: rake,
          slip: slips[index],
          rigidity: materials[index].shearModulus,
          initiationTime: times[index],
          slipRate: .liu(riseTime: riseTimes[index])
        )
      )
    }
    try fault.scale(toScalarMoment: magnitude.scalarMoment)
    return fault
  }

  private func validate(_ grid: SubFaultGrid) throws(SourceError) {
    _ = try require(
      magnitude.value,
      "moment magnitude",
      in: 0...10,
      unit: "",
      remedy: "give a magnitude, no moment"
    )
    _ = try require(
      speedFraction,
      "rupture speed over shear velocity",
      in: 0.05...2,
      unit: "",
      remedy: "it is a fraction, usually 0.7 to 0.9"
    )
    _ = try require(
      taper,
      "taper",
      in: 0...0.5,
      unit: "",
      remedy: "it is a share of the fault's size"
    )
    if case .uniform(let time) = riseTime {
      _ = try requirePositive(time, "rise time", unit: "s")
    }
    guard case .random(let variation, let hurst, let alongStrike, let downDip) = slip else {
      return
    }
    _ = try require(
      variation,
      "variation of slip",
      in: 0...3,
      unit: "",
      remedy: "it is relative to the mean slip"
    )
    _ = try require(hurst, "Hurst exponent", in: 0...1, unit: "", remedy: "0.75 is usual")
    for length in [alongStrike, downDip].compactMap({ $0 }) {
      _ = try requirePositive(length, "correlation length of slip", unit: "m")
    }
  }
}

// MARK: - Slip and rise time

extension RuptureBuilder {
  /// Slip relative to its mean, tapered and not negative.
  private func slips(on grid: SubFaultGrid) -> [Double] {
    var values = [Double](repeating: 1, count: grid.points.count)
    if case .random(let variation, let hurst, let alongStrike, let downDip) = slip {
      let correlated = CorrelatedSlip(
        lengths: (
          alongStrike ?? 2000 + plane.length / 3, downDip ?? 1000 + plane.width / 3
        ),
        hurst: hurst
      )
      let field = correlated.field(
        columns: grid.columns,
        rows: grid.rows,
        spacing: grid.spacing,
        seed: seed
      )
      values = field.map { max(0, 1 + variation * $0) }
    }
    for row in 0..<grid.rows {
      let depthShare = (Double(row) + 0.5) / Double(grid.rows)
      let top = plane.topCenter.z == 0 ? 1 : edgeWeight(depthShare)
      for column in 0..<grid.columns {
        let share = (Double(column) + 0.5) / Double(grid.columns)
        values[row * grid.columns + column] *=
          top * edgeWeight(1 - depthShare) * edgeWeight(share) * edgeWeight(1 - share)
      }
    }
    return values
  }

  /// A raised cosine from 0 at the edge to 1 at the taper's end; `share` is the distance from the edge.
  private func edgeWeight(_ share: Double) -> Double {
    share >= taper ? 1 : 0.5 * (1 - cos(.pi * share / taper))
  }

  private func riseTimes(of slips: [Double]) -> [Double] {
    switch riseTime {
    case .uniform(let time): return slips.map { _ in time }
    case .somerville:
      let mean = Self.somervilleRiseTime(of: magnitude)
      let roots = slips.map { $0.squareRoot() }
      let meanRoot = roots.reduce(0, +) / Double(roots.count)
      // Where slip is next to nothing its duration matters to nobody, but it must not be zero.
      return roots.map { mean * max(0.1, meanRoot > 0 ? $0 / meanRoot : 1) }
    }
  }
}

/// The centers of equal sub-faults that cover a fault.
struct SubFaultGrid {
  let columns, rows: Int
  let spacing: (strike: Double, dip: Double)
  /// The hypocenter in m from the first center.
  let hypocenter: (strike: Double, dip: Double)
  /// The centers, along strike fastest.
  let points: [LocalPoint]

  init(plane: FaultPlane, size: Double) throws(SourceError) {
    let edge = try requirePositive(size, "sub-fault size", unit: "m")
    // Beyond this the sub-sources alone take gigabytes.
    let total = (plane.length / edge) * (plane.width / edge)
    _ = try require(
      total,
      "number of sub-faults",
      in: 0...1e7,
      unit: "",
      remedy: "make the sub-faults larger"
    )
    columns = max(1, Int((plane.length / edge - 1e-9).rounded(.up)))
    rows = max(1, Int((plane.width / edge - 1e-9).rounded(.up)))
    let step = (strike: plane.length / Double(columns), dip: plane.width / Double(rows))
    spacing = step
    hypocenter = (
      plane.hypocenterAlongStrike + 0.5 * plane.length - 0.5 * step.strike,
      plane.hypocenterDownDip - 0.5 * step.dip
    )
    var centers: [LocalPoint] = []
    centers.reserveCapacity(columns * rows)
    for row in 0..<rows {
      for column in 0..<columns {
        centers.append(
          plane.point(
            alongStrike: (Double(column) + 0.5) * step.strike - 0.5 * plane.length,
            downDip: (Double(row) + 0.5) * step.dip
          )
        )
      }
    }
    points = centers
  }
}
