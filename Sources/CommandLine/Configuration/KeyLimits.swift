extension ConfigurationKey {
  /// The numbers that make sense at all, in the unit of the key; nil where the reader of the value knows better.
  ///
  /// They are wide: they catch slips of unit and exponent, and keep whole numbers computed from them finite.
  var limits: ClosedRange<Double>? {
    switch self {
    case .duration: 0...1e6
    case .timeStep, .sampleInterval, .surfaceInterval: 1e-9...1e6
    case .timeConstant, .riseTime: 1e-6...1e4
    case .spacing, .subFaultSize: 1e-3...1e6
    case .maximumFrequency, .referenceFrequency, .qExponentFrequency, .attenuationBand: 1e-6...1e6
    case .pointsPerWavelength: 2...1000
    case .xAzimuth: -360...360
    case .domainX, .domainY, .sourceX, .sourceY, .slices: -20_000...20_000
    case .domainDepth, .maximumModelDepth, .depth, .ruptureLength, .ruptureWidth: 0...6371
    case .hypocenterAlongStrike, .hypocenterDownDip: 0...1
    case .ruptureSpeed: 0.05...2
    default: nil
    }
  }

  /// What is expected of the value, with its limits where the description does not have them.
  var expectation: String {
    let value = description.value
    let hasLimits = value.contains("...") && !value.contains(", as ") || value.contains("or more")
    guard let limits, !hasLimits else { return value }
    let (low, high) = (Readable.number(limits.lowerBound), Readable.number(limits.upperBound))
    return "\(value), within \(low)...\(high)"
  }
}
