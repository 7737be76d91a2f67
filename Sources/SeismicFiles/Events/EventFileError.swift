public import NumericalRuntime
public import Seismology

/// What can be wrong with a file of events.
public enum EventFileError: Error, Hashable, Sendable {
  /// The file cannot be read or written at all.
  case inaccessible(FileAccessError)
  /// The text is not well-formed XML.
  case malformedXML(XMLFileError)
  /// The root element is not that of QuakeML.
  case notQuakeML(file: String, root: String)
  /// There is no event in it.
  case empty(file: String)
  /// An event lacks something that it must have.
  case missing(file: String, line: Int, element: String)
  /// A text is no number or no time.
  case malformed(file: String, line: Int, quantity: String, found: String, expected: String)
  /// A number lies outside its limits.
  case outOfRange(
    file: String,
    line: Int,
    quantity: String,
    value: Double,
    limits: ClosedRange<Double>,
    remedy: String
  )
  /// The file ends in the middle.
  case endOfFile(file: String, line: Int, expected: String)
  /// A mechanism that no source can have.
  case impossibleMechanism(file: String, line: Int, reason: SourceError)
  /// An event cannot be written in this format.
  case notWritable(event: String, format: String, reason: String)
}

extension EventFileError: CustomStringConvertible {
  /// One sentence: what happened, the value, the limit, the remedy.
  public var description: String {
    switch self {
    case .inaccessible(let error): error.description
    case .malformedXML(let error): error.description
    case .notQuakeML(let file, let root):
      "\(file): the root element is <\(root)>, not <quakeml>; ask the event service for QuakeML 1.2."
    case .empty(let file): "\(file): no event in it; check the query or that it was copied whole."
    case .missing(let file, let line, let element):
      "\(file), line \(line): the event has no \(element)."
    case .malformed(let file, let line, let quantity, let found, let expected):
      "\(file), line \(line): the \(quantity) is \"\(found)\"; \(expected) was expected."
    case .outOfRange(let file, let line, let quantity, let value, let limits, let remedy):
      """
      \(file), line \(line): the \(quantity) \(value) lies outside \
      \(limits.lowerBound)...\(limits.upperBound); \(remedy).
      """
    case .endOfFile(let file, let line, let expected):
      "\(file), line \(line): the file ends where \(expected) was expected; it is cut off, fetch it again."
    case .impossibleMechanism(let file, let line, let reason):
      "\(file), line \(line): \(reason)"
    case .notWritable(let event, let format, let reason):
      "Event \(event) cannot be written as \(format): \(reason)."
    }
  }
}

/// The limits of what events are described by, with what to check where they are crossed.
enum EventLimit {
  static let latitude = (-90.0...90.0, "check that latitude and longitude are not swapped")
  static let longitude = (-180.0...360.0, "check that it is in degrees")
  static let depth = (-10_000.0...1e6, "QuakeML gives depths in m")
  static let depthInKilometres = (
    -10.0...1000.0, "CMTSOLUTION gives depths in km; divide metres by 1000"
  )
  static let magnitude = (-10.0...11.0, "a magnitude is meant, no moment")
  static let strike = (-360.0...360.0, "angles are in degrees")
  static let moment = (-1e25...1e25, "moments are in N·m")
  static let duration = (0.0...1e4, "durations are in s")
}
