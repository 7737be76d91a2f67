import CTensorKernels

/// The transform of 3 × 3 weights that oneDNN's Winograd convolutions want, twenty times quicker than its own.
///
/// oneDNN transforms weights one number at a time, which in training costs a tenth of a step. Its transform is
/// linear in the nine taps and the same for all pairs of channels, and it puts the pair (o, i) at a place that is
/// the sum of one for the position in the tile and one for the pair. Both are found out by transforming weights
/// that are zero but for one tap, and then checked; where anything is otherwise, or where the layout holds more
/// numbers than these, nil is the answer.
struct WinogradWeights: Sendable {
  private let outputs: Int
  private let inputs: Int
  /// Where the first pair's number of each position of the tile lies.
  private let base: [Int]
  /// For each position its nine coefficients.
  private let coefficients: [Float]
  /// Where each pair's numbers lie, [outputs / 16, inputs]; those of 16 outputs are neighbours.
  private let offsets: [Int]

  /// Learns from `pack`, which brings weights [outputs, inputs, 3, 3] into a layout of `count` numbers.
  init?(
    outputs: Int,
    inputs: Int,
    count: Int,
    pack: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) {
    self.outputs = outputs
    self.inputs = inputs
    func packed(_ weights: [Float]) -> [Float] {
      var result = [Float](repeating: 0, count: count)
      weights.withUnsafeBufferPointer { from in
        result.withUnsafeMutableBufferPointer { to in
          if let from = from.baseAddress, let to = to.baseAddress { pack(from, to) }
        }
      }
      return result
    }
    let pairs = outputs * inputs
    let first = (0..<9).map { tap in
      packed((0..<(pairs * 9)).map { $0 == tap ? 1 : 0 })
    }
    let base = (0..<count).filter { place in first.contains { $0[place] != 0 } }
    let coefficients = base.flatMap { place in first.map { $0[place] } }
    // Numbers between those of the pairs would stay as they are found in memory.
    guard count == base.count * pairs else { return nil }
    guard
      let corner = base.indices.first(where: { k in
        coefficients[9 * k] != 0 && coefficients[(9 * k + 1)..<(9 * k + 9)].allSatisfy { $0 == 0 }
      })
    else { return nil }
    // Taps (0, 0) numbered by pair, and all others one: only the corner of the tile does not see the others.
    let numbered = packed((0..<(pairs * 9)).map { $0 % 9 == 0 ? Float($0 / 9 + 1) : 0 })
    let others = packed((0..<(pairs * 9)).map { $0 % 9 == 0 ? 0 : Float(1 + $0 % 9) })
    var places = [Int](repeating: -1, count: pairs)
    for place in 0..<count where numbered[place] != 0 && others[place] == 0 {
      let pair = Int((numbered[place] / coefficients[9 * corner]).rounded()) - 1
      guard places.indices.contains(pair), places[pair] < 0 else { return nil }
      places[pair] = place - base[corner]
    }
    let offsets = (0..<(outputs / 16)).flatMap { block in
      (0..<inputs).map { places[block * 16 * inputs + $0] }
    }
    let neighbours = places.indices.allSatisfy { pair in
      let (output, input) = (pair / inputs, pair % inputs)
      return places[pair] == offsets[output / 16 * inputs + input] + output % 16
    }
    (self.base, self.coefficients, self.offsets) = (base, coefficients, offsets)
    guard outputs % 16 == 0, neighbours, isTrue(count: count, packed) else { return nil }
  }

  /// Whether it does with weights of all kinds what `packed` does.
  private func isTrue(count: Int, _ packed: ([Float]) -> [Float]) -> Bool {
    let weights = (0..<(outputs * inputs * 9)).map { Float(($0 &* 40503) % 1021) / 510.5 - 1 }
    let expected = packed(weights)
    var made = [Float](repeating: 0, count: count)
    weights.withUnsafeBufferPointer { from in
      made.withUnsafeMutableBufferPointer { to in
        if let from = from.baseAddress, let to = to.baseAddress { pack(from, to: to) }
      }
    }
    // Nine products of order one in either order of summing
    return zip(made, expected).allSatisfy { abs($0 - $1) < 1e-5 }
  }

  /// Brings weights [outputs, inputs, 3, 3] into the layout.
  func pack(_ plain: UnsafePointer<Float>, to packed: UnsafeMutablePointer<Float>) {
    for block in 0..<(outputs / 16) {
      offsets.withUnsafeBufferPointer { offsets in
        guard let row = offsets.baseAddress?.advanced(by: block * inputs) else { return }
        ctk_winograd_weights(
          inputs,
          plain + block * 16 * inputs * 9,
          base.count,
          coefficients,
          base,
          row,
          packed
        )
      }
    }
  }
}
