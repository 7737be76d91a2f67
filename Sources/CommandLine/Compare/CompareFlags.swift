import ArgumentParser
import Evaluation
import Foundation
import Seismology

/// The corners of a band-pass on the command line, as 0.02,0.05 or 0.02...0.05.
struct FrequencyBand: ExpressibleByArgument {
  let range: ClosedRange<Double>

  init?(argument: String) {
    guard let (low, high) = pair(argument), low > 0, low < high else { return nil }
    range = low...high
  }
}

/// A range of speeds on the command line in km/s, as 1.5...8; its range is in m/s.
struct SpeedRange: ExpressibleByArgument {
  let range: ClosedRange<Double>

  init?(argument: String) {
    guard let (low, high) = pair(argument), low > 0, low < high else { return nil }
    range = (1000 * low)...(1000 * high)
  }
}

/// Two finite numbers with a comma or three dots between them.
private func pair(_ text: String) -> (Double, Double)? {
  let ends = text.replacingOccurrences(of: "...", with: ",").split(separator: ",").map {
    Double($0.trimmingCharacters(in: .whitespaces))
  }
  guard ends.count == 2, let low = ends[0], let high = ends[1], low.isFinite, high.isFinite else {
    return nil
  }
  return (low, high)
}

/// Which horizontal components are compared.
enum ComparedComponents: String, CaseIterable, ExpressibleByArgument {
  case zne, zrt
}

/// What counts in a total.
enum StationWeights: String, CaseIterable, ExpressibleByArgument {
  case uniform, station
}

/// What is done to both sides.
struct ComparisonFlags: ParsableArguments {
  @Option(help: "What is compared: displacement, velocity or acceleration [default: as computed].")
  var motion: GroundMotion?

  @Option(help: "The corners of a band-pass for both sides [Hz, as 0.02,0.05; default: no filter].")
  var band: FrequencyBand?

  @Option(help: "The order of the band-pass.")
  var order = 3

  @Flag(help: "Filter forwards only, with the delay that this makes, instead of both ways.")
  var causal = false

  @Option(
    help: "The times that are compared [s after the origin, as 0...150; default: all common]."
  )
  var window: TimeRange?

  @Option(
    help: "The window by speeds instead, as 1.5...8: from distance/8 to distance/1.5 [km/s]."
  )
  var speedWindow: SpeedRange?

  @Option(help: "The largest shift of a station's synthetics, common to its components [s].")
  var maxShift = 0.0

  @Option(help: "Components: zne, or zrt for radial and transverse.")
  var rotate = ComparedComponents.zne

  @Option(help: "Signal-to-noise ratio below which a component is flagged [0: no limit].")
  var minimumSnr = 0.0

  @Flag(help: "Leave components below --minimum-snr out of shifts and totals.")
  var dropNoisy = false

  @Flag(help: "Compare response and Fourier spectra as well: mean ln(computed/observed).")
  var spectra = false

  @Flag(help: "Show the envelope and phase misfits EM and PM behind EG and PG.")
  var misfits = false

  @Option(help: "Total: uniform, or station so that every station counts alike.")
  var weights = StationWeights.uniform

  /// The options for a motion.
  func options(motion: GroundMotion) -> ComparisonOptions {
    var options = ComparisonOptions(motion: motion)
    options.band = band?.range
    options.order = order
    options.isZeroPhase = !causal
    options.window = window?.range
    options.speedWindow = speedWindow?.range
    options.maximumShift = maxShift
    options.isRotated = rotate == .zrt
    options.minimumSignalToNoise = minimumSnr
    options.dropsNoisy = dropNoisy
    options.comparesSpectra = spectra
    return options
  }

  func validate() throws {
    guard (1...20).contains(order) else {
      throw ValidationError("--order is \(order); it must be from 1 to 20.")
    }
    guard maxShift >= 0, maxShift <= 3600 else {
      throw ValidationError("--max-shift is \(maxShift); it must be from 0 to 3600 s.")
    }
    guard minimumSnr >= 0, minimumSnr.isFinite else {
      throw ValidationError("--minimum-snr is \(minimumSnr); it must be 0 or more.")
    }
    if dropNoisy, minimumSnr == 0 {
      throw ValidationError("--drop-noisy needs --minimum-snr.")
    }
    if window != nil, speedWindow != nil {
      throw ValidationError("--window and --speed-window exclude each other.")
    }
  }
}

/// What is read.
struct CompareInputFlags: ParsableArguments {
  @Argument(help: "The computed motion: a result of foreshake simulate, miniSEED, SAC or a folder.")
  var synthetic: String

  @Argument(help: "The recordings: a file or a folder.")
  var observed: String

  @Option(
    parsing: .upToNextOption,
    help: "Station files with responses and directions of the recording channels, or folders."
  )
  var stationxml: [String] = []

  @Flag(help: "Reverse filter coefficients that station files list centre first.")
  var mendResponses = false

  @Option(help: "QuakeML or CMTSOLUTION with origin time and epicentre [default: as computed].")
  var event: String?

  @Option(help: "Origin time [ISO 8601, UTC; default: that of --event or of the synthetics].")
  var originTime: String?

  @Option(help: "What the synthetics are, where their file does not say.")
  var syntheticMotion: GroundMotion?

  @Option(help: "What the recordings are, in SI units, where their file does not say.")
  var observedMotion: GroundMotion?

  @Option(help: "Corners of the band that is kept when responses are removed [Hz; by --band].")
  var preFilter: FilterCorners?

  @Option(help: "Stations as SAO or BK.SAO, separated by commas [default: all common ones].")
  var stations: String?

  func validate() throws {
    if let originTime, UTCTime.date(originTime) == nil {
      throw ValidationError(
        "--origin-time is '\(originTime)'; it must be a time as 2019-07-16T20:11:01.47Z."
      )
    }
    if let stations, stations.allSatisfy({ $0 == "," || $0.isWhitespace }) {
      throw ValidationError("--stations is '\(stations)'; it must name stations, as SAO,CVS.")
    }
    if !stationxml.isEmpty, observedMotion != nil {
      throw ValidationError(
        "--stationxml turns counts into motion, so --observed-motion has no place beside it."
      )
    }
    for (isGiven, flag) in [
      (preFilter != nil, "--pre-filter"), (mendResponses, "--mend-responses"),
    ]
    where isGiven && stationxml.isEmpty {
      throw ValidationError("\(flag) belongs to --stationxml.")
    }
  }
}
