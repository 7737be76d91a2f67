public import Seismology

extension StandardRupture {
  /// The rupture as sub-sources in a local frame.
  ///
  /// A point that slips along its rake and at right angles to it becomes two sub-sources. Points that do not
  /// slip are left out. Shear velocity and density of version 2.0 give the rigidity; without them it is left
  /// to the velocity model.
  ///
  /// - Parameter place: the local position of an epicenter and a depth in m, such as
  ///   `MapProjection.localPoint(of:depth:)`.
  /// - Returns: the fault.
  /// - Throws: what `place` throws, a ``RuptureFileError`` if a point opens, or a `SourceError`.
  public func fault(
    placedBy place: (GeographicPoint, Double) throws -> LocalPoint
  ) throws -> FiniteFault {
    guard pointCount > 0 else {
      throw RuptureFileError.inconsistent(file: name, reason: "there are no points")
    }
    var fault = FiniteFault()
    fault.reserveCapacity(pointCount, sampleCount: points.samples.count)
    for index in 0..<pointCount {
      let point = points[index]
      guard point.slip[2] == 0 else {
        throw RuptureFileError.openingSlip(file: name, point: index + 1, metres: point.slip[2])
      }
      guard point.slip != .zero else { continue }
      let location = try place(point.epicenter, point.depth)
      for direction in 0..<2 where point.slip[direction] != 0 {
        try fault.append(Self.subSource(of: point, at: location, direction: direction))
      }
    }
    return fault
  }

  private static func subSource(
    of point: Point,
    at location: LocalPoint,
    direction: Int
  ) -> FiniteFault.SubSource {
    let rates = point.slipRates[direction]
    let rigidity = point.density * point.sVelocity * point.sVelocity
    let rake = point.rake + (direction == 1 ? 90 : 0)
    return FiniteFault.SubSource(
      location: location,
      area: point.area,
      strike: point.strike,
      dip: point.dip,
      rake: rake > 360 ? rake - 360 : rake,
      slip: point.slip[direction],
      rigidity: rigidity > 0 ? rigidity : nil,
      initiationTime: point.initiationTime,
      slipRate: rates.isEmpty ? .impulse : .sampled(rates, interval: point.interval)
    )
  }

  /// The sum of the points' moments μ A |slip| in N·m; nil if a slipping point has no rigidity (version 1.0).
  public var scalarMoment: Double? {
    var sum = 0.0
    for index in 0..<pointCount {
      let point = points[index]
      guard point.slip != .zero else { continue }
      let rigidity = point.density * point.sVelocity * point.sVelocity
      guard rigidity > 0 else { return nil }
      sum += rigidity * point.area * (point.slip * point.slip).sum().squareRoot()
    }
    return sum
  }
}
