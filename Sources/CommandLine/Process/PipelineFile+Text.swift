import Foundation
import Seismology
import SignalProcessing

extension PipelineFile {
  /// The file's text, which reads back as the same pipeline.
  var text: String {
    var lines: [String] = []
    if let input { lines.append("input: \(input)") }
    lines.append("clipping: \(pipeline.clipping.word)")
    lines.append("steps:")
    for step in pipeline.steps {
      let (value, settings) = step.written
      lines.append("  - \(step.name)" + (value.map { ": \($0)" } ?? (settings.isEmpty ? "" : ":")))
      lines += settings.map { "    \($0.0): \($0.1)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension ProcessingStep {
  /// The step's main value and its settings as they are written.
  fileprivate var written: (value: String?, settings: [(String, String)]) {
    switch self {
    case .merge(.separate): ("separate", [])
    case .merge(.refuse): ("refuse", [])
    case .merge(.zero(let maximum)): ("zero", [("maximum-gap-s", "\(maximum)")])
    case .merge(.interpolate(let maximum)): ("interpolate", [("maximum-gap-s", "\(maximum)")])
    case .trim(let window):
      (
        nil,
        [("start", window.start), ("end", window.end)].compactMap { key, mark in
          mark.map { (key, "\"\($0)\"") }
        }
      )
    case .detrend(.constant): ("constant", [])
    case .detrend(.linear): ("linear", [])
    case .detrend(.simple): ("simple", [])
    case .detrend(.polynomial(let order)): ("polynomial", [("order", "\(order)")])
    case .taper(let taper): Self.written(taper)
    case .removeResponse(let settings): Self.written(settings)
    case .simulate(.woodAnderson): ("wood-anderson", [])
    case .simulate(.channel): ("channel", [])
    case .simulate(.seismometer(let period, let damping, let magnification)):
      (
        "seismometer",
        [
          ("period-s", "\(period)"), ("damping", "\(damping)"),
          ("magnification", "\(magnification)"),
        ]
      )
    default: writtenMotion
    }
  }

  private var writtenMotion: (value: String?, settings: [(String, String)]) {
    switch self {
    case .filter(let band, let order, let zeroPhase):
      (
        band.corners.count == 1 ? "\(band.corners[0])" : "\(band.corners)",
        [("order", "\(order)"), ("zero-phase", "\(zeroPhase)")]
      )
    case .decimate(let decimation):
      ("\(decimation.factor)", [("zero-phase", "\(decimation.zeroPhase)")])
    case .resample(let interval, let method):
      ("\(Self.rate(of: interval))", [("method", Self.word(method))])
    case .integrate(let way): (way == .fourier ? "fourier" : "trapezoid", [])
    case .differentiate(let way): (way == .fourier ? "fourier" : "central-difference", [])
    case .rotate: ("zrt", [])
    case .scale(let factor): ("\(factor)", [])
    default: (nil, [])
    }
  }

  private static func written(
    _ taper: Taper
  ) -> (value: String?, settings: [(String, String)]) {
    let seconds = taper.seconds.isFinite ? [("seconds", "\(taper.seconds)")] : []
    return (
      "\(taper.fraction)",
      seconds + [("shape", taper.shape.rawValue), ("side", taper.side.rawValue)]
    )
  }

  private static func written(
    _ removal: ResponseRemovalSettings
  ) -> (value: String?, settings: [(String, String)]) {
    var settings: [(String, String)] = []
    if let filter = removal.preFilter { settings.append(("pre-filter-hz", "\(filter.corners)")) }
    settings.append(("water-level-db", removal.waterLevelDB.map { "\($0)" } ?? "none"))
    settings.append(("taper", "\(removal.taperFraction)"))
    settings.append(("demean", "\(removal.removesMean)"))
    return (removal.output.rawValue, settings)
  }

  private static func word(_ method: Resampler.Method) -> String {
    switch method {
    case .fourier: "fourier"
    case .polyphase: "polyphase"
    case .lanczos: "lanczos"
    }
  }

  /// The rate in Hz whose inverse is an interval, rounded where that is what was meant.
  private static func rate(of interval: Double) -> Double {
    let rounded = (1 / interval * 1e6).rounded() / 1e6
    return 1 / rounded == interval ? rounded : 1 / interval
  }
}
