extension FiniteFault {
  /// The point sources of a simulation: one for each sub-source that slips.
  ///
  /// The moment of each is rigidity × area × slip and its time function the slip rate scaled to unit area; the
  /// functions share the fault's samples. Samples whose area is zero release their moment at once.
  ///
  /// - Parameter model: where the rigidity comes from for sub-sources without their own.
  /// - Returns: the sources, with delays from the initiation times.
  /// - Throws: ``SourceError`` if a rigidity is missing or nothing slips.
  public func pointSources(
    model: (any VelocityModel)? = nil
  ) throws(SourceError) -> [PointSource] {
    var sources: [PointSource] = []
    sources.reserveCapacity(count)
    for index in 0..<count {
      let source = self[index]
      guard source.slip != 0 else { continue }
      let moment = try scalarMoment(of: source, index: index, model: model)
      sources.append(
        PointSource(
          location: source.location,
          moment: MomentTensor(
            strike: source.strike,
            dip: source.dip,
            rake: source.rake,
            scalarMoment: moment
          ),
          timeFunction: try source.slipRate.timeFunction(),
          delay: source.initiationTime
        )
      )
    }
    guard !sources.isEmpty else { throw .noMoment(subSourceCount: count) }
    return sources
  }

  /// The sum of the sub-sources' moments μ A |slip|, in N·m.
  ///
  /// - Parameter model: where the rigidity comes from for sub-sources without their own.
  /// - Returns: the moment in N·m.
  /// - Throws: ``SourceError/missingRigidity(index:)``.
  public func scalarMoment(model: (any VelocityModel)? = nil) throws(SourceError) -> Double {
    var sum = 0.0
    for index in 0..<count {
      let source = self[index]
      guard source.slip != 0 else { continue }
      sum += abs(try scalarMoment(of: source, index: index, model: model))
    }
    return sum
  }

  /// The moment magnitude of the whole rupture.
  public func magnitude(model: (any VelocityModel)? = nil) throws(SourceError) -> MomentMagnitude {
    let moment = try scalarMoment(model: model)
    guard moment > 0 else { throw .noMoment(subSourceCount: count) }
    return try MomentMagnitude(scalarMoment: moment)
  }

  /// The mean of |slip| over the area, in m; zero for an empty fault.
  public var meanSlip: Double {
    let area = totalArea
    guard area > 0 else { return 0 }
    return (0..<count).reduce(0) { $0 + abs(self[$1].slip) * self[$1].area } / area
  }

  /// The largest |slip| in m; zero for an empty fault.
  public var maximumSlip: Double { (0..<count).reduce(0) { max($0, abs(self[$1].slip)) } }

  /// The area of all sub-sources in m².
  public var totalArea: Double { (0..<count).reduce(0) { $0 + self[$1].area } }

  /// Seconds from the origin time to the end of the last slip; zero for an empty fault.
  public var duration: Double {
    (0..<count).reduce(0) { max($0, self[$1].initiationTime + self[$1].slipRate.duration) }
  }

  /// Multiplies every slip so that the moments add up to `moment` in N·m.
  public mutating func scale(
    toScalarMoment moment: Double,
    model: (any VelocityModel)? = nil
  ) throws(SourceError) {
    let wanted = try requirePositive(moment, "scalar moment", unit: "N·m")
    let present = try scalarMoment(model: model)
    guard present > 0 else { throw .noMoment(subSourceCount: count) }
    scaleSlip(by: wanted / present)
  }

  private func scalarMoment(
    of source: SubSource,
    index: Int,
    model: (any VelocityModel)?
  ) throws(SourceError) -> Double {
    if let rigidity = source.rigidity { return rigidity * source.area * source.slip }
    guard let model else { throw .missingRigidity(index: index) }
    return model.material(at: source.location).shearModulus * source.area * source.slip
  }
}

extension FiniteFault.SlipRate {
  /// The slip rate scaled to unit area.
  func timeFunction() throws(SourceError) -> any SourceTimeFunction {
    switch self {
    case .impulse: return try ImpulseTimeFunction()
    case .liu(let riseTime): return try LiuTimeFunction(riseTime: riseTime)
    case .sampled(let rates, let interval):
      guard rates.contains(where: { $0 != 0 }) else { return try ImpulseTimeFunction() }
      return try TabulatedTimeFunction(samples: rates, interval: interval)
    }
  }

  /// Seconds from the first slip to the last.
  var duration: Double {
    switch self {
    case .impulse: 0
    case .liu(let riseTime): riseTime
    case .sampled(let rates, let interval): Double(rates.count - 1) * interval
    }
  }
}
