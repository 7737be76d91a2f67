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
    var sink = ReportingSink(
      base: try NetCDFWavefieldSink(
        url: destination.file,
        metadata: metadata,
        projection: setup.domain.projection
      )
    )
    var bar = ProgressBar(
      pointCount: simulation.grid.pointCount,
      firstStep: simulation.stepIndex,
      quiet: quiet
    )
    let firstStep = simulation.stepIndex
    do {
      try simulation.run(until: setup.duration, into: &sink, checkpoints: checkpointPlan) {
        progress in
        bar.show(progress, of: totalSteps)
        return !Interruption.isRequested
      }
    } catch {
      bar.finish()
      sink.base.abort()
      if let error = error as? SimulationError, case .cancelled = error {
        throw RunInterrupted(saved: lastCheckpoint(of: simulation, since: firstStep))
      }
      throw error
    }
    bar.finish()
    try writeWaveforms(sink.seismograms)
    report(sink)
  }

  /// What a run that was stopped had saved since it began.
  private func lastCheckpoint(of simulation: borrowing WaveSimulation, since firstStep: Int)
    -> SavedState?
  {
    guard let plan = checkpointPlan, let file = checkpoints.file else { return nil }
    let steps = max(1, Int(plan.interval / simulation.timeStep))
    let last = simulation.stepIndex / steps * steps
    guard last > firstStep else { return nil }
    return SavedState(
      path: file,
      time: simulation.startTime + Double(last) * simulation.timeStep
    )
  }

  /// Every tenth of the run unless asked for otherwise.
  private var checkpointPlan: CheckpointPlan? {
    checkpoints.file.map {
      CheckpointPlan(
        url: URL(fileURLWithPath: $0),
        interval: checkpoints.interval ?? setup.duration / 10
      )
    }
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

  private func report(_ sink: ReportingSink) {
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

/// A file that also keeps the seismograms and the cost of the run.
struct ReportingSink: WavefieldSink {
  /// The file.
  var base: NetCDFWavefieldSink
  /// The seismograms, once whole.
  private(set) var seismograms: [Seismogram] = []
  /// What the run cost.
  private(set) var report: RunReport?

  init(base: NetCDFWavefieldSink) {
    self.base = base
  }

  mutating func begin(_ run: RunDescription) throws { try base.begin(run) }

  mutating func receive(_ frame: WavefieldFrame) throws { try base.receive(frame) }

  mutating func receive(_ seismograms: [Seismogram]) throws {
    self.seismograms = seismograms
    try base.receive(seismograms)
  }

  mutating func receive(_ peaks: PeakMotion) throws { try base.receive(peaks) }

  mutating func finish(_ report: RunReport) throws {
    self.report = report
    try base.finish(report)
  }
}
