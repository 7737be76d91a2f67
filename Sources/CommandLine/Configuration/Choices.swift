import Seismology
import WaveSimulation

/// The words for a point source's moment rate.
enum TimeFunctionChoice: String, CaseIterable {
  case gaussian, ricker, brune, triangle, cosine, liu, impulse

  /// All words, for messages.
  static let list = "gaussian, ricker, brune, triangle, cosine, liu or impulse"

  /// The function with a time constant in s, or one whose spectrum has fallen to 5 % at a frequency in Hz.
  func make(timeConstant: Double?, maximumFrequency: Double) throws -> any SourceTimeFunction {
    if let timeConstant { return try make(timeConstant: timeConstant) }
    let unit = try make(timeConstant: 1)
    // Spectra scale with the inverse of the time constant.
    let corner = unit.frequency(atAmplitude: 0.05)
    return corner.isFinite ? try make(timeConstant: corner / maximumFrequency) : unit
  }

  private func make(timeConstant: Double) throws(SourceError) -> any SourceTimeFunction {
    switch self {
    case .gaussian: try GaussianTimeFunction(sigma: timeConstant)
    case .ricker: try RickerWavelet(peakFrequency: 1 / timeConstant)
    case .brune: try BruneTimeFunction(timeConstant: timeConstant)
    case .triangle: try TriangleTimeFunction(duration: timeConstant)
    case .cosine: try CosineTimeFunction(duration: timeConstant)
    case .liu: try LiuTimeFunction(riseTime: timeConstant)
    case .impulse: try ImpulseTimeFunction()
    }
  }
}

/// The words for nodes of a gridded model without a value.
enum UndefinedNodesChoice {
  /// All words, for messages.
  static let list = GriddedProperties.UndefinedNodes.allCases.map(\.rawValue).joined(
    separator: " or "
  )
}

/// The words for the free surface.
enum FreeSurfaceChoice {
  /// All words, for messages.
  static let list = SimulationOptions.FreeSurface.allCases.map(\.word).joined(separator: ", ")
  /// The default.
  static let standard = SimulationOptions().freeSurface.word
}

extension RawRepresentable where RawValue == String {
  /// The raw value in the spelling of flags: `stressImaging` is `stress-imaging`.
  var word: String {
    rawValue.reduce(into: "") { word, letter in
      word += letter.isUppercase ? "-\(letter.lowercased())" : String(letter)
    }
  }
}

extension CaseIterable where Self: RawRepresentable, RawValue == String {
  /// The cases by their words.
  static var words: [String: Self] {
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.word, $0) })
  }
}
