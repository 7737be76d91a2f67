public import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import Yams

extension CatalogSpecification {
  /// Reads a specification file.
  ///
  /// - Throws: ``CatalogError`` with line and key, `FileAccessError` if the file cannot be read.
  public init(contentsOf file: URL, setting overrides: [(key: String, value: String)] = []) throws {
    try self.init(yaml: try FileContents.readText(file), file: file, setting: overrides)
  }

  /// Reads a specification from its text.
  ///
  /// - Parameters:
  ///   - yaml: the text; `foreshake catalog keys` explains its keys, ``SpecificationChapter/all`` lists them.
  ///   - file: where it was read, for messages and relative paths.
  ///   - overrides: values by dotted keys such as `grid.spacing-m` or `events.1.magnitude` (entries of the list
  ///     count from 1), set over those of the text. ``yaml`` then is the text with them, without its comments.
  /// - Throws: ``CatalogError`` with line and key.
  public init(yaml: String, file: URL, setting overrides: [(key: String, value: String)] = [])
    throws
  {
    let text = try SpecificationText(yaml: yaml, file: file, overrides: overrides)
    let top = try SpecificationSection(text.root, path: "", source: text.source)
    let reader = SpecificationReader(top: top)
    try top.requireKeys(SpecificationChapter.keys(of: .top))
    guard let title = try top.text("title") else { throw top.missing("title", "a line of text") }
    let numerics = try reader.numerics()
    self.init(
      title: title,
      seed: try top.seed("seed") ?? 1,
      domain: try reader.domain(),
      model: try reader.model(),
      events: try reader.events(),
      surfaceGrid: try reader.surfaceGrid(),
      stations: try reader.stations(),
      sampling: try reader.sampling(maximumFrequency: numerics.maximumFrequency),
      numerics: numerics,
      yaml: text.yaml
    )
    guard surfaceGrid != nil || stations != nil else {
      throw top.missing("receivers", "surface-grid, stations or both under it")
    }
  }
}

/// The text of a specification as a tree, with what the command line sets over it.
struct SpecificationText {
  let root: Node
  let source: SpecificationSection.Source
  /// The text as it stands, or the tree as text if something was set.
  let yaml: String

  init(yaml: String, file: URL, overrides: [(key: String, value: String)]) throws {
    var source = SpecificationSection.Source(file: file)
    guard var root = try Self.compose(yaml, file: file.path), root.null == nil else {
      throw CatalogError.malformed(path: file.path, reason: "it holds no keys")
    }
    let written = root
    for (key, value) in overrides {
      guard let node = try Self.compose(value, file: "--set \(key)") else {
        throw CatalogError.invalid(place: "--set \(key)", value: value, expected: "a value")
      }
      let path = key.split(separator: ".").map(String.init)
      root = try Self.setting(node, at: path[...], in: root, place: "--set \(key)")
      // Sections that only the command line has count as its own, too.
      for count in path.indices.map({ $0 + 1 }) {
        let isNew = !Self.exists(path.prefix(count), in: written)
        if isNew || count == path.count {
          source.overridden.insert(path.prefix(count).joined(separator: "."))
        }
      }
    }
    self.root = root
    self.source = source
    self.yaml = overrides.isEmpty ? yaml : try Yams.serialize(node: root)
  }

  private static func compose(_ text: String, file: String) throws(CatalogError) -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch {
      throw .malformed(path: file, reason: reason(error))
    }
  }

  /// The tree with a value at a path of keys and, in lists, of numbers from 1.
  private static func setting(
    _ value: Node,
    at path: ArraySlice<String>,
    in node: Node?,
    place: String
  ) throws(CatalogError) -> Node {
    guard let key = path.first else { return value }
    if case .sequence(var items) = node {
      guard let number = Int(key), items.indices.contains(number - 1) else {
        throw .invalid(place: place, value: key, expected: "a number within 1...\(items.count)")
      }
      items[number - 1] = try setting(
        value,
        at: path.dropFirst(),
        in: items[number - 1],
        place: place
      )
      return .sequence(items)
    }
    var mapping = node?.mapping ?? Node.Mapping([])
    mapping[Node(key)] = try setting(
      value,
      at: path.dropFirst(),
      in: mapping[Node(key)],
      place: place
    )
    return .mapping(mapping)
  }

  private static func exists(_ path: ArraySlice<String>, in node: Node?) -> Bool {
    guard let key = path.first else { return node != nil }
    if let items = node?.sequence {
      guard let number = Int(key), items.indices.contains(number - 1) else { return false }
      return exists(path.dropFirst(), in: items[number - 1])
    }
    return exists(path.dropFirst(), in: node?.mapping?[Node(key)])
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "line \(mark.line): \(problem); check indentation, colons and brackets"
    case .duplicatedKeysInMapping(let keys, let context):
      "line \(context.mark.line): a key stands twice in one section: "
        + "\(keys.joined(separator: ", ")); keep one"
    default: "it is not YAML"
    }
  }
}
