import CTensorKernels
import NumericalRuntime

/// The parameters of a long expressive memory of h numbers: weights and biases of three linear maps.
package struct LEMParameters: Sendable {
  /// [4h, inputs] and [4h]: for the slow and the fast gate, then for y and for z.
  package var input: Tensor
  package var inputBias: Tensor
  /// [3h, h] and [3h]: from y to the gates and to z.
  package var hidden: Tensor
  package var hiddenBias: Tensor
  /// [h, h] and [h]: from z to y.
  package var memory: Tensor
  package var memoryBias: Tensor

  package init(
    input: (Tensor, Tensor),
    hidden: (Tensor, Tensor),
    memory: (Tensor, Tensor)
  ) {
    (self.input, inputBias) = input
    (self.hidden, hiddenBias) = hidden
    (self.memory, memoryBias) = memory
  }

  /// In the order in which gradients are given.
  var tensors: [Tensor] { [input, inputBias, hidden, hiddenBias, memory, memoryBias] }
}

extension Tensor {
  /// All states of a long expressive memory that reads this tensor [steps, n, inputs], in single precision.
  ///
  /// One operation: the loop over time is inside, 16 sequences at a time on each thread, and so is
  /// backpropagation through time. Keeps (6 h + inputs) numbers for each step and sequence for the gradient.
  ///
  /// - Parameters:
  ///   - parameters: the weights.
  ///   - maximumStep: Δt of the cell.
  ///   - initial: y and z [n, h] before the first step; zeros if nil.
  /// - Returns: y after every step [steps, n, h] and z after the last [n, h].
  package func longExpressiveMemory(
    _ parameters: LEMParameters,
    maximumStep: Double,
    initial: (y: Tensor, z: Tensor)? = nil
  ) -> (ys: Tensor, z: Tensor) {
    checkLEM(parameters, initial)
    let sequence = LEMSequence(
      u: detached.rowMajor,
      parameters: parameters.tensors.map(\.detached.rowMajor),
      initial: initial.map { [$0.y.detached.rowMajor, $0.z.detached.rowMajor] },
      maximumStep: Float(maximumStep)
    )
    let needsInputs = isTracked
    let inputs = [self] + parameters.tensors + (initial.map { [$0.y, $0.z] } ?? [])
    let (outputs, kept) = sequence.forward()
    let recorded = Tensor.recorded(outputs, from: inputs) { gradients in
      sequence.gradients(gradients, kept, needsInputs: needsInputs)
    }
    return (recorded[0], recorded[1])
  }
}

extension Tensor {
  /// Stops unless parameters and states fit this tensor [steps, n, inputs], steps and n not 0.
  private func checkLEM(_ parameters: LEMParameters, _ initial: (y: Tensor, z: Tensor)?) {
    let hidden = parameters.memory.shape.first ?? 0
    require(
      rank == 3 && shape[0] > 0 && shape[1] > 0
        && parameters.input.shape == [4 * hidden, shape[2]],
      "LEM: inputs of shape \(shape), input weight of shape \(parameters.input.shape)"
    )
    require(
      parameters.memory.shape == [hidden, hidden]
        && parameters.hidden.shape == [3 * hidden, hidden],
      "LEM: weights \(parameters.hidden.shape) and \(parameters.memory.shape) are not [3h, h] and "
        + "[h, h]"
    )
    require(
      parameters.inputBias.shape == [4 * hidden] && parameters.hiddenBias.shape == [3 * hidden]
        && parameters.memoryBias.shape == [hidden],
      "LEM: biases \(parameters.inputBias.shape), \(parameters.hiddenBias.shape) and "
        + "\(parameters.memoryBias.shape) for \(hidden) numbers"
    )
    guard let initial else { return }
    require(
      initial.y.shape == [shape[1], hidden] && initial.z.shape == [shape[1], hidden],
      "LEM: states \(initial.y.shape) and \(initial.z.shape) for inputs \(shape) and \(hidden) "
        + "numbers"
    )
  }
}

/// One run of a long expressive memory over its sequences.
private struct LEMSequence: Sendable {
  let u: Tensor
  let parameters: [Tensor]
  let initial: [Tensor]?
  let maximumStep: Float

  /// What the gradient needs, group by group.
  struct Kept: Sendable {
    var inputs: Tensor
    var states: Tensor
    var gates: Tensor
  }

  /// The sequences that one thread carries at a time, in the lanes of a vector.
  private static let lanes = 16
  private var steps: Int { u.shape[0] }
  private var batch: Int { u.shape[1] }
  private var inputs: Int { u.shape[2] }
  private var hidden: Int { parameters[4].shape[0] }
  private var groups: Int { (batch + Self.lanes - 1) / Self.lanes }
  private var kernelShape: ctk_lem_shape {
    ctk_lem_shape(steps: steps, batch: batch, inputs: inputs, hidden: hidden, dt: maximumStep)
  }

  func forward() -> (outputs: [Tensor], kept: Kept) {
    let lanes = Self.lanes
    var kept = Kept(
      inputs: Tensor(uninitialized: [groups, steps, inputs, lanes]),
      states: Tensor(uninitialized: [groups, steps + 1, 2 * hidden, lanes]),
      gates: Tensor(uninitialized: [groups, steps, 4 * hidden, lanes])
    )
    var ys = Tensor(uninitialized: [steps, batch, hidden])
    var z = Tensor(uninitialized: [batch, hidden])
    let places = [
      kept.inputs.mutableAddress, kept.states.mutableAddress, kept.gates.mutableAddress,
      ys.mutableAddress, z.mutableAddress,
    ]
    let sources = [u.address] + (initial?.map(\.address) ?? [])
    let (shape, weights) = (kernelShape, parameters.map(\.address))
    parallelFor(groups) { index in
      var (shape, weights) = (shape, kernelWeights(weights))
      var group = self.group(index, places)
      ctk_lem_forward(
        &shape,
        &weights,
        &group,
        sources[0].floats,
        sources.count > 1 ? sources[1].floats : nil,
        sources.count > 1 ? sources[2].floats : nil,
        places[3].floats,
        places[4].floats
      )
    }
    withExtendedLifetime((self, kept, ys, z)) {}
    return ([ys, z], kept)
  }

  /// The gradients of inputs, parameters and, where they were given, initial states.
  func gradients(_ arrived: [Tensor?], _ kept: Kept, needsInputs: Bool) -> [Tensor?] {
    let given = arrived.map { $0?.detached.rowMajor }
    var sums = Tensor(uninitialized: [groups, steps, 4 * hidden, Self.lanes])
    var scratch = Tensor(uninitialized: [groups, 3 * hidden + inputs, Self.lanes])
    var parts = parameters.map { Tensor(uninitialized: [groups] + $0.shape) }
    var du = needsInputs ? Tensor(uninitialized: u.shape) : nil
    var states = [
      Tensor(uninitialized: [batch, hidden]), Tensor(uninitialized: [batch, hidden]),
    ]
    let keptPlaces = [kept.inputs.address, kept.states.address, kept.gates.address]
    let (dSums, dScratch) = (sums.mutableAddress, scratch.mutableAddress)
    let dParts = parts.indices.map { parts[$0].mutableAddress }
    let dStates = states.indices.map { states[$0].mutableAddress }
    let dInputs = du?.mutableAddress
    let (gy, gz) = (given[0]?.address, given[1]?.address)
    let (shape, weights) = (kernelShape, parameters.map(\.address))
    let (sumSize, scratchSize) = (sums.count / groups, scratch.count / groups)
    // What is not given back would otherwise end its life at the last line that names it.
    withExtendedLifetime((self, given, kept, sums, scratch, parts, states, du)) {
      parallelFor(groups) { index in
        var (shape, weights) = (shape, kernelWeights(weights))
        var group = self.group(index, keptPlaces)
        let own = parameters.indices.map { dParts[$0].floats + index * parameters[$0].count }
        var out = ctk_lem_gradients(
          input: own[0],
          input_bias: own[1],
          hidden: own[2],
          hidden_bias: own[3],
          memory: own[4],
          memory_bias: own[5],
          inputs: dInputs?.floats,
          y0: dStates[0].floats,
          z0: dStates[1].floats
        )
        ctk_lem_backward(
          &shape,
          &weights,
          &group,
          gy?.floats,
          gz?.floats,
          dSums.floats + index * sumSize,
          dScratch.floats + index * scratchSize,
          &out
        )
      }
    }
    let ofParameters = zip(parts, parameters).map { $0.summedGroups(shape: $1.shape) }
    return [du] + ofParameters + (initial == nil ? [] : states)
  }

  private func group(_ index: Int, _ places: [Address]) -> ctk_lem_group {
    let lanes = Self.lanes
    return ctk_lem_group(
      first: index * lanes,
      lanes: min(lanes, batch - index * lanes),
      inputs: places[0].floats + index * steps * inputs * lanes,
      states: places[1].floats + index * (steps + 1) * 2 * hidden * lanes,
      gates: places[2].floats + index * steps * 4 * hidden * lanes
    )
  }

  private func kernelWeights(_ addresses: [Address]) -> ctk_lem_weights {
    ctk_lem_weights(
      input: addresses[0].floats,
      input_bias: addresses[1].floats,
      hidden: addresses[2].floats,
      hidden_bias: addresses[3].floats,
      memory: addresses[4].floats,
      memory_bias: addresses[5].floats
    )
  }
}

/// Where a tensor's numbers lie; valid while the tensor lives and nobody changes it.
private struct Address: @unchecked Sendable {
  let floats: UnsafeMutablePointer<Float>
}

extension Tensor {
  fileprivate var address: Address {
    withPointer(Float.self) { Address(floats: UnsafeMutablePointer(mutating: $0)) }
  }

  fileprivate var mutableAddress: Address {
    mutating get { withMutablePointer(Float.self) { Address(floats: $0) } }
  }

  /// The sum over the first axis, in order.
  fileprivate func summedGroups(shape target: [Int]) -> Tensor {
    let size = target.reduce(1, *)
    return withPointer(Float.self) { parts in
      Tensor.make(target) { (sum: UnsafeMutablePointer<Float>) in
        sum.update(from: parts, count: size)
        for group in 1..<max(1, self.shape[0]) { ctk_accumulate(size, parts + group * size, sum) }
      }
    }
  }
}
