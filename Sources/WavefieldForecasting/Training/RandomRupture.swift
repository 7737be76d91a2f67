public import NumericalRuntime
public import Tensors

/// The parts of a rupture, drawn at random.
public struct RandomRupture: Hashable, Sendable {
  /// One part: where, how strong, from when and for how long it slips.
  public struct Part: Hashable, Sendable {
    /// The number of the event whose place and mechanism it has.
    public var event: Int
    /// Its share in the rupture, a positive number.
    public var weight: Double
    /// When it starts to slip and for how long, in s.
    public var onset, rise: Double

    /// A part of a rupture.
    public init(event: Int, weight: Double, onset: Double, rise: Double) {
      self.event = event
      self.weight = weight
      self.onset = onset
      self.rise = rise
    }

    /// The matrix [frames, frames] that folds a window with the part's moment-rate function, a box from ``onset`` on
    /// over ``rise``, but at least one frame long, whose sum is ``weight``.
    ///
    /// What came before a window is taken as zero.
    public func kernel(frames: Int, interval: Double) -> Tensor {
      let (first, length) = (onset / interval, max(rise / interval, 1))
      let taps = (0..<frames).map { frame -> Float in
        let overlap = min(Double(frame) + 1, first + length) - max(Double(frame), first)
        return Float(weight * max(0, overlap) / length)
      }
      var matrix = [Float](repeating: 0, count: frames * frames)
      for time in 0..<frames {
        for source in 0...time { matrix[time * frames + source] = taps[time - source] }
      }
      return Tensor(matrix, shape: [frames, frames])
    }
  }

  /// The parts; the first is the event where the rupture starts.
  public let parts: [Part]

  /// A rupture that starts at an event and lasts at most so long (s), over events at places in m.
  public init(
    of event: Int,
    _ places: [SIMD3<Double>],
    _ longest: Double,
    using generator: inout SeededGenerator
  ) {
    let range = RandomRuptures.velocities
    let duration = longest * generator.uniform()
    let velocity = range.lowerBound + generator.uniform() * (range.upperBound - range.lowerBound)
    let others = places.indices.filter {
      $0 != event && Self.distance(places[$0], places[event]) < velocity * duration
    }
    let count =
      others.isEmpty ? 0 : Int(generator.next(upperBound: UInt64(RandomRuptures.mostParts + 1)))
    let partners = (0..<count).map { _ in
      others[Int(generator.next(upperBound: UInt64(others.count)))]
    }
    parts = ([event] + partners).map { part in
      let onset = Self.distance(places[part], places[event]) / velocity
      return Part(
        event: part,
        weight: 0.2 + 0.8 * generator.uniform(),
        onset: onset,
        rise: (duration - onset) * generator.uniform()
      )
    }
  }

  private static func distance(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double {
    let d = a - b
    return (d * d).sum().squareRoot()
  }
}
