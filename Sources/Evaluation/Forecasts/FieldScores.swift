/// How like the truth a forecast wavefield is: ACC, RFNE and RMSE as published for WaveCastNet.
///
/// For each component, with p the forecast and y the truth and sums over all frames and places,
///
///     ACC  = Σ p y / √(Σ p² Σ y²)          1 is perfect; uncentered, so that it does not see amplitude
///     RFNE = √(Σ (p − y)² / Σ y²)          0 is perfect; silence scores 1
///     RMSE = √(Σ (p − y)² / n)             in the unit of the samples
///
/// and then the plain mean over the components that have the score. Where the truth does not move at all, ACC and RFNE
/// do not exist; a silent forecast of a moving truth has ACC 0. Samples whose truth is NaN do not count; a forecast that
/// is not finite has no score.
///
/// - Reference: Lyu and others (2025), WaveCastNet, Nature Communications; arXiv 2405.20516.
public struct FieldScores: Hashable, Sendable {
  /// The correlation, −1...1; nil where the truth is silent.
  public let acc: Double?
  /// The relative Frobenius norm of the error; nil where the truth is silent.
  public let rfne: Double?
  /// The root mean square error in the unit of the samples; nil without samples.
  public let rmse: Double?

  /// Scores that are known.
  public init(acc: Double?, rfne: Double?, rmse: Double?) {
    self.acc = acc
    self.rfne = rfne
    self.rmse = rmse
  }

  /// The mean over components.
  init(_ components: [FieldSums]) {
    self.init(meanOf: components.map(Self.init))
  }

  /// The scores of one component.
  private init(_ sums: FieldSums) {
    let (forecast, truth) = (sums.forecast, sums.truth)
    let isMoving = sums.count > 0 && truth > 0 && forecast.isFinite
    let size = (forecast * truth).squareRoot()
    self.init(
      acc: isMoving ? (size > 0 ? min(max(sums.product / size, -1), 1) : 0) : nil,
      rfne: isMoving ? (sums.difference / truth).squareRoot() : nil,
      rmse: sums.count > 0 && sums.difference.isFinite
        ? (sums.difference / Double(sums.count)).squareRoot() : nil
    )
  }

  /// The plain mean of each score over those that exist, as over the events of a test set.
  public init(meanOf scores: [FieldScores]) {
    self.init(
      acc: Self.mean(scores.compactMap(\.acc)),
      rfne: Self.mean(scores.compactMap(\.rfne)),
      rmse: Self.mean(scores.compactMap(\.rmse))
    )
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

/// The sums that scores are made of; sums of parts add up to those of the whole.
struct FieldSums: Hashable, Sendable {
  /// Σ p y, Σ p², Σ y² and Σ (p − y)².
  var values: SIMD4<Double> = .zero
  /// Samples.
  var count = 0

  var product: Double { values[0] }
  var forecast: Double { values[1] }
  var truth: Double { values[2] }
  var difference: Double { values[3] }

  /// Adds one sample.
  @inline(__always)
  mutating func add(forecast p: Double, truth y: Double) {
    let d = p - y
    values += SIMD4(p, p, y, d) * SIMD4(y, p, y, d)
    count += 1
  }

  static func += (total: inout Self, part: Self) {
    total.values += part.values
    total.count += part.count
  }
}
