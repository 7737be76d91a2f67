import Foundation
import NumericalRuntime
import Seismology

/// Mean and standard deviation of each component at each receiver, over all samples of some events.
///
/// Sums are kept in double precision about the first value seen, so that nothing is lost where the mean is far
/// larger than the deviation. Samples that are NaN do not count. The result does not depend on the number of threads.
public struct CatalogNormalization: Hashable, Sendable {
  /// Means and standard deviations in the unit of the motion, row-major `(component, receiver)`.
  ///
  /// Components are east, north, up, receivers as in ``ReceiverLayout/receivers``. NaN where nothing was recorded. The
  /// deviation is that of the samples themselves (the sum of squares over their number), 0 where nothing moved.
  public var means, deviations: [Float]
  /// The events that it was computed from, in order.
  public var eventIDs: [String]
  /// Whether these are the training events, or all of them.
  public var isOfTraining: Bool

  /// Reads some events of a catalog and sums them up in one pass.
  ///
  /// - Parameters:
  ///   - index: the index.
  ///   - folder: the catalog.
  ///   - usingAll: all made events instead of those of the training split.
  ///   - progress: called after each event with how many of how many are done; false stops.
  /// - Throws: ``CatalogError/mismatch(what:expected:found:)`` without a split or without training events that are all
  ///   made, ``CatalogError/damaged(path:reason:)``, ``CatalogError/interrupted(complete:of:)`` if `progress` stops it.
  public init(
    of index: CatalogIndex,
    in folder: CatalogFolder,
    usingAll: Bool = false,
    progress: (Int, Int) -> Bool = { _, _ in true }
  ) throws {
    let entries = try Self.entries(index, usingAll: usingAll)
    var sums = NormalizationSums(
      receivers: index.description.layout.count,
      times: index.description.sampling.count
    )
    for (number, entry) in entries.enumerated() {
      let url = folder.file(entry.fileName)
      // A damaged file must not leave its traces in all normalized ones.
      try entry.requireChecksum(at: url)
      let file = try EventFile(reading: url)
      guard file.description.layout == index.description.layout,
        file.description.sampling == index.description.sampling
      else {
        throw CatalogError.damaged(path: url.path, reason: "its axes are not those of the index")
      }
      sums.add(try file.samples())
      guard progress(number + 1, entries.count) else {
        throw CatalogError.interrupted(complete: number + 1, of: entries.count)
      }
    }
    means = sums.means
    deviations = sums.deviations
    eventIDs = entries.map(\.id)
    isOfTraining = !usingAll
  }

  init(
    means: [Float],
    deviations: [Float],
    eventIDs: [String],
    isOfTraining: Bool
  ) {
    self.means = means
    self.deviations = deviations
    self.eventIDs = eventIDs
    self.isOfTraining = isOfTraining
  }

  private static func entries(
    _ index: CatalogIndex,
    usingAll: Bool
  ) throws(CatalogError) -> [CatalogIndex.Entry] {
    if usingAll {
      let made = index.entries.filter(\.isMade)
      guard !made.isEmpty else {
        throw .mismatch(what: "events that are made", expected: "at least one", found: "none")
      }
      return made
    }
    let training = index.entries(of: .training)
    guard !training.isEmpty else {
      throw .mismatch(
        what: "training events",
        expected: "a split of the catalog (catalog split), or --all to take every event",
        found: "none"
      )
    }
    let missing = training.filter { !$0.isMade }
    guard missing.isEmpty else {
      throw .mismatch(
        what: "training events",
        expected: "all \(training.count) of them made",
        found:
          "\(missing.count) missing, \(missing[0].id) the first; make them with catalog generate --resume"
      )
    }
    return training
  }
}

/// Sums about a pivot, for each component and receiver.
private struct NormalizationSums {
  private let receivers, times: Int
  private var pivots: [Double]
  private var sums: [Double]
  private var squares: [Double]
  private var counts: [Int]

  init(receivers: Int, times: Int) {
    self.receivers = receivers
    self.times = times
    pivots = [Double](repeating: .nan, count: 3 * receivers)
    sums = [Double](repeating: 0, count: 3 * receivers)
    squares = sums
    counts = [Int](repeating: 0, count: 3 * receivers)
  }

  /// Adds the samples `(component, time, receiver)` of one event; each thread takes some receivers of one component.
  mutating func add(_ samples: [Float]) {
    let (receivers, times) = (receivers, times)
    let blocks = max(1, (receivers + Self.blockLength - 1) / Self.blockLength)
    samples.withUnsafeBufferPointer { samples in
      pivots.withUnsafeMutableBufferPointer { pivots in
        sums.withUnsafeMutableBufferPointer { sums in
          squares.withUnsafeMutableBufferPointer { squares in
            counts.withUnsafeMutableBufferPointer { counts in
              nonisolated(unsafe) let columns = Columns(
                samples: samples,
                pivots: pivots,
                sums: sums,
                squares: squares,
                counts: counts
              )
              parallelFor(3 * blocks) { task in
                let part = share(task % blocks, of: blocks, in: receivers)
                columns.add(component: task / blocks, part, times: times, receivers: receivers)
              }
            }
          }
        }
      }
    }
  }

  /// Receivers of one task: rows long enough to stream, sums that stay in the nearest cache.
  private static let blockLength = 512

  var means: [Float] {
    counts.indices.map { counts[$0] == 0 ? .nan : Float(mean($0)) }
  }

  var deviations: [Float] {
    counts.indices.map { place in
      guard counts[place] > 0 else { return .nan }
      let away = sums[place] / Double(counts[place])
      return Float(max(squares[place] / Double(counts[place]) - away * away, 0).squareRoot())
    }
  }

  private func mean(_ place: Int) -> Double {
    pivots[place] + sums[place] / Double(counts[place])
  }

  /// Where the sums and the samples lie.
  private struct Columns {
    let samples: UnsafeBufferPointer<Float>
    let pivots, sums, squares: UnsafeMutableBufferPointer<Double>
    let counts: UnsafeMutableBufferPointer<Int>

    func add(component: Int, _ part: Range<Int>, times: Int, receivers: Int) {
      for time in 0..<times {
        let row = (component * times + time) * receivers
        for receiver in part {
          let value = Double(samples[row + receiver])
          if value.isNaN { continue }
          let place = component * receivers + receiver
          if counts[place] == 0 { pivots[place] = value }
          let away = value - pivots[place]
          sums[place] += away
          squares[place] += away * away
          counts[place] += 1
        }
      }
    }
  }
}
