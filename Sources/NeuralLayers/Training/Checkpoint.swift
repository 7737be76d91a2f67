import Foundation
import Tensors

/// A model in training as one safetensors file.
///
/// The model's tensors stand under their published names; the optimiser's as `optimizer/<kind>/<parameter>` and the
/// averaged model's as `average/<tensor>`, both of which a reader of the model passes over by their slash. The
/// metadata hold ``TrainingState`` and what the caller adds: hyper-parameters, normalisation.
struct Checkpoint<Model: Module, Rule: Optimizer> {
  var model: Model
  var optimizer: Rule
  var average: WeightAverage<Model>?
  var state: TrainingState

  /// Writes the file, whole or not at all.
  func write(to url: URL, metadata: [String: String]) throws {
    var tensors = model.publishedTensors.map { (name: $0.name, tensor: $0.tensor) }
    let parameters = model.namedTensors.filter { $0.role == .parameter }.map(\.name)
    for (kind, values) in optimizer.state.tensors.sorted(by: { $0.key < $1.key }) {
      tensors += zip(parameters, values).map { ("optimizer/\(kind)/\($0)", $1) }
    }
    if let average {
      tensors += average.model.publishedTensors.map { ("average/\($0.name)", $0.tensor) }
    }
    var notes = state.metadata
    notes["optimizer.step"] = "\(optimizer.state.step)"
    if let average { notes["average.count"] = "\(average.count)" }
    try SafeTensorsFile.write(
      tensors,
      metadata: metadata.merging(notes) { _, own in own },
      to: url
    )
  }

  /// Takes over what a file holds; nothing changes if it does not fit.
  mutating func read(from url: URL) throws {
    let file = try SafeTensorsFile(reading: url)
    var read = self
    read.state = try TrainingState(metadata: file.metadata, path: url.path)
    try read.model.load(from: file)
    try read.readOptimizer(file)
    if let average {
      var averaged = average.model
      try averaged.load(from: file, prefix: "average/")
      let count = try Self.count("average.count", file)
      read.average = WeightAverage(restoring: averaged, average.kind, count: count)
    }
    self = read
  }

  private mutating func readOptimizer(_ file: SafeTensorsFile) throws {
    let parameters = model.namedTensors.filter { $0.role == .parameter }
    let prefix = "optimizer/"
    let kinds = Set(
      file.names.filter { $0.hasPrefix(prefix) }
        .compactMap { $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init) }
    )
    try file.check(
      kinds.sorted().flatMap { kind in
        parameters.map { (name: "\(prefix)\(kind)/\($0.name)", shape: $0.tensor.shape) }
      }
    ) { $0.hasPrefix(prefix) }
    var state = OptimizerState()
    state.step = try Self.count("optimizer.step", file)
    for kind in kinds {
      state.tensors[kind] = try parameters.map {
        try file.tensor("\(prefix)\(kind)/\($0.name)").cast(to: $0.tensor.scalarType)
      }
    }
    optimizer.state = state
  }

  private static func count(_ key: String, _ file: SafeTensorsFile) throws -> Int {
    guard let count = file.metadata[key].flatMap(Int.init) else {
      throw NeuralLayersError.notACheckpoint(path: file.url.path, missingKey: key)
    }
    return count
  }
}
