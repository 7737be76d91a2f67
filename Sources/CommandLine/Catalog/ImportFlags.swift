import ArgumentParser
import Foundation
import Seismology
import SignalProcessing
import WaveformCatalog

/// What the samples of an imported catalog hold.
struct ImportMotionFlags: ParsableArguments {
  @Option(help: "velocity, acceleration or displacement. Default: velocity, or the recipe's.")
  var motion: GroundMotion?

  @Option(help: "Counts per SI unit of the motion, for all channels, instead of station files.")
  var sensitivity: Double?

  @Flag(help: "Divide by the sensitivity of the station files instead of the whole response.")
  var statedSensitivity = false

  @Option(help: "Four corners in Hz of the band in which responses are removed, as 0.05,0.1,15,18.")
  var preFilter: FilterCorners?

  @Flag(help: "Take Z, N or 1, and E or 2 for up, north and east, whatever the azimuths.")
  var asRecorded = false

  func validate() throws {
    if let sensitivity, !(sensitivity != 0 && sensitivity.isFinite) {
      throw ValidationError("--sensitivity is \(sensitivity); it must be a number other than 0.")
    }
    if sensitivity != nil, statedSensitivity || preFilter != nil {
      throw ValidationError("--sensitivity excludes --stated-sensitivity and --pre-filter.")
    }
    if statedSensitivity, preFilter != nil {
      throw ValidationError("--stated-sensitivity excludes --pre-filter.")
    }
  }

  /// Settings without a recipe.
  func plainSettings(of folder: String) throws -> ImportSettings {
    var settings = ImportSettings(
      title: URL(fileURLWithPath: folder).lastPathComponent,
      motion: motion ?? .velocity,
      calibration: .response(nil, waterLevelDB: 60),
      samplingRate: 20,
      duration: 60
    )
    try change(&settings)
    return settings
  }

  /// Puts what was given into settings.
  func change(_ settings: inout ImportSettings) throws {
    if let motion, motion != settings.motion {
      if case .constant = settings.calibration, sensitivity == nil {
        throw ConfigurationError.conflict(
          "the recipe's sensitivity is for \(settings.motion.rawValue); give --sensitivity with --motion"
        )
      }
      settings.motion = motion
    }
    if let sensitivity {
      settings.calibration = .constant([SensitivityEpoch(countsPerUnit: sensitivity)])
    }
    if statedSensitivity { settings.calibration = .statedSensitivity }
    if let corners = preFilter?.values {
      let filter = try PreFilter(corners[0], corners[1], corners[2], corners[3])
      settings.calibration = .response(filter, waterLevelDB: nil)
    }
    if asRecorded { settings.orientation = .asRecorded }
  }
}

/// The window of an imported catalog.
struct ImportWindowFlags: ParsableArguments {
  @Option(help: "Samples per second. Default: 20, or the recipe's.")
  var samplingRate: Double?

  @Option(
    help: "What the window counts from: origin or p (picked). Default: origin, or the recipe's."
  )
  var reference: ImportSettings.Reference?

  @Option(parsing: .unconditional, help: "First sample in s after it. Default: 0, or the recipe's.")
  var start: Double?

  @Option(help: "Length in s. Default: 60, or the recipe's.")
  var duration: Double?

  func validate() throws {
    for (name, value) in [("sampling-rate", samplingRate), ("duration", duration)] {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("--\(name) is \(value); it must be above 0.")
      }
    }
  }

  /// Puts what was given into settings.
  func change(_ settings: inout ImportSettings) {
    settings.samplingRate = samplingRate ?? settings.samplingRate
    settings.reference = reference ?? settings.reference
    settings.start = start ?? settings.start
    settings.duration = duration ?? settings.duration
  }
}

/// What imported records must be like.
struct ImportQualityFlags: ParsableArguments {
  @Option(help: "Least ratio of signal to noise. Default: 3.")
  var minimumSnr: Double?

  @Option(help: "Longest gap in s that is bridged. Default: 0.5.")
  var maximumGap: Double?

  @Option(help: "Least share of the window that must be recorded. Default: 0.5.")
  var minimumCoverage: Double?

  @Flag(help: "Keep every record that can be processed.")
  var keepAll = false

  @Flag(help: "Leave out events whose sensitivity is an estimate.")
  var leaveOutEstimates = false

  func validate() throws {
    for (name, value) in [("minimum-snr", minimumSnr), ("maximum-gap", maximumGap)] {
      if let value, !(value >= 0 && value.isFinite) {
        throw ValidationError("--\(name) is \(value); it must be 0 or more.")
      }
    }
    if let minimumCoverage, !(0...1).contains(minimumCoverage) {
      throw ValidationError("--minimum-coverage is \(minimumCoverage); it must be from 0 to 1.")
    }
  }

  /// Puts what was given into settings.
  func change(_ settings: inout ImportSettings) {
    settings.quality.minimumSignalToNoise = minimumSnr ?? settings.quality.minimumSignalToNoise
    settings.quality.maximumGap = maximumGap ?? settings.quality.maximumGap
    settings.quality.minimumCoverage = minimumCoverage ?? settings.quality.minimumCoverage
    settings.keepsAll = settings.keepsAll || keepAll
    settings.leavesOutEstimates = settings.leavesOutEstimates || leaveOutEstimates
  }
}
