import ArgumentParser
import Evaluation
import Foundation
import SeismicFiles
import Seismology
import SignalProcessing

/// How strong the shaking was.
struct IntensityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intensity",
    abstract:
      "Measures the strength of shaking: PGA, PGV, PGD, PSA, Arias intensity, CAV, durations.",
    discussion: """
      Reads miniSEED, SAC or NetCDF files (results of foreshake simulate too) or folders of them. Recorded counts \
      need --stationxml: their instrument's response is removed. Samples that are ground motion in SI units need \
      --motion where their file does not say what they are.

      Each record of a component gets a row with its start, and two horizontal components that run together rows \
      for RotD50 and RotD100: the median and the largest value over all orientations. Recordings lose their trend and pass a high-pass at 0.05 \
      Hz (or 2 / duration, if that is more) before they are integrated; computed channels (instrument code X) \
      are taken as they are. Where samples are missing a new record begins, and its row says so.

      Example:
        foreshake intensity recordings --stationxml stations --output intensities.nc
      """
  )

  @OptionGroup var input: IntensityInputFlags

  @Option(
    help: "Periods of the response spectra, separated by commas [s; default: 22 from 0.01 to 10]."
  )
  var periods: PeriodList?

  @Option(help: "Damping of the oscillators as a ratio [0 to 2].")
  var damping = 0.05

  @Flag(help: "Add columns of PSV (the NetCDF file always has it).")
  var psv = false

  @Flag(help: "Print comma-separated values, with all periods.")
  var csv = false

  @Flag(help: "Print JSON, with all periods.")
  var json = false

  @Option(name: .shortAndLong, help: "A NetCDF file for the results, which ends in .nc.")
  var output: String?

  @Flag(help: "Replace --output if it exists.")
  var overwrite = false

  func validate() throws {
    if csv, json { throw ValidationError("--csv and --json exclude each other.") }
    guard (0...2).contains(damping) else {
      throw ValidationError(
        "--damping is \(damping); it must be from 0 to 2, a share of critical damping (0.05 for 5 %)."
      )
    }
    if let output, !output.lowercased().hasSuffix(".nc") {
      throw ValidationError("--output is '\(output)'; it must end in .nc.")
    }
  }

  func run() throws {
    if let output {
      try RunDestination.checkPlace(of: URL(fileURLWithPath: output), overwrite: overwrite)
    }
    let report = IntensityReport(
      try IntensityInput(input).stations(),
      periods: periods?.values ?? ResponseSpectrum.standardPeriods,
      damping: damping
    )
    for line in report.warnings { Console.warning(line) }
    guard report.isUsable else { throw IntensityError.nothingUsable(report.warnings) }
    if csv || json {
      let table = report.table(periods: report.periods, psv: psv)
      Console.result((csv ? table.csv : table.json).trimmingCharacters(in: .newlines))
    } else {
      Console.result(report.text(psv: psv))
    }
    if let output {
      let url = URL(fileURLWithPath: output)
      try report.write(to: url)
      Console.note("wrote \(url.path)")
    }
  }
}

/// Periods on the command line in s, as 0.3,1,3.
struct PeriodList: ExpressibleByArgument {
  let values: [Double]

  init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.trimmingCharacters(in: .whitespaces))
    }
    values = numbers.compactMap { $0 }.filter { $0 > 0 && $0 <= 1000 }
    guard !values.isEmpty, values.count == numbers.count else { return nil }
  }
}

/// What is read, and how it becomes ground motion.
struct IntensityInputFlags: ParsableArguments {
  @Argument(help: "Records: files or folders.")
  var files: [String]

  @Option(
    parsing: .upToNextOption,
    help: "Station files with responses, or folders of them."
  )
  var stationxml: [String] = []

  @Flag(help: "Reverse filter coefficients that station files list centre first.")
  var mendResponses = false

  @Option(help: "What the samples are, in SI units, where their file does not say.")
  var motion: GroundMotion?

  @Option(
    help: "Corner of the high-pass before integration [Hz; 0: none; default: see above]."
  )
  var highpass: Double?

  func validate() throws {
    if let highpass, !(highpass >= 0 && highpass.isFinite) {
      throw ValidationError("--highpass is \(highpass); it must be 0 Hz or more.")
    }
    if !stationxml.isEmpty, motion != nil {
      throw ValidationError(
        "--stationxml turns counts into motion, so --motion has no place beside it."
      )
    }
  }
}
