/// How far a record is from a reference, relative to the reference's size.
public enum RelativeError {
  /// The relative L2 error ‖s − d‖ / ‖d‖ of a record s against a reference d; 0 is perfect.
  ///
  /// Several components may be joined end to end to get their common error.
  ///
  /// - Precondition: both have the same number of samples.
  /// - Returns: nil where the reference is silent, so that there is nothing to relate to.
  public static func l2(_ record: [Double], against reference: [Double]) -> Double? {
    precondition(
      record.count == reference.count,
      "records of \(record.count) and \(reference.count) samples"
    )
    let size = reference.energy
    guard size > 0 else { return nil }
    var difference = 0.0
    for i in record.indices {
      difference += (record[i] - reference[i]) * (record[i] - reference[i])
    }
    return (difference / size).squareRoot()
  }
}

extension [Double] {
  /// The sum of the squared samples.
  var energy: Double { reduce(0) { $0 + $1 * $1 } }
  /// The largest absolute sample.
  var peak: Double { reduce(0) { Swift.max($0, abs($1)) } }
}
