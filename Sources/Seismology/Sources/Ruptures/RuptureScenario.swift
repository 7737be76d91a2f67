import Foundation

/// An earthquake of given magnitude, fault size and duration, for catalogs of ruptures larger than a point.
///
///     let scenario = try #require(RuptureScenario.published(magnitude: 6.5))
///     let place = RuptureScenario.Placement(topCenter: LocalPoint(x: 5e4, y: 4e4, z: 3000), strike: 144)
///     let fault = try scenario.fault(at: place, in: model, seed: 1)
///     let sources = try fault.pointSources()
///
/// Slip is random and of the exact moment, as ``RuptureBuilder`` makes it. The duration is met by the rupture speed
/// first: the speed at which the front reaches the farthest sub-fault one rise time before the end. Where that
/// lies outside ``speedFractions``, the nearest speed of them is taken and the rise time makes up the rest. The
/// rise time is the same everywhere; unless it has to make up, it is Somerville's mean.
public struct RuptureScenario: Hashable, Sendable {
  /// The moment magnitude.
  public let magnitude: MomentMagnitude
  /// Length along strike and width down dip in m.
  public let length, width: Double
  /// Seconds from the first slip to the end of the last.
  public let duration: Double

  /// Rupture speeds over shear velocity that are tried before the rise time is changed.
  ///
  /// Heaton (1990), Phys. Earth Planet. Inter. 64, 1–20, and many inversions since find 0.6 to 0.9; half is slow.
  public static let speedFractions = 0.5...0.9

  /// A scenario from its magnitude, size (m) and duration (s).
  ///
  /// - Throws: ``SourceError`` unless all of them are positive and finite.
  public init(
    magnitude: MomentMagnitude,
    length: Double,
    width: Double,
    duration: Double
  ) throws(SourceError) {
    self.init(
      validMagnitude: try require(
        magnitude.value,
        "moment magnitude",
        in: 0...10,
        unit: "",
        remedy: "give a magnitude, no moment"
      ),
      length: try requirePositive(length, "length of the fault", unit: "m"),
      width: try requirePositive(width, "width of the fault", unit: "m"),
      duration: try requirePositive(duration, "duration of the rupture", unit: "s")
    )
  }

  private init(validMagnitude: Double, length: Double, width: Double, duration: Double) {
    magnitude = MomentMagnitude(validMagnitude)
    self.length = length
    self.width = width
    self.duration = duration
  }

  /// The six ruptures on which forecasts that learned from point sources are tested: Mw 4.5 to 7.0.
  ///
  /// Sizes in km 1.8 × 1.8, 3.4 × 3, 8 × 4, 12.5 × 8, 26 × 12, 66 × 15; durations in s 3.5, 3.7, 6, 9.6, 13.2, 26.6.
  ///
  /// - Reference: the generalisation tests of Lyu et al. (2025), arXiv 2405.20516.
  public static let published: [RuptureScenario] = [
    (4.5, 1.8, 1.8, 3.5), (5.0, 3.4, 3.0, 3.7), (5.5, 8.0, 4.0, 6.0), (6.0, 12.5, 8.0, 9.6),
    (6.5, 26.0, 12.0, 13.2), (7.0, 66.0, 15.0, 26.6),
  ].map { magnitude, length, width, duration in
    RuptureScenario(
      validMagnitude: magnitude,
      length: 1000 * length,
      width: 1000 * width,
      duration: duration
    )
  }

  /// The published scenario of a magnitude, or nil if there is none.
  public static func published(magnitude: Double) -> RuptureScenario? {
    published.first { abs($0.magnitude.value - magnitude) < 1e-6 }
  }
}

extension RuptureScenario {
  /// Where a rupture lies and how it slips.
  public struct Placement: Hashable, Sendable {
    /// The middle of the top edge in the local frame, in m; its z is the top depth.
    public var topCenter: LocalPoint
    /// Strike, dip and rake in degrees; see ``NodalPlane``.
    public var strike, dip, rake: Double
    /// Where the rupture begins: the share of the length from the end where strike points away from, and of the
    /// width from the top edge, both 0...1.
    public var hypocenterAlongStrike, hypocenterDownDip: Double
    /// The axes of the local frame.
    public var frame: LocalFrame

    /// A place from the middle of the top edge (m) and the strike (degrees).
    ///
    /// By default the fault is vertical and strikes right-lateral, as the Hayward fault does, and ruptures from
    /// near one end.
    public init(
      topCenter: LocalPoint,
      strike: Double,
      dip: Double = 90,
      rake: Double = 180,
      hypocenterAlongStrike: Double = 0.15,
      hypocenterDownDip: Double = 0.6,
      frame: LocalFrame = LocalFrame()
    ) {
      self.topCenter = topCenter
      self.strike = strike
      self.dip = dip
      self.rake = rake
      self.hypocenterAlongStrike = hypocenterAlongStrike
      self.hypocenterDownDip = hypocenterDownDip
      self.frame = frame
    }
  }

  /// The size of sub-faults where none is given: a sixth of the width, at most 1 km.
  ///
  /// The front crosses 1 km in 0.4 s; with 990 sub-faults for 66 × 15 km this suits waves up to 0.5 Hz.
  public var subFaultSize: Double { min(1000, width / 6) }

  /// The rupture.
  ///
  /// - Parameters:
  ///   - place: where it lies and how it slips.
  ///   - model: gives rigidity and shear velocity.
  ///   - seed: of the random slip.
  ///   - subFaultSize: the largest edge of a sub-fault in m; nil for ``subFaultSize``.
  /// - Returns: a fault of the scenario's moment and duration.
  /// - Throws: ``SourceError`` as ``builder(at:in:seed:subFaultSize:)``.
  public func fault(
    at place: Placement,
    in model: some VelocityModel,
    seed: UInt64,
    subFaultSize: Double? = nil
  ) throws(SourceError) -> FiniteFault {
    try builder(at: place, in: model, seed: seed, subFaultSize: subFaultSize).fault(in: model)
  }

  /// The builder of the rupture, with the speed and rise time that give the duration.
  ///
  /// - Throws: ``SourceError`` if an angle or a share is impossible, the fault stands out of the ground, or the
  ///   fault is too long to break within the duration.
  public func builder(
    at place: Placement,
    in model: some VelocityModel,
    seed: UInt64,
    subFaultSize: Double? = nil
  ) throws(SourceError) -> RuptureBuilder {
    let shares = [
      ("along strike", place.hypocenterAlongStrike), ("down dip", place.hypocenterDownDip),
    ]
    for (name, value) in shares {
      _ = try require(
        value,
        "hypocenter \(name)",
        in: 0...1,
        unit: "",
        remedy: "it is a share of the fault's size"
      )
    }
    let plane = try FaultPlane(
      topCenter: place.topCenter,
      length: length,
      width: width,
      strike: place.strike,
      dip: place.dip,
      hypocenterAlongStrike: (place.hypocenterAlongStrike - 0.5) * length,
      hypocenterDownDip: place.hypocenterDownDip * width,
      frame: place.frame
    )
    let shortest = min(RuptureBuilder.somervilleRiseTime(of: magnitude), 0.5 * duration)
    var builder = RuptureBuilder(
      plane: plane,
      rake: place.rake,
      magnitude: magnitude,
      subFaultSize: subFaultSize ?? self.subFaultSize,
      speedFraction: 1,
      riseTime: .uniform(shortest),
      seed: seed
    )
    // The front's times are inversely proportional to its speed.
    let trial = try builder.fault(in: model)
    let atShearVelocity = trial.duration - shortest
    let wanted = atShearVelocity / (duration - shortest)
    let limits = Self.speedFractions
    builder.speedFraction = min(max(wanted, limits.lowerBound), limits.upperBound)
    let rest = duration - atShearVelocity / builder.speedFraction
    // Less than half of Somerville's mean: the fault is too long.
    guard rest >= 0.5 * shortest else {
      throw .outOfRange(
        quantity: "duration of the rupture",
        value: duration,
        limits: (atShearVelocity / limits.upperBound + 0.5 * shortest)...1e4,
        unit: "s",
        remedy: "move the hypocenter towards the middle of the fault, or deeper"
      )
    }
    builder.riseTime = .uniform(rest)
    return builder
  }
}
