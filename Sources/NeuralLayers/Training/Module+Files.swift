public import Foundation
public import Tensors

extension Module {
  /// Writes all tensors under their published names; Python's `load_state_dict` takes them as they are.
  ///
  /// - Parameters:
  ///   - url: where to; whole or untouched, never half written.
  ///   - metadata: hyper-parameters, normalisation and what else belongs to the model.
  /// - Throws: `FileAccessError` where the file cannot be written.
  public func save(to url: URL, metadata: [String: String] = [:]) throws {
    let tensors = publishedTensors
    try SafeTensorsFile.write(
      tensors.map { ($0.name, $0.tensor) },
      integers: tensors.counterNames,
      metadata: metadata,
      to: url
    )
  }

  /// Replaces all tensors by those of a file, which has exactly these names and shapes.
  ///
  /// Tensors whose names hold a slash (the optimiser's, in checkpoints) are passed over.
  ///
  /// - Throws: ``NeuralLayersError/foreignTensors(path:missing:extra:misshapen:)`` with everything that does not fit;
  ///   the model is unchanged then.
  public mutating func load(from url: URL) throws {
    try load(from: SafeTensorsFile(reading: url))
  }

  /// The same from an open file, perhaps of tensors whose names begin with `prefix`.
  public mutating func load(from file: SafeTensorsFile, prefix: String = "") throws {
    let own = publishedTensors
    try file.check(own.map { (prefix + $0.name, $0.tensor.shape) }) {
      $0.hasPrefix(prefix) && !$0.dropFirst(prefix.count).contains("/")
    }
    var read: [String: Tensor] = [:]
    for tensor in own { read[tensor.name] = try file.tensor(prefix + tensor.name) }
    updatePublishedTensors { name, _, tensor in
      if let new = read[name] { tensor = new.cast(to: tensor.scalarType) }
    }
  }
}

extension [NamedTensor] {
  /// The names of those that files hold as integers.
  var counterNames: Set<String> { Set(filter { $0.role == .counter }.map(\.name)) }
}

extension SafeTensorsFile {
  /// Compares the names and shapes that are needed with those of the file which `belongs` accepts.
  func check(
    _ needed: [(name: String, shape: [Int])],
    where belongs: (String) -> Bool
  ) throws {
    let names = Set(needed.map(\.name))
    let missing = needed.map(\.name).filter { entry($0) == nil }
    let extra = self.names.filter { belongs($0) && !names.contains($0) }
    let misshapen = needed.compactMap { name, shape -> NeuralLayersError.Misshapen? in
      guard let found = entry(name)?.shape, found != shape else { return nil }
      return .init(name: name, expected: shape, found: found)
    }
    guard missing.isEmpty, extra.isEmpty, misshapen.isEmpty else {
      throw NeuralLayersError.foreignTensors(
        path: url.path,
        missing: missing,
        extra: extra,
        misshapen: misshapen
      )
    }
  }
}
