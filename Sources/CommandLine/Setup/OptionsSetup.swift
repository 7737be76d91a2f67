import Foundation
import Seismology
import WaveSimulation

extension SimulationOptions {
  /// The options that a configuration asks for.
  ///
  /// - Parameters:
  ///   - values: the configuration.
  ///   - maximumFrequency: the highest frequency in Hz, the upper end of the attenuation band.
  ///   - hasAttenuation: whether the model has finite quality factors at all.
  /// - Throws: ``ConfigurationError`` for a value that cannot be read.
  init(_ values: ConfigurationValues, maximumFrequency: Double, hasAttenuation: Bool)
    throws(ConfigurationError)
  {
    self.init()
    timeStep = try values.positive(.timeStep)
    courantFraction = try values.number(.courantFraction) { $0 > 0 && $0 <= 1 } ?? courantFraction
    spatialOrder = try values.choice(.spatialOrder, ["4": 4, "6": 6, "8": 8]) ?? spatialOrder
    absorption =
      try values.choice(.boundary, ["pml": .pml, "sponge": .sponge, "none": .none]) ?? absorption
    mediumAveraging = try values.choice(.medium, MediumAveraging.words) ?? mediumAveraging
    freeSurface = try values.choice(.freeSurface, FreeSurface.words) ?? freeSurface
    timeDispersionCorrection = try values.flag(.dispersionCorrection) ?? timeDispersionCorrection
    threads = try values.integer(.threads, in: 1...1024)
    attenuation = try Self.attenuation(
      values,
      maximumFrequency: maximumFrequency,
      hasAttenuation: hasAttenuation
    )
  }

  private static func attenuation(
    _ values: ConfigurationValues,
    maximumFrequency: Double,
    hasAttenuation: Bool
  ) throws(ConfigurationError) -> Attenuation {
    enum Form { case elastic, coarseGrained, full }
    let words: [String: Form] = [
      "elastic": .elastic, "coarse-grained": .coarseGrained, "full": .full,
    ]
    let form = try values.choice(.attenuation, words) ?? .coarseGrained
    guard form != .elastic, hasAttenuation else { return .elastic }
    let band = try values.range(.attenuationBand) ?? (maximumFrequency / 100)...maximumFrequency
    guard band.lowerBound > 0 else { throw values.invalid(.attenuationBand) }
    let standard = min(max(1, band.lowerBound), band.upperBound)
    let fit = AttenuationBand(
      minimumFrequency: band.lowerBound,
      maximumFrequency: band.upperBound,
      referenceFrequency: try values.positive(.referenceFrequency) ?? standard,
      powerLawExponent: try values.number(.qExponent) { (0...1).contains($0) } ?? 0,
      powerLawFrequency: try values.positive(.qExponentFrequency) ?? 1
    )
    if form == .coarseGrained { return .coarseGrained(fit) }
    return .full(fit, mechanisms: try values.integer(.mechanisms, in: 1...8) ?? 3)
  }
}

extension OutputRequest {
  /// The results that a configuration asks for.
  init(_ values: ConfigurationValues, maximumFrequency: Double) throws(ConfigurationError) {
    let motions: [String: GroundMotion] = [
      "velocity": .velocity, "displacement": .displacement, "acceleration": .acceleration,
    ]
    self.init(
      motion: try values.choice(.motion, motions) ?? .velocity,
      sampleInterval: try values.positive(.sampleInterval) ?? 1 / (20 * maximumFrequency),
      surfaceFrameInterval: try values.positive(.surfaceInterval),
      surfaceStride: try values.integer(.surfaceStride, in: 1...1000) ?? 1,
      peaks: try values.flag(.peaks) ?? true,
      slices: try Self.slices(values)
    )
    if !slices.isEmpty, surfaceFrameInterval == nil {
      throw .missing(.surfaceInterval, reason: "Slices are pictured at intervals")
    }
  }

  /// Refuses slices that miss the region.
  func checkSlices(in grid: SimulationGrid) throws(SimulationError) {
    // Half a spacing, for the slice is sampled at the nearest nodes.
    let tolerance = 0.5 * grid.spacing
    for slice in slices {
      let (name, value, limits): (String, Double, ClosedRange<Double>)
      switch slice {
      case .constantX(let x): (name, value, limits) = ("x", x, grid.interiorX)
      case .constantY(let y): (name, value, limits) = ("y", y, grid.interiorY)
      case .surface: continue
      }
      guard limits.lowerBound - tolerance <= value, value <= limits.upperBound + tolerance else {
        throw .outsideGrid(
          what: "The slice",
          point: "\(name) = \(value) m",
          limits: "\(name) \(limits.lowerBound)\u{2026}\(limits.upperBound) m"
        )
      }
    }
  }

  private static func slices(_ values: ConfigurationValues) throws(ConfigurationError) -> [Slice] {
    guard let text = values.text(.slices) else { return [] }
    var slices: [Slice] = []
    for item in text.split(separator: ",") {
      let sides = item.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
      guard sides.count == 2, let value = Double(sides[1]),
        ConfigurationKey.slices.limits?.contains(value) != false
      else { throw values.invalid(.slices) }
      switch sides[0] {
      case "x": slices.append(.constantX(value * 1000))
      case "y": slices.append(.constantY(value * 1000))
      default: throw values.invalid(.slices)
      }
    }
    return slices
  }
}
