import ArgumentParser

/// The manual of the configuration file: `foreshake help config`.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Explains every key of the configuration file.",
    discussion: manual
  )

  func run() { Console.result(Self.manual) }

  /// All sections and keys with their flags.
  static var manual: String {
    var text = """
      A configuration is a YAML file of sections and keys. Each key is also a flag of
      foreshake simulate; where both are given, the flag wins. Relative paths are meant
      from the folder of the file. Files of velocity-models/ and stations/ may be named
      without folder and extension.

      Example:
        model:
          file: gil7
        source:
          latitude: 37.8187
          longitude: -121.7568
          depth-km: 12
          magnitude: 4.37
          strike: 234
          dip: 71
          rake: -5
        stations:
          file: east-bay-2019
        grid:
          max-frequency-hz: 0.1
        time:
          duration-s: 180
        output:
          file: east-bay.nc


      """
    for (section, summary) in ConfigurationKey.sections {
      text +=
        section.isEmpty
        ? "\(summary):\n" : "\(section): \(summary.prefix(1).lowercased() + summary.dropFirst())\n"
      for key in ConfigurationKey.allCases where key.section == section {
        text += entry(key, indent: section.isEmpty ? "  " : "    ")
      }
      text += "\n"
    }
    return text
  }

  private static func entry(_ key: ConfigurationKey, indent: String) -> String {
    let description = key.description
    let facts = "Value: \(key.expectation). Default: \(description.standard)."
    let lines =
      ["\(indent)\(key.name)  (--\(description.flag))"]
      + TextBlock.lines(description.summary, indent: indent + "    ")
      + TextBlock.lines(facts, indent: indent + "    ")
    return lines.joined(separator: "\n") + "\n"
  }
}
