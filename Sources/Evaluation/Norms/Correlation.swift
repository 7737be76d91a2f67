/// Likeness of shape, whatever the amplitude.
public enum Correlation {
  /// The correlation coefficient Σ s d / √(Σ s² Σ d²) at zero shift, −1...1.
  ///
  /// Means are not removed: seismic records have none once they are filtered.
  ///
  /// - Precondition: both have the same number of samples.
  /// - Returns: nil where either record is silent.
  public static func coefficient(_ record: [Double], with reference: [Double]) -> Double? {
    precondition(
      record.count == reference.count,
      "records of \(record.count) and \(reference.count) samples"
    )
    let size = (record.energy * reference.energy).squareRoot()
    guard size > 0 else { return nil }
    var product = 0.0
    for i in record.indices { product += record[i] * reference[i] }
    return min(max(product / size, -1), 1)
  }
}

/// Likeness of size, whatever the shape; 1 is perfect, 2 is twice too large.
public enum AmplitudeRatio {
  /// The ratio of the largest absolute samples; nil where the reference is silent.
  public static func peak(_ record: [Double], to reference: [Double]) -> Double? {
    let size = reference.peak
    return size > 0 ? record.peak / size : nil
  }

  /// The ratio of the root mean squares; nil where the reference is silent or either has no samples.
  public static func rootMeanSquare(_ record: [Double], to reference: [Double]) -> Double? {
    guard !record.isEmpty, !reference.isEmpty, reference.energy > 0 else { return nil }
    let (a, b) = (record.energy / Double(record.count), reference.energy / Double(reference.count))
    return (a / b).squareRoot()
  }
}
