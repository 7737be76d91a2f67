/// What can go wrong with a catalog: what, which value, which limit, and what to do.
public enum CatalogError: Error, Hashable {
  /// An event lies outside the box.
  case eventOutside(id: String, place: String, limit: String)
  /// Two events of one name.
  case duplicateID(String)
  /// A value of the specification that cannot be; `place` is its key and line.
  case invalid(place: String, value: String, expected: String)
  /// A key that must be there; `place` is the section's line.
  case missing(place: String, key: String, expected: String)
  /// A specification that is not YAML, or whose parts exclude one another.
  case malformed(path: String, reason: String)
  /// A key that no specification has.
  case unknownKey(place: String, key: String, nearest: String?)
  /// Neither a specification's file nor a preset's name.
  case unknownPreset(name: String, nearest: String?, known: [String])
  /// Too little room on the disk, in bytes.
  case diskTooSmall(path: String, needed: Int, free: Int)
  /// Another process works in the folder.
  case locked(path: String, owner: String)
  /// A folder that holds something else, or another catalog.
  case foreignFolder(path: String, reason: String)
  /// A file that is not what the index says.
  case damaged(path: String, reason: String)
  /// A strategy that this catalog cannot take.
  case strategyImpossible(strategy: String, reason: String)
  /// Catalogs, models or requests that do not fit together.
  case mismatch(what: String, expected: String, found: String)
  /// The user stopped; so many events are complete.
  case interrupted(complete: Int, of: Int)
}

extension CatalogError: CustomStringConvertible {
  /// The sentence for people.
  public var description: String {
    switch self {
    case .eventOutside(let id, let place, let limit):
      "event \(id) at \(place) lies outside the box \(limit); move it or widen the box."
    case .duplicateID(let id):
      "two events are called \(id); give each its own id."
    case .invalid(let place, let value, let expected):
      "\(place): '\(value)' is not \(expected)."
    case .missing(let place, let key, let expected):
      "\(place): \(key) is missing; give \(expected)."
    case .malformed(let path, let reason): "\(path) cannot be used: \(reason)."
    case .unknownKey(let place, let key, let nearest):
      "\(place): unknown key '\(key)'"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "; see foreshake catalog keys.")
    case .unknownPreset(let name, let nearest, let known):
      "there is no file or preset '\(name)'"
        + (nearest.map { "; did you mean '\($0)'?" }
          ?? "; the presets are \(known.joined(separator: ", ")).")
    case .diskTooSmall(let path, let needed, let free):
      "\(path): the catalog needs \(Self.gigabytes(needed)) but only \(Self.gigabytes(free)) are free; "
        + "free some room or choose another folder."
    case .locked(let path, let owner):
      "\(path) is in use by \(owner); wait until it has ended or choose another folder."
    case .foreignFolder(let path, let reason): "\(path): \(reason)."
    case .damaged(let path, let reason):
      "\(path) is damaged: \(reason); what was simulated, catalog generate --resume makes again."
    case .strategyImpossible(let strategy, let reason):
      "strategy \(strategy) is impossible here: \(reason)."
    case .mismatch(let what, let expected, let found):
      "\(what): expected \(expected), found \(found)."
    case .interrupted(let complete, let total):
      "interrupted; \(complete) of \(total) events are complete: go on with --resume."
    }
  }

  private static func gigabytes(_ bytes: Int) -> String {
    let (size, unit) = bytes < 1_000_000_000 ? (1e6, "MB") : (1e9, "GB")
    return "\((Double(bytes) / size * 10).rounded() / 10) \(unit)"
  }
}
