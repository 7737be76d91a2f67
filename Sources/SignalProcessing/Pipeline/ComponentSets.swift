import Foundation
import Seismology

/// The traces of one sensor over one stretch of time, to be turned together.
struct ComponentSet {
  /// Places of the members in the list of traces, by the last letter of their codes.
  private(set) var members: [Character: Int] = [:]

  /// The sets among the traces that are in, in the order of their first members.
  ///
  /// Segments of a sensor's channels belong together if they overlap in time.
  static func sets(of traces: [WorkingTrace]) -> [ComponentSet] {
    var sensors: [String: [ComponentSet]] = [:]
    var order: [(String, Int)] = []
    for (place, trace) in traces.enumerated() where !trace.isDropped {
      guard let letter = trace.identifier.channel.last else { continue }
      let key = String("\(trace.identifier)".dropLast())
      let partner = sensors[key]?.firstIndex { set in
        set.members[letter] == nil
          && set.members.values.allSatisfy { traces[$0].overlaps(trace) }
      }
      if let partner {
        sensors[key]?[partner].members[letter] = place
      } else {
        order.append((key, sensors[key]?.count ?? 0))
        sensors[key, default: []].append(ComponentSet(members: [letter: place]))
      }
    }
    return order.compactMap { sensors[$0.0]?[$0.1] }
  }

  /// Drops all members over a problem.
  func drop(_ problem: ProcessingProblem, step: Int, in traces: inout [WorkingTrace]) {
    for place in members.values { traces[place].drop(problem, step: step) }
  }

  /// Cuts members to the time that they share.
  ///
  /// - Throws: ``ProcessingProblem/notAligned(_:)`` if their samples are not taken at the same times.
  static func align(_ places: [Int], in traces: inout [WorkingTrace]) throws(ProcessingProblem) {
    guard let first = places.first else { return }
    let interval = traces[first].samplingInterval
    let starts = places.map { traces[$0].startTime.timeIntervalSince(traces[first].startTime) }
    let start = starts.max() ?? 0
    var skips: [Int] = []
    for (place, offset) in zip(places, starts) {
      let trace = traces[place]
      guard abs(trace.samplingInterval / interval - 1) < 1e-6 else {
        throw .notAligned(
          "their sampling intervals are \(interval) and \(trace.samplingInterval) s"
        )
      }
      guard trace.quantity == traces[first].quantity else {
        throw .notAligned("they hold \(traces[first].quantity) and \(trace.quantity)")
      }
      let skip = (start - offset) / interval
      guard abs(skip - skip.rounded()) < 0.1 else {
        throw .notAligned(
          "their sample times differ by \(abs(skip - skip.rounded())) of a sampling interval"
        )
      }
      skips.append(Int(skip.rounded()))
    }
    let count = zip(places, skips).map { traces[$0].samples.count - $1 }.min() ?? 0
    guard count > 0 else { throw .notAligned("they have no time in common") }
    for (place, skip) in zip(places, skips) {
      traces[place].samples = Array(traces[place].samples[skip..<(skip + count)])
      traces[place].startTime.addTimeInterval(Double(skip) * interval)
    }
  }
}

extension WorkingTrace {
  fileprivate func overlaps(_ other: WorkingTrace) -> Bool {
    startTime < other.endTime && other.startTime < endTime
  }

  /// Gives the trace another component letter.
  mutating func rename(_ letter: Character) {
    identifier.channel = String(identifier.channel.dropLast()) + String(letter)
  }

  /// Where the channel points: what an earlier step made of it, else what the inventory says.
  func knownOrientation(in index: ChannelIndex) -> ChannelOrientation? {
    if let orientation { return orientation }
    guard let epoch, let azimuth = index.epochs[epoch].azimuth, let dip = index.epochs[epoch].dip
    else { return nil }
    return ChannelOrientation(azimuth: azimuth, dip: dip)
  }

  /// Where the channel's code says that it points.
  var nominalOrientation: ChannelOrientation? {
    switch identifier.channel.last {
    case "Z": .up
    case "N": .north
    case "E": .east
    default: nil
    }
  }
}

extension ChannelOrientation {
  /// The angle between two directions in degrees.
  func angle(to other: ChannelOrientation) -> Double {
    let cosine = (direction * other.direction).sum()
    return acos(min(1, max(-1, cosine))) * 180 / .pi
  }
}
