import Foundation
import NeuralLayers
import NumericalRuntime
import TensorTestSupport
import Tensors
import Testing

/// Numbers of one convolutional cell from PyTorch; see make_cell_fixtures.py.
struct ConvolutionalCellFixture {
  let name: String
  private let tensors: [String: Tensor]

  init(_ name: String) throws {
    self.name = name
    tensors = try Fixture("cells", in: .module).file.tensors()
  }

  /// A tensor of the cell; images of all steps are folded into the samples.
  subscript(key: String) -> Tensor {
    guard let found = tensors["\(name).\(key)"] else {
      Issue.record("no \(name).\(key) in the fixture")
      return Tensor(zeros: [])
    }
    return found.rank == 5 ? found.flattenedSteps : found
  }

  /// Gives every parameter of a cell the fixture's value.
  func load(into model: inout some Module) {
    model.updateTensors { key, _, tensor in tensor = self["weight.\(key)"] }
  }

  /// Compares the outputs of a function of a model and of images, and its gradients, with the fixture's.
  ///
  /// 10⁻⁴ is what is promised; both sides work in single precision, and agree to some 10⁻⁶.
  func check<Model: Module>(
    _ model: Model,
    images keys: [String],
    outputs outputKeys: [String],
    _ function: (Model, [Tensor]) -> [Tensor]
  ) {
    let parameters = model.parameters
    let (values, gradients) = valuesAndGradient(at: parameters + keys.map { self[$0] }) { watched in
      var model = model
      model.updateParameters { index, tensor in tensor = watched[index] }
      return function(model, Array(watched[parameters.count...]))
    } seeds: { _ in
      outputKeys.map { self["seed.\($0)"] }
    }
    for (value, key) in zip(values, outputKeys) { expectClose(value, self[key], "\(name).\(key)") }
    let names = model.namedTensors.map(\.name) + keys
    #expect(names.count == gradients.count)
    for (gradient, key) in zip(gradients, names) {
      expectClose(gradient, self["grad.\(key)"], "\(name).grad.\(key)")
    }
  }

}

extension Tensor {
  /// [T, n, …] as [T · n, …].
  fileprivate var flattenedSteps: Tensor { reshaped([-1] + shape.dropFirst(2)) }
}
