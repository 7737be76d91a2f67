import NumericalRuntime

/// The record of a computation, from which gradients are worked out backwards.
///
/// Each operation on a watched tensor adds one entry: which gradients it needs, and how it makes those of its
/// inputs from them (reverse-mode differentiation; Griewank & Walther 2008, chapter 3). A tape belongs to one
/// thread and is walked once; ``valueAndGradient(at:of:)`` makes, walks and clears it.
final class Tape: @unchecked Sendable {
  /// From the gradients of an operation's outputs (nil where none arrived) to those of its inputs.
  typealias Backward = ([Tensor?]) -> [Tensor?]

  /// From the gradients of an operation's outputs, carrying on the sums gathered so far for its inputs.
  typealias CarryingBackward = (_ arrived: [Tensor?], _ sums: inout [Tensor?]) -> Void

  private enum Rule {
    case making(Backward)
    case carrying(CarryingBackward)
  }

  private struct Entry {
    var outputs: [Int]
    var inputs: [Int?]
    var rule: Rule
  }

  private var entries: [Entry] = []
  private var slotCount = 0
  private var isWalking = false

  /// The same tensor, watched: its gradient will be asked for.
  func watching(_ tensor: Tensor) -> Tensor {
    var watched = tensor
    watched.record = TapeRecord(tape: self, slot: newSlot())
    return watched
  }

  /// Adds an operation and returns its outputs, watched.
  func add(_ outputs: [Tensor], from inputs: [Tensor], _ backward: @escaping Backward) -> [Tensor] {
    add(outputs, from: inputs, rule: .making(backward))
  }

  /// Adds an operation that adds to the gradients of its inputs itself, and returns its outputs, watched.
  func add(
    _ outputs: [Tensor],
    from inputs: [Tensor],
    carrying backward: @escaping CarryingBackward
  ) -> [Tensor] {
    add(outputs, from: inputs, rule: .carrying(backward))
  }

  private func add(_ outputs: [Tensor], from inputs: [Tensor], rule: Rule) -> [Tensor] {
    require(!isWalking, "a gradient captured a watched tensor; capture its `detached` copy")
    for input in inputs { checkOwner(of: input) }
    let watched = outputs.map(watching)
    entries.append(
      Entry(
        outputs: watched.compactMap { $0.record?.slot },
        inputs: inputs.map { $0.record?.slot },
        rule: rule
      )
    )
    return watched
  }

  /// The gradients of `targets` from those of `seeds`; nil for a target that no seed depends on.
  func gradients(of targets: [Tensor], seeds: [(Tensor, Tensor)]) -> [Tensor?] {
    var sums = [Tensor?](repeating: nil, count: targets.count)
    addGradients(of: targets, seeds: seeds, to: &sums)
    return sums
  }

  /// Adds the gradients of `targets` from those of `seeds` to `sums`, in the order in which they arise.
  func addGradients(of targets: [Tensor], seeds: [(Tensor, Tensor)], to sums: inout [Tensor?]) {
    for tensor in targets + seeds.map(\.0) { checkOwner(of: tensor) }
    isWalking = true
    defer { isWalking = false }
    var gradients = [Tensor?](repeating: nil, count: slotCount)
    for (index, target) in targets.enumerated() {
      if let slot = target.record?.slot { Self.move(&sums[index], to: &gradients[slot]) }
    }
    for (output, seed) in seeds {
      if let slot = output.record?.slot { Self.add(seed.detached, to: &gradients[slot]) }
    }
    walk(&gradients, keeping: Set(targets.compactMap { $0.record?.slot }))
    for (index, target) in targets.enumerated() {
      sums[index] = target.record.flatMap { gradients[$0.slot] }
    }
  }

  /// Walks through the entries from the last to the first.
  private func walk(_ gradients: inout [Tensor?], keeping kept: Set<Int>) {
    while let entry = entries.popLast() {
      let arrived = entry.outputs.map { gradients[$0] }
      for slot in entry.outputs where !kept.contains(slot) { gradients[slot] = nil }
      guard arrived.contains(where: { $0 != nil }) else { continue }
      switch entry.rule {
      case .making(let backward):
        let made = backward(arrived)
        require(made.count == entry.inputs.count, "a gradient for each input")
        for (slot, gradient) in zip(entry.inputs, made) {
          if let slot, let gradient { Self.add(gradient.detached, to: &gradients[slot]) }
        }
      case .carrying(let backward):
        var sums = [Tensor?](repeating: nil, count: entry.inputs.count)
        for (index, slot) in entry.inputs.enumerated() {
          if let slot { Self.move(&gradients[slot], to: &sums[index]) }
        }
        backward(arrived, &sums)
        for (index, slot) in entry.inputs.enumerated() {
          if let slot { Self.move(&sums[index], to: &gradients[slot]) }
        }
      }
    }
  }

  /// Forgets all entries, and with them the tensors that they hold.
  func clear() { entries.removeAll() }

  /// Stops if another tape watches a tensor: its slots mean other tensors there.
  private func checkOwner(of tensor: Tensor) {
    require(
      tensor.record.map { $0.tape === self } ?? true,
      "a computation uses a tensor of shape \(tensor.shape) that another gradient's computation watches; "
        + "use its `detached` copy, or make it an input"
    )
  }

  private func newSlot() -> Int {
    defer { slotCount += 1 }
    return slotCount
  }

  /// Adds one gradient to another and leaves nothing behind, so that the sum has one owner.
  private static func move(_ gradient: inout Tensor?, to sum: inout Tensor?) {
    guard let moved = gradient else { return }
    gradient = nil
    add(moved, to: &sum)
  }

  private static func add(_ gradient: Tensor, to sum: inout Tensor?) {
    guard var total = sum else {
      sum = gradient
      return
    }
    sum = nil  // so that `total` is the only owner and can be added to in place
    total.accumulate(gradient)
    sum = total
  }
}

/// Where on which tape the gradient of a tensor is gathered.
struct TapeRecord: Sendable {
  let tape: Tape
  let slot: Int
}

extension Tensor {
  /// `output` with its gradient rule on the tape, if an input is watched.
  ///
  /// `backward` goes from the gradient of `output` to one for each input, nil where none flows. It must capture
  /// detached tensors only.
  static func recorded(
    _ output: Tensor,
    from inputs: [Tensor],
    _ backward: @escaping (Tensor) -> [Tensor?]
  ) -> Tensor {
    guard let tape = inputs.lazy.compactMap({ $0.record?.tape }).first else { return output }
    let none = [Tensor?](repeating: nil, count: inputs.count)
    return tape.add([output], from: inputs) { gradients in gradients[0].map(backward) ?? none }[0]
  }

  /// Several outputs of one operation with their gradient rule on the tape, if an input is watched.
  static func recorded(
    _ outputs: [Tensor],
    from inputs: [Tensor],
    _ backward: @escaping Tape.Backward
  ) -> [Tensor] {
    guard let tape = inputs.lazy.compactMap({ $0.record?.tape }).first else { return outputs }
    return tape.add(outputs, from: inputs, backward)
  }
}
