import Foundation
public import SignalProcessing

/// What is wrong, or may be, with an observed component.
public enum RecordFlag: Hashable, Sendable {
  /// No response for the channel, or one that cannot be evaluated: the reason.
  case noResponse(String)
  /// The response could be removed, but something is odd about it.
  case doubtfulResponse(ResponseFinding)
  /// A gap or an overlap within the window.
  case gap
  /// The record does not last over the whole window, which was shortened to the time that it has, in s after
  /// the origin time.
  case short(ClosedRange<Double>)
  /// Less than half of the window is recorded, from and to these times in s after the origin time.
  case fragment(ClosedRange<Double>)
  /// Hardly any time of the window is recorded.
  case outsideWindow
  /// Samples stand still at the largest value: the digitiser or the sensor was driven beyond its range.
  case clipped
  /// All samples are equal.
  case dead
  /// A sample that is not a number.
  case notFinite
  /// The signal stands this much out of the noise before the earthquake, less than asked for.
  case noisy(signalToNoise: Double)
  /// The synthetics have no such component.
  case noSynthetic
  /// The place of the station or of the earthquake is not known, and distance or azimuth are needed.
  case unknownPlace
  /// Something else that kept the record from being processed.
  case unusable(String)

  /// Whether it is about a response that could be removed nevertheless.
  public var isDoubtfulResponse: Bool {
    if case .doubtfulResponse = self { true } else { false }
  }

  /// Whether the component cannot be compared at all.
  public var isFatal: Bool {
    switch self {
    case .noResponse, .gap, .fragment, .outsideWindow, .dead, .notFinite, .noSynthetic,
      .unknownPlace, .unusable:
      true
    case .doubtfulResponse, .short, .clipped, .noisy: false
    }
  }
}

extension RecordFlag: CustomStringConvertible {
  /// A few words for a table.
  public var description: String {
    switch self {
    case .noResponse(let reason): "no response: \(reason)"
    case .doubtfulResponse(.sensitivityMismatch(let stated, let computed, let frequency)):
      String(
        format: "response %.2f times the stated sensitivity at %.4g Hz",
        abs(computed / stated),
        frequency
      )
    case .doubtfulResponse(.listedCentreFirst(_, let gain, let mended)):
      String(format: "filters listed centre first: gain %.3g instead of %.3g", gain, mended)
    case .doubtfulResponse(.nearlyVanishing(let share, let frequency)):
      String(format: "response falls to %.1g of its maximum at %.3g Hz", share, frequency)
    case .doubtfulResponse(let finding): "\(finding)"
    case .gap: "gap or overlap in the window"
    case .short(let range):
      String(format: "only %.4g...%.4g s recorded", range.lowerBound, range.upperBound)
    case .fragment(let range):
      String(
        format: "only %.4g...%.4g s recorded, less than half of the window",
        range.lowerBound,
        range.upperBound
      )
    case .outsideWindow: "not recorded in the window"
    case .clipped: "clipped"
    case .dead: "all samples are equal"
    case .notFinite: "samples that are no numbers"
    case .noisy(let ratio): String(format: "noisy: signal-to-noise %.2g", ratio)
    case .noSynthetic: "no such synthetic component"
    case .unknownPlace: "place of the station or the earthquake unknown"
    case .unusable(let reason): reason
    }
  }
}
