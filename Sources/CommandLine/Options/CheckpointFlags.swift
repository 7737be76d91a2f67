import ArgumentParser
import Foundation
import NumericalRuntime
import SeismicFiles

/// Saving a run in the middle and going on later.
struct CheckpointFlags: ParsableArguments {
  @Option(
    name: .customLong("checkpoint"),
    help: "A file that gets the state of the run now and then."
  )
  var file: String?

  @Option(
    name: .customLong("checkpoint-interval"),
    help: "Seconds of motion between checkpoints [s; default: a tenth of the duration]."
  )
  var interval: Double?

  @Option(
    name: .customLong("restart"),
    help: "Go on from this checkpoint of a run with the same configuration; movies start there."
  )
  var restart: String?

  func validate() throws {
    if let interval, !(interval > 0 && interval.isFinite) {
      throw ValidationError("--checkpoint-interval \(interval) is not above zero and finite.")
    }
    if interval != nil, file == nil {
      throw ValidationError("--checkpoint-interval needs --checkpoint.")
    }
  }

  /// Refuses a checkpoint that could not be written or read, before anything is computed.
  ///
  /// - Throws: `FileAccessError` with the path, ``ConfigurationError`` if a result has the same.
  func checkPlaces(_ destination: RunDestination) throws {
    if let file {
      let url = URL(fileURLWithPath: file)
      for result in [destination.file, destination.waveforms?.url].compactMap({ $0 })
      where RunDestination.isSame(url, result) {
        throw ConfigurationError.conflict(
          "--checkpoint and a result both name \(url.path); name two files"
        )
      }
      try RunDestination.checkPlace(of: url, overwrite: true)
    }
    if let restart, !FileManager.default.isReadableFile(atPath: restart) {
      throw FileAccessError.notFound(path: restart)
    }
  }

  /// Refuses more checkpoints of a run of so many seconds than anyone wants.
  func check(duration: Double) throws {
    if let interval, duration / interval > 10_000 {
      throw ValidationError(
        "--checkpoint-interval \(interval) makes more than 10000 checkpoints in \(duration) s; it is in seconds."
      )
    }
  }
}
