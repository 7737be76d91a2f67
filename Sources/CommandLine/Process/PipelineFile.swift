import Foundation
import NumericalRuntime
import SeismicFiles
import Seismology
import SignalProcessing
import Yams

/// A pipeline as a YAML file has it.
struct PipelineFile {
  /// The steps and what happens to clipped traces.
  var pipeline: ProcessingPipeline
  /// What the input holds; nil for what its file says.
  var input: TraceQuantity?

  /// The words for what an input may hold.
  static let quantities: [String: TraceQuantity] = [
    "counts": .counts, "displacement": .motion(.displacement), "velocity": .motion(.velocity),
    "acceleration": .motion(.acceleration),
  ]

  /// A pipeline from its parts.
  init(pipeline: ProcessingPipeline, input: TraceQuantity?) {
    self.pipeline = pipeline
    self.input = input
  }

  /// Reads a file.
  ///
  /// - Throws: ``ConfigurationError`` with the line, `PipelineError`, or `FileAccessError`.
  init(reading file: URL) throws {
    try self.init(yaml: try FileContents.readText(file), path: file.path)
  }

  /// Reads a text; `path` is for messages.
  init(yaml text: String, path: String) throws {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw ConfigurationError.malformed(path: path, reason: YAMLMistake.text(error))
    }
    guard let top = root?.mapping else {
      throw ConfigurationError.malformed(
        path: path,
        reason: "it holds no keys; write steps: and a list"
      )
    }
    var steps: [ProcessingStep]?
    var clipping = ClippingPolicy.flag
    var input: TraceQuantity?
    for (keyNode, node) in top {
      let reader = PipelineNode(path: path, line: keyNode.mark?.line ?? 1)
      switch keyNode.string ?? "" {
      case "steps": steps = try reader.steps(node)
      case "clipping": clipping = try reader.word("clipping", node, ClippingPolicy.words)
      case "input": input = try reader.word("input", node, Self.quantities)
      case let other: throw reader.unknown(other, among: ["steps", "clipping", "input"])
      }
    }
    guard let steps else {
      throw ConfigurationError.malformed(
        path: path,
        reason: "it has no steps; write steps: and a list"
      )
    }
    pipeline = try ProcessingPipeline(steps: steps, clipping: clipping)
    self.input = input
  }
}

/// A place in a pipeline file.
private struct PipelineNode {
  let path: String
  let line: Int

  private var origin: ConfigurationError.Origin { .file(path, line: line) }

  func unknown(_ key: String, among keys: [String]) -> ConfigurationError {
    let nearest = NearestSpelling.of(key, among: keys)
    if nearest != nil { return .unknownKey(origin, key: key, nearest: nearest) }
    return .invalidValue(
      origin,
      name: "the key",
      text: key,
      expected: keys.isEmpty ? "no key" : keys.joined(separator: ", ")
    )
  }

  func word<Value>(
    _ name: String,
    _ node: Node,
    _ words: [String: Value]
  ) throws(ConfigurationError) -> Value {
    let text = node.string ?? "a list or section"
    guard let value = words[text.lowercased()] else {
      throw .invalidValue(
        origin,
        name: name,
        text: text,
        expected: words.keys.sorted().joined(separator: ", ")
      )
    }
    return value
  }

  func steps(_ node: Node) throws -> [ProcessingStep] {
    // Nothing below the key: no steps.
    if node.scalar.map({ $0.string.isEmpty }) == true { return [] }
    guard let sequence = node.sequence else {
      throw ConfigurationError.malformed(
        path: path,
        reason: "line \(line): steps is no list; write - before each"
      )
    }
    return try sequence.map { item in
      let place = PipelineNode(path: path, line: item.mark?.line ?? line)
      return try place.fields(item).step()
    }
  }

  private func fields(_ item: Node) throws(ConfigurationError) -> StepFields {
    let names = StepForm.all.map(\.name)
    guard let mapping = item.mapping else {
      let name = item.string ?? ""
      guard names.contains(name) else { throw unknown(name, among: names) }
      return StepFields(name: name, origin: origin)
    }
    let keys = mapping.map { $0.key.string ?? "" }
    guard let name = Self.step(of: keys) else { throw unknown(keys.first ?? "", among: names) }
    var fields = StepFields(name: name, origin: origin)
    let form = StepForm.all.first { $0.name == name }
    for (keyNode, value) in mapping {
      let key = keyNode.string ?? ""
      let place = PipelineNode(path: path, line: keyNode.mark?.line ?? line)
      if key == name {
        fields.value = try place.entry(value, name: name)
      } else if form?.settings.contains(where: { $0.key == key }) == true {
        fields.settings[key] = try place.entry(value, name: "\(key) of \(name)")
      } else {
        throw place.unknown(key, among: form?.settings.map(\.key) ?? [])
      }
    }
    return fields
  }

  /// The key that names the step, in whatever order: the one whose settings all others are, else the first.
  private static func step(of keys: [String]) -> String? {
    let forms = keys.compactMap { key in StepForm.all.first { $0.name == key } }
    let whole = forms.first { form in
      keys.allSatisfy { key in key == form.name || form.settings.contains { $0.key == key } }
    }
    return (whole ?? forms.first)?.name
  }

  private func entry(
    _ node: Node,
    name: String
  ) throws(ConfigurationError) -> StepFields.Entry? {
    switch node {
    case .scalar(let scalar):
      if scalar.style == .plain, ["", "~", "null"].contains(scalar.string) { return nil }
      return StepFields.Entry(text: scalar.string, name: name, origin: origin)
    case .sequence(let sequence):
      let texts = sequence.compactMap(\.string)
      guard texts.count == sequence.count else { break }
      return StepFields.Entry(text: texts.joined(separator: ", "), name: name, origin: origin)
    default: break
    }
    throw .invalidValue(origin, name: name, text: "a section", expected: "a value")
  }
}

/// What a YAML parser has against a text.
private enum YAMLMistake {
  static func text(_ error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "line \(mark.line): \(problem)"
    case .duplicatedKeysInMapping(let keys, let context):
      "line \(context.mark.line): a key stands twice: \(keys.joined(separator: ", ")); keep one"
    default: "it is not YAML"
    }
  }
}
