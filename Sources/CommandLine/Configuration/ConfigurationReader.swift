import Foundation
import NumericalRuntime
import SeismicFiles
import Yams

extension ConfigurationValues {
  /// Reads a configuration file: sections of keys with plain values.
  ///
  /// - Throws: ``ConfigurationError`` with the line for an unknown key (and the nearest known one) or a value
  ///   that is no plain value, `FileAccessError` if the file cannot be read.
  init(contentsOf file: URL) throws {
    try self.init(yaml: try FileContents.readText(file), file: file)
  }

  /// Reads a configuration from its text; `file` is for messages and relative paths.
  init(yaml text: String, file: URL) throws(ConfigurationError) {
    self.init()
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw ConfigurationError.malformed(path: file.path, reason: Self.reason(error))
    }
    guard let root else { return }
    guard let top = root.mapping else {
      throw ConfigurationError.malformed(path: file.path, reason: "it holds no keys")
    }
    for (keyNode, node) in top {
      let name = keyNode.string ?? ""
      if let section = node.mapping, ConfigurationKey.sections.contains(where: { $0.name == name })
      {
        for (inner, value) in section {
          try read(section: name, inner.string ?? "", value, keyNode: inner, file: file)
        }
      } else if ConfigurationKey.sections.contains(where: { $0.name == name && !name.isEmpty }),
        ConfigurationKey(rawValue: name) == nil
      {
        // A section whose keys are all commented out.
        if node.scalar.map({ Self.isNull($0) }) == true { continue }
        throw ConfigurationError.malformed(
          path: file.path,
          reason:
            "line \(keyNode.mark?.line ?? 1): section '\(name)' needs keys, indented on lines of their own"
        )
      } else {
        try read(section: "", name, node, keyNode: keyNode, file: file)
      }
    }
  }

  private static func isNull(_ scalar: Node.Scalar) -> Bool {
    scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  private mutating func read(
    section: String,
    _ name: String,
    _ node: Node,
    keyNode: Node,
    file: URL
  ) throws(ConfigurationError) {
    let path = section.isEmpty ? name : "\(section).\(name)"
    let line = keyNode.mark?.line ?? 1
    let origin = ConfigurationError.Origin.file(file.path, line: line)
    guard let key = ConfigurationKey(rawValue: path) else {
      let candidates =
        section.isEmpty
        ? ConfigurationKey.sections.map(\.name).filter { !$0.isEmpty }
          + ConfigurationKey.allCases.map(\.rawValue)
        : ConfigurationKey.allCases.map(\.rawValue)
      throw .unknownKey(origin, key: path, nearest: NearestSpelling.of(path, among: candidates))
    }
    switch node {
    case .scalar(let scalar): set(key, scalar.string, file: file, line: line)
    case .sequence(let sequence):
      let items = sequence.compactMap(\.string)
      guard items.count == sequence.count else {
        throw .invalidValue(
          origin,
          name: path,
          text: "a list of lists",
          expected: key.description.value
        )
      }
      set(key, items.joined(separator: ", "), file: file, line: line)
    default:
      throw .invalidValue(origin, name: path, text: "a section", expected: key.description.value)
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "line \(mark.line): \(problem)"
    case .duplicatedKeysInMapping(let keys, let context):
      "line \(context.mark.line): a key stands twice in one section: "
        + "\(keys.joined(separator: ", ")); keep one"
    default: "it is not YAML"
    }
  }
}
