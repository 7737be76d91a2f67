/// The record of a computation, from which gradients are worked out backwards.
///
/// Each operation on a watched tensor adds one entry: which gradients it needs, and how it makes those of its
/// inputs from them (reverse-mode differentiation; Griewank & Walther 2008, chapter 3). A tape belongs to one
/// thread and is walked once; ``valueAndGradient(at:of:)`` makes, walks and clears it.
final class Tape: @unchecked Sendable {
  /// From the gradients of an operation's outputs (nil where none arrived) to those of its inputs.
  typealias Backward = ([Tensor?]) -> [Tensor?]

  private struct Entry {
    var outputs: [Int]
    var inputs: [Int?]
    var backward: Backward?
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
    precondition(!isWalking, "a gradient captured a watched tensor; capture its `detached` copy")
    let watched = outputs.map(watching)
    entries.append(
      Entry(
        outputs: watched.compactMap { $0.record?.slot },
        inputs: inputs.map { $0.record?.slot },
        backward: backward
      )
    )
    return watched
  }

  /// The gradients of `targets` from those of `seeds`; nil for a target that no seed depends on.
  func gradients(of targets: [Tensor], seeds: [(Tensor, Tensor)]) -> [Tensor?] {
    isWalking = true
    defer { isWalking = false }
    var gradients = [Tensor?](repeating: nil, count: slotCount)
    for (output, seed) in seeds {
      if let slot = output.record?.slot { Self.add(seed.detached, to: &gradients[slot]) }
    }
    let kept = Set(targets.compactMap { $0.record?.slot })
    while let entry = entries.popLast() {
      let arrived = entry.outputs.map { gradients[$0] }
      for slot in entry.outputs where !kept.contains(slot) { gradients[slot] = nil }
      guard arrived.contains(where: { $0 != nil }), let backward = entry.backward else { continue }
      let made = backward(arrived)
      precondition(made.count == entry.inputs.count, "a gradient for each input")
      for (slot, gradient) in zip(entry.inputs, made) {
        if let slot, let gradient { Self.add(gradient.detached, to: &gradients[slot]) }
      }
    }
    return targets.map { target in target.record.flatMap { gradients[$0.slot] } }
  }

  /// Forgets all entries, and with them the tensors that they hold.
  func clear() { entries.removeAll() }

  private func newSlot() -> Int {
    defer { slotCount += 1 }
    return slotCount
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
