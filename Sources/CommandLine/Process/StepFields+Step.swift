import Foundation
import Seismology
import SignalProcessing

extension StepFields {
  /// The step that the fields describe.
  ///
  /// - Throws: ``ConfigurationError`` for a value that is missing, of another kind or outside its limits.
  func step() throws -> ProcessingStep {
    try checked {
      switch name {
      case "merge": .merge(try gapPolicy())
      case "trim": .trim(try window())
      case "detrend": .detrend(try detrend())
      case "taper": .taper(try taper())
      case "remove-response": .removeResponse(try removal())
      case "remove-sensitivity": .removeSensitivity
      case "simulate": .simulate(try instrument())
      case "lowpass", "highpass", "bandpass", "bandstop": try filter()
      case "decimate":
        .decimate(
          try Decimation(
            factor: try required(try integer("", 1...16), ""),
            zeroPhase: try flag("zero-phase") ?? false
          )
        )
      case "resample": try resampling()
      case "integrate":
        .integrate(
          try word("", ["trapezoid": Integration.trapezoid, "fourier": .fourier]) ?? .trapezoid
        )
      case "differentiate":
        .differentiate(
          try word(
            "",
            ["central-difference": Differentiation.centralDifference, "fourier": .fourier]
          )
            ?? .centralDifference
        )
      case "orient": .orient
      case "rotate": try rotation()
      case "scale": .scale(try required(try number(""), ""))
      default: .normalize
      }
    }
  }

  private func gapPolicy() throws(ConfigurationError) -> GapPolicy {
    let maximum = try number("maximum-gap-s", 0...1e9) ?? GapPolicy.standardMaximum
    let words: [String: GapPolicy] = [
      "refuse": .refuse, "separate": .separate, "zero": .zero(maximumSeconds: maximum),
      "interpolate": .interpolate(maximumSeconds: maximum),
    ]
    return try required(try word("", words), "")
  }

  private func window() throws(ConfigurationError) -> TimeWindow {
    let window = TimeWindow(
      from: try parsed("start", as: TimeWindow.Mark.self),
      to: try parsed("end", as: TimeWindow.Mark.self)
    )
    if window.start == nil, window.end == nil { _ = try required(window.start, "start") }
    return window
  }

  private func detrend() throws(ConfigurationError) -> Detrend {
    let order = try integer("order", 0...Detrend.maximumOrder) ?? 2
    let words: [String: Detrend] = [
      "constant": .constant, "linear": .linear, "simple": .simple,
      "polynomial": .polynomial(order: order),
    ]
    return try required(try word("", words), "")
  }

  private func taper() throws -> Taper {
    try Taper(
      fraction: try required(try number("", 0...0.5), ""),
      seconds: try number("seconds", 0...1e9) ?? .infinity,
      shape: try word("shape", Taper.Shape.words) ?? .hann,
      side: try word("side", Taper.Side.words) ?? .both
    )
  }

  private func removal() throws -> ResponseRemovalSettings {
    let corners = isWord("pre-filter-hz", "none") ? nil : try numbers("pre-filter-hz", count: 4)
    let isFlat = isWord("water-level-db", "none")
    return try ResponseRemovalSettings(
      output: try required(try word("", GroundMotion.words), ""),
      preFilter: try corners.map { try PreFilter($0[0], $0[1], $0[2], $0[3]) },
      waterLevelDB: isFlat ? nil : try number("water-level-db", 0...1000) ?? 60,
      removesMean: try flag("demean") ?? true,
      taperFraction: try number("taper", 0...1) ?? 0.05
    )
  }

  private func instrument() throws(ConfigurationError) -> SimulatedInstrument {
    let words: [String: SimulatedInstrument] = [
      "wood-anderson": .woodAnderson, "channel": .channel,
      "seismometer": .seismometer(
        period: try number("period-s", 1e-6...1e6) ?? 1,
        damping: try number("damping", 0...1000) ?? 0.7,
        magnification: try number("magnification", 1e-12...1e30) ?? 1
      ),
    ]
    return try required(try word("", words), "")
  }

  private func filter() throws(ConfigurationError) -> ProcessingStep {
    let isBand = name.hasPrefix("band")
    let corners = try required(try numbers("", count: isBand ? 2 : 1), "")
    guard corners.allSatisfy({ $0 > 0 }), !isBand || corners[0] < corners[1] else {
      throw refused("")
    }
    let band: FilterBand =
      switch name {
      case "lowpass": .lowpass(corners[0])
      case "highpass": .highpass(corners[0])
      case "bandpass": .bandpass(corners[0], corners[1])
      default: .bandstop(corners[0], corners[1])
      }
    return .filter(
      band,
      order: try integer("order", 1...20) ?? 4,
      zeroPhase: try flag("zero-phase") ?? false
    )
  }

  private func resampling() throws(ConfigurationError) -> ProcessingStep {
    let words: [String: Resampler.Method] = [
      "fourier": .fourier(), "polyphase": .polyphase, "lanczos": .lanczos(),
    ]
    let rate = try required(try number("", 1e-6...1e6), "")
    return .resample(interval: 1 / rate, try word("method", words) ?? .polyphase)
  }

  private func rotation() throws(ConfigurationError) -> ProcessingStep {
    _ = try word("", ["zrt": true])
    return .rotate
  }
}
