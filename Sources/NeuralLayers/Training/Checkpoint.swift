import Foundation
import Tensors

/// A model in training as one safetensors file.
///
/// The model's tensors stand under their published names; the optimiser's as `optimizer/<kind>/<parameter>` and the
/// averaged model's as `average/<tensor>`, both of which a reader of the model passes over by their slash. The
/// metadata hold ``TrainingState``, name and numbers of the optimiser and what the caller adds: hyper-parameters,
/// normalisation. The model's tensors and the average's are in their published form.
struct Checkpoint<Model: Module, Rule: Optimizer> {
  var model: Model
  var optimizer: Rule
  var average: WeightAverage<Model>?
  var state: TrainingState

  /// Writes the file, whole or not at all.
  func write(to url: URL, metadata: [String: String]) throws {
    let published = model.publishedTensors
    var tensors = published.map { (name: $0.name, tensor: $0.tensor) }
    var counters = published.counterNames
    // The optimiser's tensors have the form in which layers hold their parameters.
    let parameters = model.namedTensors.filter { $0.role == .parameter }.map(\.name)
    for (kind, values) in optimizer.state.tensors.sorted(by: { $0.key < $1.key }) {
      tensors += zip(parameters, values).map { (Self.name(kind, $0), $1) }
    }
    if let average {
      tensors += average.model.publishedTensors.map { ("average/\($0.name)", $0.tensor) }
      counters.formUnion(counters.map { "average/\($0)" })
    }
    var notes = state.metadata.merging(settings) { own, _ in own }
    notes["optimizer.step"] = "\(optimizer.state.step)"
    if let average { notes["average.count"] = "\(average.count)" }
    try SafeTensorsFile.write(
      tensors,
      integers: counters,
      metadata: metadata.merging(notes) { _, own in own },
      to: url
    )
  }

  /// Takes over what a file holds; nothing changes if it does not fit.
  ///
  /// - Throws: ``NeuralLayersError/foreignSettings(path:_:)`` where optimiser or average are others, and
  ///   ``NeuralLayersError/foreignTensors(path:missing:extra:misshapen:)`` with all tensors that do not fit, those of
  ///   the model, the optimiser and the average together.
  mutating func read(from url: URL) throws {
    let file = try SafeTensorsFile(reading: url)
    var read = self
    read.state = try TrainingState(metadata: file.metadata, path: url.path)
    try checkSettings(file)
    let step = try Self.count("optimizer.step", file)
    try file.check(neededTensors(step: step)) { _ in true }
    try read.model.load(from: file)
    try read.readOptimizer(file, step: step)
    if let average {
      var averaged = average.model
      try averaged.load(from: file, prefix: "average/")
      let count = try Self.count("average.count", file)
      read.average = WeightAverage(restoring: averaged, average.kind, count: count)
    }
    self = read
  }

  /// What a run and the checkpoint that it goes on from must have in common.
  private var settings: [String: String] {
    var result = ["optimizer.name": optimizer.name]
    for (name, value) in optimizer.settings { result["optimizer.setting.\(name)"] = "\(value)" }
    if let average { result["average.kind"] = average.kind.name }
    return result
  }

  private func checkSettings(_ file: SafeTensorsFile) throws {
    let found = file.metadata.filter {
      $0.key == "optimizer.name" || $0.key == "average.kind"
        || $0.key.hasPrefix("optimizer.setting.")
    }
    let own = settings
    let different = Set(own.keys).union(found.keys).sorted().filter { own[$0] != found[$0] }
    guard different.isEmpty else {
      throw NeuralLayersError.foreignSettings(
        path: file.url.path,
        different.map { .init(name: $0, expected: own[$0], found: found[$0]) }
      )
    }
  }

  /// All tensors of a checkpoint after so many steps of the optimiser.
  private func neededTensors(step: Int) -> [(name: String, shape: [Int])] {
    var needed = model.publishedTensors.map { (name: $0.name, shape: $0.tensor.shape) }
    let parameters = model.namedTensors.filter { $0.role == .parameter }
    for kind in step > 0 ? optimizer.kinds : [] {
      needed += parameters.map { (Self.name(kind, $0.name), $0.tensor.shape) }
    }
    if let average {
      needed += average.model.publishedTensors.map { ("average/\($0.name)", $0.tensor.shape) }
    }
    return needed
  }

  private mutating func readOptimizer(_ file: SafeTensorsFile, step: Int) throws {
    let parameters = model.namedTensors.filter { $0.role == .parameter }
    var state = OptimizerState()
    state.step = step
    for kind in step > 0 ? optimizer.kinds : [] {
      state.tensors[kind] = try parameters.map {
        try file.tensor(Self.name(kind, $0.name)).cast(to: $0.tensor.scalarType)
      }
    }
    optimizer.state = state
  }

  private static func name(_ kind: String, _ parameter: String) -> String {
    "optimizer/\(kind)/\(parameter)"
  }

  private static func count(_ key: String, _ file: SafeTensorsFile) throws -> Int {
    guard let count = file.metadata[key].flatMap(Int.init) else {
      throw NeuralLayersError.notACheckpoint(path: file.url.path, missingKey: key)
    }
    return count
  }
}
