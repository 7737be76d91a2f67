/// What can be wrong with a configuration.
enum ConfigurationError: Error, Hashable {
  /// Where a value was given.
  enum Origin: Hashable {
    /// In a file, on a line counted from 1.
    case file(String, line: Int)
    /// On the command line.
    case commandLine

    /// `run.yaml, line 3: ` or nothing.
    var prefix: String {
      switch self {
      case .file(let path, let line): "\(path), line \(line): "
      case .commandLine: ""
      }
    }
  }

  /// A key that does not exist, with the nearest that does.
  case unknownKey(Origin, key: String, nearest: String?)
  /// A value that cannot be read or lies outside its limits.
  case invalidValue(Origin, name: String, text: String, expected: String)
  /// A key that is needed, and what for.
  case missing(ConfigurationKey, reason: String)
  /// Values that exclude one another.
  case conflict(String)
  /// A file that is not YAML of this kind.
  case malformed(path: String, reason: String)

  /// Whether the mistake stands on the command line rather than in a file.
  var isUsage: Bool {
    switch self {
    case .invalidValue(.commandLine, _, _, _), .unknownKey(.commandLine, _, _), .missing, .conflict:
      true
    default: false
    }
  }
}

extension ConfigurationError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unknownKey(let origin, let key, let nearest):
      "\(origin.prefix)there is no key '\(key)'"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "; see foreshake help config.")
    case .invalidValue(let origin, let name, let text, let expected):
      "\(origin.prefix)\(name) is '\(text)'; expected: \(expected)."
    case .missing(let key, let reason):
      "\(reason); give --\(key.description.flag) or \(key.rawValue) in the configuration file."
    case .conflict(let reason): "\(reason)."
    case .malformed(let path, let reason): "\(path) cannot be used: \(reason)."
    }
  }
}
