public import NumericalRuntime

/// What can be wrong with a rupture file.
public enum RuptureFileError: Error, Hashable, Sendable {
  /// The file cannot be read or written at all.
  case inaccessible(FileAccessError)
  /// The file is not SRF, or of a version that this reader does not know.
  case unsupportedVersion(file: String, line: Int, found: String)
  /// The file ends in the middle.
  case endOfFile(file: String, line: Int, expected: String)
  /// A word stands where something else was expected.
  case malformed(file: String, line: Int, found: String, expected: String)
  /// A number is infinite or not a number.
  case notFinite(file: String, line: Int, quantity: String, found: String)
  /// A number lies outside its limits.
  case outOfRange(
    file: String,
    line: Int,
    quantity: String,
    value: Double,
    limits: ClosedRange<Double>,
    remedy: String
  )
  /// The segments of the header and the points do not go together.
  case pointCountMismatch(file: String, segments: Int, pointsInHeader: Int, pointsInFile: Int)
  /// A point opens (slip along the fault's normal), which a shear dislocation cannot do.
  case openingSlip(file: String, point: Int, metres: Double)
  /// The rupture has no points, or its points do not fit its arrays.
  case inconsistent(file: String, reason: String)
}

extension RuptureFileError: CustomStringConvertible {
  /// One sentence: what happened, the value, the limit, the remedy.
  public var description: String {
    switch self {
    case .inaccessible(let error): error.description
    case .unsupportedVersion(let file, let line, let found):
      "\(file), line \(line): SRF version \"\(found)\" is unknown; versions 1.0 and 2.0 can be read."
    case .endOfFile(let file, let line, let expected):
      "\(file), line \(line): the file ends where \(expected) was expected; it is cut off, fetch it again."
    case .malformed(let file, let line, let found, let expected):
      "\(file), line \(line): \"\(found)\" stands where \(expected) was expected."
    case .notFinite(let file, let line, let quantity, let found):
      "\(file), line \(line): the \(quantity) is \"\(found)\"; only finite numbers make sense."
    case .outOfRange(let file, let line, let quantity, let value, let limits, let remedy):
      """
      \(file), line \(line): the \(quantity) \(value) lies outside \
      \(limits.lowerBound)...\(limits.upperBound); \(remedy).
      """
    case .pointCountMismatch(let file, let segments, let inHeader, let inFile):
      """
      \(file): the \(segments) segments of the header have \(inHeader) points, the file has \(inFile); \
      a POINTS block is missing or one too many.
      """
    case .openingSlip(let file, let point, let metres):
      """
      \(file): point \(point) opens by \(metres) m along the normal of the fault; only slip in the plane \
      can be turned into double couples.
      """
    case .inconsistent(let file, let reason): "\(file): \(reason)."
    }
  }
}
