/// What can be wrong with a file of stations.
public enum StationFileError: Error, Hashable, Sendable {
  /// None of the known formats.
  case unknownFormat(path: String)
  /// No station in it.
  case empty(path: String)
  /// A column of a table is absent; `names` are the headers that it may have.
  case missingColumn(path: String, names: [String], found: [String])
  /// A row has too few or too many fields.
  case fieldCount(path: String, line: Int, expected: Int, found: Int)
  /// A field that must be a number (or a time) is none.
  case notANumber(path: String, line: Int, field: String, text: String)
  /// A field is empty, or an element absent, that must be there.
  case missingValue(path: String, line: Int, field: String)
  /// A number outside its limits; `remedy` says what the likely cause is.
  case outOfRange(
    path: String,
    line: Int,
    field: String,
    value: Double,
    limit: String,
    remedy: String
  )
  /// The same network and station code twice; `firstLine` is where it stood before.
  case duplicateStation(path: String, line: Int, station: String, firstLine: Int)
  /// A word that the format does not know where it wants one of a list.
  case unknownWord(path: String, line: Int, field: String, text: String, known: [String])
  /// Local coordinates where geographic ones are needed, or the other way round.
  case otherCoordinates(path: String, found: String, needed: String)
}

extension StationFileError: CustomStringConvertible {
  /// One sentence: where, what happened, the value, the limit, the remedy.
  public var description: String {
    switch self {
    case .unknownFormat(let path):
      """
      \(path): neither StationXML nor FDSN station text nor a table with a header line; a CSV file needs \
      a first line such as network,station,latitude,longitude,elevation_m.
      """
    case .empty(let path):
      "\(path): no station in it; check that it was copied whole."
    case .missingColumn(let path, let names, let found):
      """
      \(path): no column \(names.joined(separator: " or ")); the header has \
      \(found.joined(separator: ", ")).
      """
    case .fieldCount(let path, let line, let expected, let found):
      "\(path), line \(line): \(found) fields where the header has \(expected)."
    case .notANumber(let path, let line, let field, let text):
      "\(path), line \(line): \(field) “\(text)” cannot be read; check the column order."
    case .missingValue(let path, let line, let field):
      "\(path), line \(line): \(field) is missing."
    case .outOfRange(let path, let line, let field, let value, let limit, let remedy):
      "\(path), line \(line): \(field) \(value) lies outside \(limit); \(remedy)."
    case .duplicateStation(let path, let line, let station, let firstLine):
      """
      \(path), line \(line): station \(station) stands already on line \(firstLine); \
      remove one or give it another code.
      """
    case .unknownWord(let path, let line, let field, let text, let known):
      """
      \(path), line \(line): \(field) “\(text)” is not known; it must be one of \
      \(known.joined(separator: ", ")).
      """
    case .otherCoordinates(let path, let found, let needed):
      "\(path): holds \(found) coordinates, but \(needed) ones are needed."
    }
  }
}
