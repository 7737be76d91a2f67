import NeuralLayers
import NumericalRuntime
import Tensors

extension Module {
  /// A function of this module and of images, a few at a time, whose inner steps are worked out again on the way back.
  ///
  /// Memory holds the images before and after and, on the way back, what one group needs in between.
  ///
  /// - Parameters:
  ///   - images: [n, c, h, w].
  ///   - size: images of a group.
  ///   - pass: the pass; what its layers draw and note is the same in both runs.
  ///   - function: gives as many images as it gets; depends on no watched tensor but module and images.
  /// - Returns: what the function of all images gives.
  func checkpointed(
    _ images: Tensor,
    inGroupsOf size: Int,
    _ pass: ForwardPass,
    _ function: @escaping (Self, Tensor) -> Tensor
  ) -> Tensor {
    var watched: [Tensor] = []
    var copy = self
    copy.updateParameters { _, tensor in watched.append(tensor) }
    let groups = stride(from: 0, to: images.shape[0], by: size).map { first in
      images.sliced(axis: 0, from: first, to: min(first + size, images.shape[0]))
    }
    let results = groups.flatMap { group in
      pass.checkpointed([group] + watched) { [self] inputs in
        var module = self
        module.updateParameters { index, tensor in tensor = inputs[index + 1] }
        return [function(module, inputs[0])]
      }
    }
    return Tensor.concatenated(results, axis: 0)
  }
}
