/// Variables that are the columns of one table, such as the codes and times of traces: equally long.
extension NetCDFFile {
  /// The numbers of a column of `count` rows, each within limits where there are any.
  ///
  /// - Throws: ``NetCDFError/lengthMismatch(path:variable:expected:found:)`` or
  ///   ``NetCDFError/valueOutOfRange(path:variable:row:value:limits:)``.
  func readColumn(
    _ name: String,
    count: Int,
    in limits: ClosedRange<Double>? = nil
  ) throws(NetCDFError) -> [Double] {
    let values = try variable(name).readDoubles()
    try checkLength(of: name, values.count, count)
    guard let limits else { return values }
    for (row, value) in values.enumerated() { try check(value, of: name, row: row, in: limits) }
    return values
  }

  /// The texts of a column of `count` rows.
  func readTextColumn(_ name: String, count: Int) throws(NetCDFError) -> [String] {
    let values = try variable(name).readStrings()
    try checkLength(of: name, values.count, count)
    return values
  }

  /// Throws unless a value lies within limits; NaN never does.
  func check(
    _ value: Double,
    of name: String,
    row: Int,
    in limits: ClosedRange<Double>
  ) throws(NetCDFError) {
    guard limits.contains(value) else {
      throw .valueOutOfRange(path: path, variable: name, row: row, value: value, limits: limits)
    }
  }

  private func checkLength(of name: String, _ found: Int, _ expected: Int) throws(NetCDFError) {
    guard found == expected else {
      throw .lengthMismatch(path: path, variable: name, expected: expected, found: found)
    }
  }
}

/// The limits of times in seconds that are read from files.
enum TimeLimit {
  /// Seconds since 1970 of the years 1 to 9999.
  static let sinceEpoch = -62_135_596_800.0...253_402_300_799.0
  /// Seconds after an origin time.
  static let afterOrigin = -1e9...1e9
  /// Seconds between samples.
  static let interval = 1e-9...1e9
}
