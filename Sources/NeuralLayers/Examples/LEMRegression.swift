public import NumericalRuntime
public import Tensors

/// A long expressive memory with a linear read-out after every step.
///
/// Parameters: `cell` (see ``LEMCell``), `classifier` [outputs, h], its weight Kaiming normal at first, the names as in
/// the released code.
///
/// - Reference: Rusch et al. (2022), arXiv 2110.04744.
public struct LEMRegression: Module {
  /// The recurrent layer.
  public var cell: LEMCell
  /// The read-out.
  public var readOut: Linear

  /// A model with random parameters.
  public init(inputs: Int, hidden: Int, outputs: Int, using generator: inout SeededGenerator) {
    cell = LEMCell(inputs: inputs, hidden: hidden, using: &generator)
    readOut = Linear(inputs: hidden, outputs: outputs, using: &generator)
    readOut.weight = Initializer.kaimingNormal().tensor([outputs, hidden], using: &generator)
  }

  /// The outputs [steps, n, outputs] for inputs [steps, n, inputs].
  public func callAsFunction(_ u: Tensor) -> Tensor { readOut(cell.sequence(u).ys) }

  /// Names as in the released code.
  public mutating func walk(_ walk: ParameterWalk) {
    walk.module("cell", &cell)
    walk.module("classifier", &readOut)
  }
}
