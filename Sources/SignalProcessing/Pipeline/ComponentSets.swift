import Foundation
import Seismology

/// The traces of one sensor that overlap in time, to be turned together.
struct SensorTraces {
  /// Their places in the list of traces, by their starts.
  private(set) var places: [Int]

  /// The sensors of the traces that are in and whose component letter is wanted, one for each stretch of time.
  static func sensors(
    of traces: [WorkingTrace],
    where isWanted: (Character) -> Bool
  ) -> [SensorTraces] {
    let wanted = traces.indices.filter { place in
      !traces[place].isDropped && traces[place].identifier.channel.last.map(isWanted) == true
    }
    let sensors = Dictionary(grouping: wanted) { place in
      String("\(traces[place].identifier)".dropLast())
    }
    return sensors.values.flatMap { places in
      var stretches: [SensorTraces] = []
      var end = Date.distantPast
      for place in places.sorted(by: { traces[$0].startTime < traces[$1].startTime }) {
        if traces[place].startTime < end, !stretches.isEmpty {
          stretches[stretches.count - 1].places.append(place)
        } else {
          stretches.append(SensorTraces(places: [place]))
        }
        end = max(end, traces[place].endTime)
      }
      return stretches
    }
  }

  /// The stretches of time over which the same traces run, each with the samples of its members.
  ///
  /// Of several traces of a channel at one time the one that began first is taken.
  ///
  /// `traces` has each trace in an array of its own, as it is before a rotation.
  ///
  /// - Throws: ``ProcessingProblem/notAligned(_:)`` if samples are not taken at the same times.
  func spans(in traces: [[WorkingTrace]]) throws(ProcessingProblem) -> [SensorSpan] {
    var ranges: [Range<Int>] = []
    for place in places {
      let start = try Self.offset(of: traces[place][0], from: traces[places[0]][0])
      ranges.append(start..<(start + traces[place][0].samples.count))
    }
    let bounds = Set(ranges.flatMap { [$0.lowerBound, $0.upperBound] }).sorted()
    return zip(bounds, bounds.dropFirst()).map { from, to in
      var members: [Int: Range<Int>] = [:]
      var letters: Set<Character> = []
      for (place, range) in zip(places, ranges) where range.contains(from) {
        guard let letter = traces[place][0].identifier.channel.last, letters.insert(letter).inserted
        else { continue }
        members[place] = (from - range.lowerBound)..<(to - range.lowerBound)
      }
      return SensorSpan(members: members, count: to - from)
    }
  }

  /// Samples from the start of one trace to that of another.
  private static func offset(
    of trace: WorkingTrace,
    from first: WorkingTrace
  ) throws(ProcessingProblem) -> Int {
    let interval = first.samplingInterval
    guard abs(trace.samplingInterval / interval - 1) < 1e-6 else {
      throw .notAligned("their sampling intervals are \(interval) and \(trace.samplingInterval) s")
    }
    guard trace.quantity == first.quantity else {
      throw .notAligned("they hold \(first.quantity) and \(trace.quantity)")
    }
    let offset = trace.startTime.timeIntervalSince(first.startTime) / interval
    guard abs(offset - offset.rounded()) < 0.1 else {
      throw .notAligned(
        "their sample times differ by \(abs(offset - offset.rounded())) of a sampling interval"
      )
    }
    return Int(offset.rounded())
  }
}

/// A stretch of time over which the same traces of a sensor run.
struct SensorSpan {
  /// The samples of each trace, by its place in the list.
  let members: [Int: Range<Int>]
  /// How many samples that is.
  let count: Int
}

/// The parts of traces that a rotation has made, to be put in their places.
struct TraceParts {
  private struct Part {
    var range: Range<Int>
    var trace: WorkingTrace
    let isTurned: Bool
  }

  private var parts: [Int: [Part]] = [:]

  /// A part of a trace, without its findings.
  static func part(_ range: Range<Int>, of trace: WorkingTrace) -> WorkingTrace {
    var part = trace
    part.findings = []
    part.samples = Array(trace.samples[range])
    part.startTime.addTimeInterval(Double(range.lowerBound) * trace.samplingInterval)
    return part
  }

  /// Adds a part; what was not turned is joined to such a part that ends where it starts.
  mutating func add(_ trace: WorkingTrace, _ range: Range<Int>, of place: Int, isTurned: Bool) {
    var known = parts[place] ?? []
    if let last = known.last, !isTurned, !last.isTurned, last.range.upperBound == range.lowerBound {
      known[known.count - 1].range = last.range.lowerBound..<range.upperBound
      known[known.count - 1].trace.samples += trace.samples
    } else {
      known.append(Part(range: range, trace: trace, isTurned: isTurned))
    }
    parts[place] = known
  }

  /// Puts the parts in the place of their traces and tells what was cut off.
  ///
  /// A trace of which nothing is left is dropped over a problem.
  func replace(
    _ places: [Int],
    in traces: inout [[WorkingTrace]],
    missing problem: ProcessingProblem,
    step: Int
  ) {
    for place in places {
      var whole = traces[place][0]
      guard var found = parts[place]?.map(\.trace), !found.isEmpty else {
        traces[place][0].drop(problem, step: step)
        continue
      }
      let lost = whole.samples.count - found.reduce(0) { $0 + $1.samples.count }
      if lost > 0 {
        whole.flag(.cutToPartners(seconds: Double(lost) * whole.samplingInterval), step: step)
      }
      found[0].findings = whole.findings + found[0].findings
      traces[place] = found
    }
  }
}

extension WorkingTrace {
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
