import Foundation
import SeismicFiles
import Seismology
import SimulationOutput
import WaveSimulation

/// Computes one earthquake and writes its files.
struct SimulationRun {
  let setup: SimulationSetup
  let destination: RunDestination
  let checkpoints: CheckpointFlags
  let quiet: Bool
  /// The command line, for the file's history.
  let command: String

  /// Runs to the end; a cancelled or failed run leaves nothing under the final names.
  func perform() throws {
    try ResourceCheck().check(setup)
    try checkpoints.check(duration: setup.duration)
    Interruption.watch()
    var simulation = try setup.simulation()
    if let restart = checkpoints.restart {
      try simulation.restore(from: URL(fileURLWithPath: restart))
    }
    let totalSteps = simulation.stepCount(until: setup.duration)
    var sink = SegmentSink(
      base: try NetCDFWavefieldSink(
        url: destination.file,
        metadata: metadata,
        projection: setup.domain.projection
      ),
      totalSteps: totalSteps
    )
    var bar = ProgressBar(
      pointCount: simulation.grid.pointCount,
      firstStep: simulation.stepIndex,
      quiet: quiet
    )
    var saved: SavedState?
    do {
      for end in segmentEnds(from: simulation.time) {
        sink.isLast = end == setup.duration
        try simulation.run(until: end, into: &sink) { progress in
          bar.show(progress, of: totalSteps)
          return !Interruption.isRequested
        }
        if end < setup.duration, let file = checkpoints.file {
          try simulation.writeCheckpoint(to: URL(fileURLWithPath: file))
          saved = SavedState(path: file, time: end)
        }
      }
    } catch {
      bar.finish()
      sink.base.abort()
      if let error = error as? SimulationError, case .cancelled = error {
        throw RunInterrupted(saved: saved)
      }
      throw error
    }
    bar.finish()
    try writeWaveforms(sink.seismograms)
    report(sink)
  }

  /// The times in s at which the run halts for a checkpoint, and its end.
  private func segmentEnds(from start: Double) -> [Double] {
    guard checkpoints.file != nil else { return [setup.duration] }
    let interval = checkpoints.interval ?? setup.duration / 10
    let halts = stride(from: interval, to: setup.duration, by: interval).filter { $0 > start }
    return halts + [setup.duration]
  }

  private var metadata: RunMetadata {
    RunMetadata(
      title: setup.title,
      source: "foreshake \(Version.current)",
      history: "\(UTCTime.text(Date())) \(command)",
      configuration: setup.values.yaml,
      originTime: setup.source.originTime,
      frame: setup.domain.frame
    )
  }

  private func writeWaveforms(_ seismograms: [Seismogram]) throws {
    guard let url = destination.waveforms else { return }
    let originTime = setup.source.originTime ?? Date(timeIntervalSince1970: 0)
    var waveforms = WaveformCollection(
      traces: seismograms.flatMap { $0.traces(originTime: originTime) },
      motion: setup.outputs.motion,
      originTime: setup.source.originTime
    )
    waveforms.eventPosition = setup.source.epicentre
    waveforms.eventDepth = setup.source.depth
    try url.write(waveforms)
  }

  private func report(_ sink: SegmentSink) {
    guard !quiet else { return }
    if let report = sink.report {
      Console.note(
        String(
          format: "%d steps in %@, %.0f Mpoint/s, %@ of memory",
          report.stepCount,
          Readable.duration(report.steppingSeconds),
          report.pointUpdatesPerSecond / 1e6,
          Readable.bytes(report.allocatedBytes)
        )
      )
    }
    Console.note("wrote \(destination.file.path)")
    if let waveforms = destination.waveforms { Console.note("wrote \(waveforms.url.path)") }
  }
}

/// Joins the parts of a run that halts for checkpoints into one file.
struct SegmentSink: WavefieldSink {
  /// The file.
  var base: NetCDFWavefieldSink
  /// The steps of the whole run.
  let totalSteps: Int
  /// Whether the part at hand is the last.
  var isLast = true
  /// The seismograms, once whole.
  private(set) var seismograms: [Seismogram] = []
  /// What the last part cost.
  private(set) var report: RunReport?
  private var hasBegun = false

  init(base: NetCDFWavefieldSink, totalSteps: Int) {
    self.base = base
    self.totalSteps = totalSteps
  }

  mutating func begin(_ run: RunDescription) throws {
    guard !hasBegun else { return }
    hasBegun = true
    var run = run
    run.stepCount = totalSteps
    try base.begin(run)
  }

  mutating func receive(_ frame: WavefieldFrame) throws { try base.receive(frame) }

  mutating func receive(_ seismograms: [Seismogram]) throws {
    guard isLast else { return }
    self.seismograms = seismograms
    try base.receive(seismograms)
  }

  mutating func receive(_ peaks: PeakMotion) throws {
    if isLast { try base.receive(peaks) }
  }

  mutating func finish(_ report: RunReport) throws {
    guard isLast else { return }
    self.report = report
    var report = report
    report.stepCount = totalSteps
    try base.finish(report)
  }
}
