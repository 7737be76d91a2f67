import Foundation
import Seismology
import WaveSimulation

/// Seismograms of the six elementary moment tensors with the band's pulse, and the events that are made of them.
struct ElementaryRuns {
  let context: SimulationContext
  private let pulse: LowPassPulse
  private let runs: FusedRuns

  /// Runs on a grid; nil for the catalog's own.
  init(_ context: SimulationContext, grid: SimulationGrid? = nil) throws {
    self.context = context
    pulse = try context.specification.pulse()
    runs = FusedRuns(
      context,
      grid: grid ?? context.grid,
      count: Self.leadCount(pulse, context) + context.sampling.count + SourceConvolution.tail
    )
  }

  private static func leadCount(_ pulse: LowPassPulse, _ context: SimulationContext) -> Int {
    Int((max(0, -pulse.support.lowerBound) / context.sampling.interval).rounded(.up))
  }

  /// Samples before the origin time: the pulse starts before it.
  var leadCount: Int { Self.leadCount(pulse, context) }

  /// Samples of an elementary seismogram.
  var sampleCount: Int { leadCount + context.sampling.count + SourceConvolution.tail }

  /// A source of the pulse at a place, late enough to start after the first sample.
  func source(_ tensor: MomentTensor, at place: LocalPoint) -> PointSource {
    PointSource(
      location: place,
      moment: tensor,
      timeFunction: pulse,
      delay: Double(leadCount) * context.sampling.interval
    )
  }

  /// The elementary seismograms of places, six for each, `(component, time, receiver)`.
  func run(
    at places: [LocalPoint],
    receivers: [Receiver],
    seed: UInt64?,
    progress: @escaping (Double) -> Bool
  ) throws -> [[Float]] {
    let sources = places.flatMap { place in
      ElementaryTensor.allCases.map { [source($0.tensor, at: place)] }
    }
    let pieces = sources.pieces(of: FusedSimulation.laneCount)
    var results: [[Float]] = []
    for (index, piece) in pieces.enumerated() {
      results += try runs.run(piece, receivers: receivers, seed: seed) {
        progress((Double(index) + $0) / Double(pieces.count))
      }
    }
    return results
  }

  /// The kernel that turns the pulse into a source's own moment rate.
  func convolution(for source: PointSource) -> SourceConvolution {
    SourceConvolution(
      source.timeFunction,
      delay: source.delay,
      interval: context.sampling.interval,
      maximumFrequency: context.specification.numerics.maximumFrequency
    )
  }

  /// A source's motion at some of the receivers, from the six elementary seismograms of its place.
  ///
  /// - Parameters:
  ///   - source: the source, with its own moment rate (not limited to the band).
  ///   - elementary: six arrays `(component, time, receiver)`, as ``run(at:receivers:seed:progress:)`` gives them.
  ///   - columns: which of the elementary seismograms' receivers are wanted, in order; nil for all.
  ///   - width: the number of receivers of `elementary`.
  /// - Returns: samples `(component, time, receiver)`.
  func motion(
    of source: PointSource,
    from elementary: ArraySlice<[Float]>,
    columns: [Int]? = nil,
    width: Int
  ) -> [Float] {
    let combined = combination(of: source.moment, elementary, columns: columns, width: width)
    let convolution = convolution(for: source)
    let wide = columns?.count ?? width
    let rows = (input: sampleCount, output: context.sampling.count)
    var samples = [Float](repeating: 0, count: 3 * rows.output * wide)
    for component in 0..<3 {
      let (from, to) = (component * rows.input * wide, component * rows.output * wide)
      convolution.add(
        convolutionOf: combined[from..<(from + rows.input * wide)],
        skipped: leadCount,
        to: &samples[to..<(to + rows.output * wide)],
        width: wide
      )
    }
    return samples
  }

  /// The sum of the elementary seismograms, each with its share of the moment tensor.
  private func combination(
    of moment: MomentTensor,
    _ elementary: ArraySlice<[Float]>,
    columns: [Int]?,
    width: Int
  ) -> [Float] {
    let wide = columns?.count ?? width
    var sum = [Float](repeating: 0, count: 3 * sampleCount * wide)
    for (tensor, motion) in zip(ElementaryTensor.allCases, elementary) {
      let share = Float(tensor.share(in: moment))
      guard share != 0 else { continue }
      guard let columns else {
        for index in sum.indices { sum[index] += share * motion[index] }
        continue
      }
      for row in 0..<(3 * sampleCount) {
        for (slot, column) in columns.enumerated() {
          sum[row * wide + slot] += share * motion[row * width + column]
        }
      }
    }
    return sum
  }
}
