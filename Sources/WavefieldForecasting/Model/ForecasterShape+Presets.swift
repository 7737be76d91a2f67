import SeismicFiles

/// A named shape of a forecaster.
public enum ForecasterPreset: String, CaseIterable, Sendable {
  /// Some 1.5 million parameters, five frames a step: learns on a laptop.
  case laptop
  /// The same from any stations.
  case laptopSparse = "laptop-sparse"
  /// The same from a fixed list of stations; the number is that of the list.
  case laptopStations = "laptop-stations"
  /// A tenth of that, for first tries and demonstrations.
  case tiny
  /// The published dense model: 144 channels, made for 344 × 224 points.
  case publishedDense = "published-dense"
  /// The published ablation model: 144 channels, made for 84 × 56 points, encodes its own output again.
  case publishedAblation = "published-ablation"
  /// The published sparse model: 564 stations, 344 × 224 points.
  case publishedSparse = "published-sparse"

  /// The preset of a name.
  ///
  /// - Throws: ``ForecastingError/unknownPreset(name:nearest:known:)``.
  public init(named name: String) throws(ForecastingError) {
    guard let preset = Self(rawValue: name) else {
      let known = Self.allCases.map(\.rawValue)
      throw .unknownPreset(
        name: name,
        nearest: NearestSpelling.of(name, among: known),
        known: known
      )
    }
    self = preset
  }

  /// The shape for a grid.
  ///
  /// Those of a fixed list of stations have the published 564 of them, or 100: a training sets its own number.
  ///
  /// - Reference: the published forms are those of Lyu et al. (2025), arXiv 2405.20516, and its released code.
  public func shape(height: Int, width: Int) -> ForecasterShape {
    switch self {
    case .laptop, .laptopSparse, .laptopStations:
      var shape = ForecasterShape(height: height, width: width, stages: [48, 64])
      shape.useOwnChoices()
      shape.decoderChannels = 128
      if self == .laptopSparse { shape.input = .maskedGrid }
      if self == .laptopStations { shape.input = .stations(100) }
      return shape
    case .tiny:
      var shape = ForecasterShape(height: height, width: width, stages: [24, 32])
      shape.useOwnChoices()
      shape.decoderChannels = 64
      return shape
    case .publishedDense:
      return ForecasterShape(height: height, width: width, stages: [36, 72, 144])
    case .publishedAblation:
      var shape = ForecasterShape(height: height, width: width, stages: [72, 144])
      shape.decoder = .shuffled
      shape.isReencoding = true
      (shape.stride, shape.inputFrames, shape.targetFrames) = (1, 60, 60)
      return shape
    case .publishedSparse:
      var shape = ForecasterShape(height: height, width: width, stages: [36, 72, 144])
      shape.input = .stations(564)
      return shape
    }
  }
}

extension ForecasterShape {
  /// What differs from the published forms in all of ours.
  fileprivate mutating func useOwnChoices() {
    framesPerStep = 5
    normalization = .none
    isScaledByWindow = true
    targetFrames = 195
  }
}
