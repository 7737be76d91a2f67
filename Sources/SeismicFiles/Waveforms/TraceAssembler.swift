import Foundation
import Seismology

/// Joins records of a channel that follow one another.
struct TraceAssembler {
  private var channels: [TraceIdentifier: [WaveformTrace]] = [:]
  private var order: [TraceIdentifier] = []

  /// Adds a record to the trace that it continues, or starts another.
  mutating func add(_ record: WaveformTrace) {
    // Taken out, so that appending does not copy the samples.
    guard var segments = channels.removeValue(forKey: record.identifier) else {
      channels[record.identifier] = [record]
      order.append(record.identifier)
      return
    }
    if let index = segments.lastIndex(where: { $0.isContinued(by: record) }) {
      segments[index].samples.append(record.samples)
    } else {
      segments.append(record)
    }
    channels[record.identifier] = segments
  }

  /// The traces by channel, then by time; pieces that came in disorder are joined.
  var traces: [WaveformTrace] {
    order.flatMap { identifier -> [WaveformTrace] in
      let segments = channels[identifier, default: []].sorted { $0.startTime < $1.startTime }
      var joined: [WaveformTrace] = []
      for segment in segments {
        if let last = joined.last, last.isContinued(by: segment) {
          joined[joined.count - 1].samples.append(segment.samples)
        } else {
          joined.append(segment)
        }
      }
      return joined
    }
  }
}

extension WaveformTrace {
  /// Whether `next` starts within half a sample of where this trace ends, sampled alike.
  func isContinued(by next: WaveformTrace) -> Bool {
    let isSameKind =
      switch (samples, next.samples) {
      case (.integers, .integers), (.floats, .floats), (.doubles, .doubles): true
      default: false
      }
    return isSameKind
      && abs(samplingInterval / next.samplingInterval - 1) < 1e-4
      && abs(endTime.timeIntervalSince(next.startTime)) <= 0.5 * samplingInterval
  }
}
