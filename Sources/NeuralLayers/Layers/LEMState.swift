public import Tensors

/// What a cell of long expressive memory, of rows of numbers or of images, hands on from step to step.
public struct LEMState: Sendable {
  /// The hidden state y, which is read out: [n, width], or [n, channels, h, w].
  public var y: Tensor
  /// The memory z of the same shape, which stays inside.
  public var z: Tensor

  /// A state and a memory of one shape.
  public init(y: Tensor, z: Tensor) {
    self.y = y
    self.z = z
  }
}
