import ArgumentParser
import Foundation
import NeuralLayers
import NumericalRuntime
import Plotting
import SeismicFiles
import Seismology
import SignalProcessing
import SimulationOutput
import Tensors
import WaveSimulation
import WavefieldForecasting
import WaveformCatalog

/// Exit codes after BSD's `sysexits.h`, and 130 for Ctrl-C and 143 for SIGTERM as shells have them.
enum ExitStatus: Int32 {
  case other = 1
  case usage = 64
  case badData = 65
  case inputOutput = 74
  case interrupted = 130
  case terminated = 143
}

/// Ends the program over an error: one sentence on stderr and the exit code that belongs to it.
enum Failure {
  /// Says what went wrong and exits.
  static func end(_ error: any Error, in command: any ParsableCommand.Type) -> Never {
    // The parser's own: usage mistakes, requests for help, plain exits.
    if command.exitCode(for: error) != .failure { command.exit(withError: error) }
    Console.error("foreshake: \(text(of: error))")
    fflush(nil)
    // Without exit handlers: HDF5's crashes over a file whose last write failed on a full disk.
    _exit(status(of: error).rawValue)
  }

  /// The sentence for an error.
  static func text(of error: any Error) -> String {
    if error is CocoaError || error is POSIXError { return error.localizedDescription }
    return "\(error)"
  }

  /// The exit code for an error.
  static func status(of error: any Error) -> ExitStatus {
    switch error {
    case let error as ConfigurationError: error.isUsage ? .usage : .badData
    case is RunInterrupted: Interruption.status
    case is ResourceShortage: .badData
    case let error as CatalogError: error.status
    case let error as ForecastingError: error.status
    case is NeuralLayersError, is SafeTensorsError: .badData
    case let error as SimulationError:
      switch error {
      case .cancelled: Interruption.status
      case .outOfMemory: .other
      default: .badData
      }
    case let error as VelocityModelError: error.isUnreadable ? .inputOutput : .badData
    case is SourceError, is GeographyError, is StationFileError, is XMLFileError,
      is WaveformFileError, is SignalError, is ResponseError, is CompareError,
      is IntensityError:
      .badData
    case RuptureFileError.inaccessible, EventFileError.inaccessible: .inputOutput
    case is RuptureFileError, is EventFileError: .badData
    case is NetCDFError, is FileAccessError, is CocoaError, is POSIXError: .inputOutput
    case is SimulationFileError, is PipelineError, is NothingUsable: .badData
    case let error as PlottingError:
      switch error {
      case .notWritten: .inputOutput
      case .unknownFormat: .usage
      case .nothingToDraw: .badData
      default: .other
      }
    default: .other
    }
  }
}

extension CatalogError {
  /// The exit code: usage where the command line is wrong, I/O where the disk or another process is in the way.
  fileprivate var status: ExitStatus {
    switch self {
    case .unknownPreset, .strategyImpossible: .usage
    case .invalid(let place, _, _), .unknownKey(let place, _, _):
      place.hasPrefix("--") ? .usage : .badData
    case .diskTooSmall, .locked: .inputOutput
    case .interrupted: Interruption.status
    default: .badData
    }
  }
}

extension ForecastingError {
  /// The exit code: usage where the command line is wrong.
  fileprivate var status: ExitStatus {
    switch self {
    case .unknownPreset: .usage
    case .invalid(let what, _, _): what.hasPrefix("--") ? .usage : .badData
    case .interrupted: Interruption.status
    default: .badData
    }
  }
}

extension VelocityModelError {
  /// Whether the file could not be read at all.
  fileprivate var isUnreadable: Bool {
    switch self {
    case .unreadable: true
    case .inFile(_, _, let problem): problem.isUnreadable
    default: false
    }
  }
}
