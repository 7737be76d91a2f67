public import Foundation
public import Seismology

/// Something about a trace that its user should know.
public struct ProcessingFinding: Hashable, Sendable {
  /// The channel.
  public let identifier: TraceIdentifier
  /// The start of the trace as it came in.
  public let startTime: Date
  /// The step at which it showed, from 1; nil before the first.
  public let step: Int?
  /// What it is.
  public let problem: ProcessingProblem
  /// Whether the trace was dropped over it; otherwise it is in the result.
  public let isDropped: Bool
}

extension ProcessingFinding: CustomStringConvertible {
  /// Channel, fate and problem in a line.
  public var description: String {
    let place = step.map { " at step \($0)" } ?? ""
    return "\(identifier) \(isDropped ? "dropped" : "flagged")\(place): \(problem)"
  }
}

/// What can be wrong with a trace, or odd about it.
public enum ProcessingProblem: Error, Hashable, Sendable {
  /// It has no samples.
  case empty
  /// A sample is no number.
  case notFinite(index: Int)
  /// The sampling interval is no positive number.
  case badInterval(Double)
  /// It was cut off at the rails of the digitiser.
  case clipped(samples: Int, level: Double)
  /// All its samples are equal.
  case dead(level: Double)
  /// Its channel is not in the inventory, or there is no inventory.
  case noChannel
  /// Its channel is in the inventory, but not at its time.
  case noEpoch(spans: String)
  /// The channel's description ends while the trace goes on.
  case epochEnds(Date)
  /// The channel has no response.
  case noResponse
  /// The response cannot be used.
  case response(ResponseError)
  /// The response was used, but.
  case responseNote(ResponseFinding)
  /// It is sampled at another rate than its channel, or than another segment.
  case samplingMismatch(hz: Double, expectedHz: Double)
  /// Samples are missing between this segment and the one before it.
  case gap(seconds: Double)
  /// Missing samples were filled.
  case gapFilled(seconds: Double, count: Int)
  /// Segments overlapped with the same samples and were joined.
  case overlapJoined(seconds: Double)
  /// Segments overlap with different samples.
  case overlapContradicts(seconds: Double)
  /// A segment was moved to the nearest sample of the one before it.
  case shifted(seconds: Double)
  /// The window lies outside the trace, or needs what is not known.
  case noWindow(String)
  /// The trace has a part of the window only.
  case windowIncomplete(missingSeconds: Double)
  /// The channels that belong together are not all there.
  case noPartners(needed: String)
  /// Parts of it were cut off at which the other channels of its sensor are missing.
  case cutToPartners(seconds: Double)
  /// Channels that belong together are not sampled at the same times.
  case notAligned(String)
  /// The inventory does not say where a channel points to.
  case noOrientation
  /// A channel was taken to point where its code says.
  case orientationAssumed
  /// A channel points elsewhere than its code says, in degrees.
  case misoriented(degrees: Double)
  /// Epicentre or station position are not known.
  case noBackAzimuth(String)
  /// The step cannot be done to what the trace holds.
  case impossible(reason: String)
  /// An operation refused it.
  case signal(SignalError)
}

extension ProcessingProblem: CustomStringConvertible {
  /// One sentence with the values.
  public var description: String {
    switch self {
    case .empty: "It has no samples."
    case .notFinite(let index): "Sample \(index) is not a finite number."
    case .badInterval(let interval): "Its sampling interval is \(interval) s."
    case .clipped(let count, let level):
      "It is clipped: \(count) samples are cut off at \(Self.number(level))."
    case .dead(let level): "It is dead: all samples are \(Self.number(level))."
    case .noChannel: "No station file describes this channel."
    case .noEpoch(let spans):
      "The station file describes this channel at other times only: \(spans)."
    case .epochEnds(let date):
      "The channel's description ends at \(UTCTime.text(date)), before the trace does."
    case .noResponse: "The station file has no response for this channel."
    case .response(let error): "\(error)"
    case .responseNote(let finding): "\(finding)"
    case .samplingMismatch(let rate, let expected):
      "It is sampled at \(Self.number(rate)) Hz where \(Self.number(expected)) Hz are expected."
    case .gap(let seconds): "\(Self.number(seconds)) s are missing before it."
    case .gapFilled(let seconds, let count):
      "A gap of \(Self.number(seconds)) s was filled with \(count) samples."
    case .overlapJoined(let seconds):
      "Segments with the same samples over \(Self.number(seconds)) s were joined."
    case .overlapContradicts(let seconds):
      "Segments differ over \(Self.number(seconds)) s in which they overlap."
    case .shifted(let seconds):
      "A segment was moved by \(Self.number(seconds)) s to the sample times of the one before."
    case .noWindow(let reason): "It has nothing of the window: \(reason)."
    case .windowIncomplete(let seconds): "\(Self.number(seconds)) s of the window are missing."
    case .noPartners(let needed): "It lacks \(needed)."
    case .cutToPartners(let seconds):
      "\(Self.number(seconds)) s were cut off at which its sensor's other channels are missing."
    case .notAligned(let reason): "The sensor's channels cannot be combined: \(reason)."
    case .noOrientation: "The station file gives no azimuth and dip."
    case .orientationAssumed: "Without azimuth and dip it was taken to point where its code says."
    case .misoriented(let degrees):
      "It points \(Self.number(degrees))\u{B0} away from where its code says; orient first."
    case .noBackAzimuth(let what): "The back-azimuth is not known: \(what)."
    case .impossible(let reason): "The step cannot be done: \(reason)."
    case .signal(let error): "\(error)"
    }
  }

  private static func number(_ value: Double) -> String { String(format: "%.6g", value) }
}
