import NeuralLayers
import NumericalRuntime
import Tensors

/// A long expressive memory with a linear read-out after every step.
///
/// Parameters: `cell` (see ``LEMCell``), `classifier` [outputs, h], its weight Kaiming normal at first, the names as in
/// the released code.
///
/// - Reference: Rusch et al. (2022), arXiv 2110.04744.
struct LEMRegression: Module {
  /// The recurrent layer.
  var cell: LEMCell
  /// The read-out.
  var readOut: Linear

  /// A model with random parameters.
  init(inputs: Int, width: Int, outputs: Int, using generator: inout SeededGenerator) {
    cell = LEMCell(inputs: inputs, width: width, using: &generator)
    readOut = Linear(inputs: width, outputs: outputs, using: &generator)
    readOut.weight = Initializer.kaimingNormal().tensor([outputs, width], using: &generator)
  }

  /// The outputs [steps, n, outputs] for inputs [steps, n, inputs].
  func callAsFunction(_ u: Tensor) -> Tensor { readOut(cell.sequence(u).ys) }

  /// Names as in the released code.
  mutating func walk(_ walk: ParameterWalk) {
    walk.module("cell", &cell)
    walk.module("classifier", &readOut)
  }
}
