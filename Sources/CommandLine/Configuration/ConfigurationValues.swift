import Foundation

/// The values that a configuration file and the command line give, as text; the command line wins.
struct ConfigurationValues {
  /// One value and where it was given.
  struct Entry {
    var text: String
    var origin: ConfigurationError.Origin
    /// The folder against which a relative path is meant.
    var folder: URL
  }

  private(set) var entries: [ConfigurationKey: Entry] = [:]

  /// Sets a value that was given on the command line.
  mutating func set(_ key: ConfigurationKey, _ text: String?) {
    guard let text else { return }
    let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    entries[key] = Entry(text: text, origin: .commandLine, folder: here)
  }

  /// Sets a value that stands in a file.
  mutating func set(_ key: ConfigurationKey, _ text: String, file: URL, line: Int) {
    entries[key] = Entry(
      text: text,
      origin: .file(file.path, line: line),
      folder: file.deletingLastPathComponent()
    )
  }

  /// Whether no value was given at all.
  var isEmpty: Bool { entries.isEmpty }

  /// Whether a value was given.
  func has(_ key: ConfigurationKey) -> Bool { entries[key] != nil }

  /// The text of a value, or nil.
  func text(_ key: ConfigurationKey) -> String? { entries[key]?.text }

  /// A number, or nil where none was given.
  ///
  /// - Parameters:
  ///   - key: which value.
  ///   - isAllowed: whether a number lies within its limits.
  /// - Returns: the number.
  /// - Throws: ``ConfigurationError`` if it is none or outside its limits.
  func number(_ key: ConfigurationKey, where isAllowed: (Double) -> Bool = { _ in true })
    throws(ConfigurationError) -> Double?
  {
    guard let entry = entries[key] else { return nil }
    guard let value = Double(entry.text), value.isFinite, isAllowed(value),
      key.limits?.contains(value) != false
    else { throw invalid(key, entry) }
    return value
  }

  /// A number above zero, or nil.
  func positive(_ key: ConfigurationKey) throws(ConfigurationError) -> Double? {
    try number(key) { $0 > 0 }
  }

  /// A whole number within limits, or nil.
  func integer(_ key: ConfigurationKey, in limits: ClosedRange<Int>) throws(ConfigurationError)
    -> Int?
  {
    guard let entry = entries[key] else { return nil }
    guard let value = Int(entry.text), limits.contains(value) else { throw invalid(key, entry) }
    return value
  }

  /// True or false, or nil.
  func flag(_ key: ConfigurationKey) throws(ConfigurationError) -> Bool? {
    guard let entry = entries[key] else { return nil }
    switch entry.text.lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    default: throw invalid(key, entry)
    }
  }

  /// One of several words, or nil.
  func choice<Value>(_ key: ConfigurationKey, _ words: [String: Value]) throws(ConfigurationError)
    -> Value?
  {
    guard let entry = entries[key] else { return nil }
    guard let value = words[entry.text.lowercased()] else { throw invalid(key, entry) }
    return value
  }

  /// A range such as `-150...150`, or nil.
  func range(_ key: ConfigurationKey) throws(ConfigurationError) -> ClosedRange<Double>? {
    guard let entry = entries[key] else { return nil }
    let ends = entry.text.replacingOccurrences(of: "...", with: "\u{2026}").split(
      separator: "\u{2026}"
    )
    .map { Double($0.trimmingCharacters(in: .whitespaces)) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low.isFinite, high.isFinite,
      low < high, key.limits.map({ $0.contains(low) && $0.contains(high) }) != false
    else { throw invalid(key, entry) }
    return low...high
  }

  /// Numbers separated by commas or blanks, or nil.
  func numbers(_ key: ConfigurationKey, count: Int) throws(ConfigurationError) -> [Double]? {
    guard let entry = entries[key] else { return nil }
    let fields = entry.text.split(whereSeparator: { ", \t".contains($0) }).map { Double($0) }
    let values = fields.compactMap { $0 }.filter(\.isFinite)
    guard values.count == count, fields.count == count else { throw invalid(key, entry) }
    return values
  }

  /// A path, relative to the file that it stands in, or nil.
  func path(_ key: ConfigurationKey) -> URL? {
    guard let entry = entries[key] else { return nil }
    return URL(fileURLWithPath: entry.text, relativeTo: entry.folder).standardizedFileURL
  }

  /// The error that tells what was expected of a value.
  func invalid(_ key: ConfigurationKey) -> ConfigurationError {
    guard let entry = entries[key] else {
      return .missing(key, reason: "\(key.rawValue) is needed")
    }
    return invalid(key, entry)
  }

  private func invalid(_ key: ConfigurationKey, _ entry: Entry) -> ConfigurationError {
    let name = entry.origin == .commandLine ? "--\(key.description.flag)" : key.rawValue
    return .invalidValue(
      entry.origin,
      name: name,
      text: entry.text,
      expected: key.expectation
    )
  }

  /// All values as the YAML file that would give them, paths absolute.
  var yaml: String {
    var text = ""
    var section = ""
    for key in ConfigurationKey.allCases {
      guard let entry = entries[key] else { continue }
      if key.section != section, !key.section.isEmpty { text += "\(key.section):\n" }
      section = key.section
      let indent = section.isEmpty ? "" : "  "
      text += "\(indent)\(key.name): \(Self.quoted(value(of: key, entry)))\n"
    }
    return text
  }

  private func value(of key: ConfigurationKey, _ entry: Entry) -> String {
    switch key {
    case .event, .rupture, .timeFunctionFile, .output, .waveforms: path(key)?.path ?? entry.text
    case .velocityModel, .stations:
      entry.text.contains("/") ? path(key)?.path ?? entry.text : entry.text
    default: entry.text
    }
  }

  private static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "-+./_ ".contains($0) }
    let isTrimmed =
      text.first != " " && text.last != " " && text.first != "-" || Double(text) != nil
    if isPlain && isTrimmed { return text }
    return "'" + text.replacingOccurrences(of: "'", with: "''") + "'"
  }
}
