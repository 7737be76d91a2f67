import ArgumentParser

/// Flags that stand for configuration keys.
protocol ConfigurationFlags {
  /// Each key with the text that was given for it, if any.
  var given: [(ConfigurationKey, String?)] { get }
}

extension ConfigurationValues {
  /// Sets what was given on the command line, over what the file says.
  mutating func set(_ flags: any ConfigurationFlags) {
    for (key, text) in flags.given { set(key, text) }
  }
}

extension NameSpecification {
  /// The flag of a configuration key.
  static func key(_ key: ConfigurationKey) -> NameSpecification {
    let long = Element.customLong(key.description.flag)
    return key == .output ? [long, .customShort("o")] : [long]
  }
}

extension ArgumentHelp {
  /// The help of a configuration key: its sentence, what is expected and what holds otherwise.
  static func key(_ key: ConfigurationKey) -> ArgumentHelp {
    let description = key.description
    return ArgumentHelp(
      "\(description.summary) [\(description.value); default: \(description.standard)]",
      valueName: key.name
    )
  }
}
