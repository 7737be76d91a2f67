/// What can go wrong with forecasts: what, which value, which limit, and what to do.
public enum ForecastingError: Error, Hashable {
  /// A setting of a model or a run that cannot be.
  case invalid(what: String, value: String, expected: String)
  /// A model and a catalog, or two files, that do not fit together.
  case mismatch(what: String, expected: String, found: String)
  /// A file that holds no forecaster, or a damaged one.
  case notAForecaster(path: String, reason: String)
  /// A name of a preset that does not exist.
  case unknownPreset(name: String, nearest: String?, known: [String])
  /// Motion from which nothing can be forecast.
  case unusableInput(reason: String)
  /// The user stopped.
  case interrupted(lastCheckpoint: String?)
}

extension ForecastingError: CustomStringConvertible {
  /// The sentence for people.
  public var description: String {
    switch self {
    case .invalid(let what, let value, let expected): "\(what) \(value) is not \(expected)."
    case .mismatch(let what, let expected, let found):
      "\(what): expected \(expected), found \(found)."
    case .notAForecaster(let path, let reason): "\(path) is no forecaster: \(reason)."
    case .unknownPreset(let name, let nearest, let known):
      "there is no preset '\(name)'"
        + (nearest.map { "; did you mean '\($0)'?" }
          ?? "; the presets are \(known.joined(separator: ", ")).")
    case .unusableInput(let reason): "nothing can be forecast: \(reason)."
    case .interrupted(let path):
      "interrupted; "
        + (path.map { "\($0) holds the last epoch: go on with --resume." }
          ?? "no epoch was finished.")
    }
  }
}
