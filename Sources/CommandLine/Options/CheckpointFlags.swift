import ArgumentParser

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

  /// Refuses more checkpoints of a run of so many seconds than anyone wants.
  func check(duration: Double) throws {
    if let interval, duration / interval > 10_000 {
      throw ValidationError(
        "--checkpoint-interval \(interval) makes more than 10000 checkpoints in \(duration) s; it is in seconds."
      )
    }
  }
}
