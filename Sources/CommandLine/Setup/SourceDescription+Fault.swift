import Foundation
import Seismology

/// A rectangular fault as it is configured, from which a kinematic rupture is made.
struct FaultDescription {
  /// Length along strike and width down dip in m.
  var length, width: Double
  /// Strike, dip and rake in degrees.
  var strike, dip, rake: Double
  var magnitude: MomentMagnitude
  /// Where the rupture begins, from 0 to 1 along strike and from the top edge down dip.
  var hypocenter: (alongStrike: Double, downDip: Double)
  /// Rupture speed over local shear velocity.
  var speedFraction: Double
  var slip: RuptureBuilder.Slip
  var riseTime: RuptureBuilder.RiseTime
  /// The largest edge of a sub-fault in m.
  var subFaultSize: Double
  var seed: UInt64

  /// The fault in the local frame, around its hypocentre.
  func plane(hypocentre: LocalPoint, frame: LocalFrame) throws(SourceError) -> FaultPlane {
    try FaultPlane(
      hypocenter: hypocentre,
      length: length,
      width: width,
      strike: strike,
      dip: dip,
      hypocenterAlongStrike: (hypocenter.alongStrike - 0.5) * length,
      hypocenterDownDip: hypocenter.downDip * width,
      frame: frame
    )
  }

  /// The rupture as point sources.
  func pointSources(
    hypocentre: LocalPoint,
    frame: LocalFrame,
    model: any VelocityModel
  ) throws(SourceError) -> [PointSource] {
    let builder = RuptureBuilder(
      plane: try plane(hypocentre: hypocentre, frame: frame),
      rake: rake,
      magnitude: magnitude,
      subFaultSize: subFaultSize,
      speedFraction: speedFraction,
      slip: slip,
      riseTime: riseTime,
      seed: seed
    )
    return try builder.fault(in: model).pointSources(model: model)
  }
}

extension SourceDescription {
  /// A kinematic rupture by size, angles, magnitude and hypocentre.
  static func fault(_ values: ConfigurationValues) throws -> SourceDescription {
    // The tensor checks angles and size.
    let tensor = try moment(values)
    let magnitude = try MomentMagnitude(scalarMoment: tensor.scalarMoment)
    let slips: [String: RuptureBuilder.Slip] = ["random": .random(), "uniform": .uniform]
    let fault = FaultDescription(
      length: try length(.ruptureLength, "The rupture has no length", values),
      width: try length(.ruptureWidth, "The rupture has no width", values),
      strike: try values.number(.strike) ?? 0,
      dip: try values.number(.dip) ?? 90,
      rake: try values.number(.rake) ?? 0,
      magnitude: magnitude,
      hypocenter: (
        try values.number(.hypocenterAlongStrike) ?? 0.5,
        try values.number(.hypocenterDownDip) ?? 0.5
      ),
      speedFraction: try values.number(.ruptureSpeed) ?? 0.8,
      slip: try values.choice(.slip, slips) ?? .random(),
      riseTime: try values.positive(.riseTime).map { .uniform($0) } ?? .somerville,
      subFaultSize: try values.positive(.subFaultSize) ?? 200,
      seed: UInt64(try values.integer(.seed, in: 0...Int.max) ?? 0)
    )
    return try placed(.fault(fault), name: magnitudeName(magnitude), values)
  }

  private static func length(
    _ key: ConfigurationKey,
    _ reason: String,
    _ values: ConfigurationValues
  ) throws(ConfigurationError) -> Double {
    guard let length = try values.positive(key) else { throw .missing(key, reason: reason) }
    return length * 1000
  }
}

extension FaultPlane {
  /// The four corners in the local frame, in m.
  var corners: [LocalPoint] {
    [-0.5, 0.5].flatMap { share in
      [0, width].map { point(alongStrike: share * length, downDip: $0) }
    }
  }
}
