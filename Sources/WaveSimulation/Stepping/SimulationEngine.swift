import Foundation
import NumericalRuntime
import Seismology

/// What a ``WaveSimulation`` owns and how a step is taken.
final class SimulationEngine {
  /// The grid, absorbing layers included.
  let grid: SimulationGrid
  /// The orientation of its axes.
  let frame: LocalFrame
  /// What was asked for.
  let outputs: OutputRequest
  /// How it is computed.
  let options: SimulationOptions
  /// The receivers in the order of the seismograms.
  let receivers: [Receiver]
  /// Where strain is recorded.
  let strainReceivers: [Receiver]
  /// Seconds from the origin time to the start of step 0; negative if a source starts before its origin.
  let startTime: Double
  /// Number of steps taken.
  var stepIndex = 0

  /// Fields and material.
  let domain: WaveDomain
  private let coupling: SourceCoupling
  var recording: RecordedSeries
  var strainRecording: RecordedSeries
  let surface: SurfaceRecorder?
  let slices: SliceRecorder
  /// Says whether a checkpoint belongs to these sources and this medium.
  let fingerprint: UInt64
  private let setUpSeconds: Double

  init(
    model: any VelocityModel,
    grid: SimulationGrid,
    frame: LocalFrame = LocalFrame(),
    sources: [PointSource] = [],
    forces: [PointForce] = [],
    receivers: [Receiver] = [],
    strainReceivers: [Receiver] = [],
    outputs: OutputRequest = OutputRequest(),
    options: SimulationOptions = SimulationOptions()
  ) throws {
    let watch = Stopwatch()
    self.grid = grid
    self.frame = frame
    self.outputs = outputs
    self.options = options
    self.receivers = receivers
    self.strainReceivers = strainReceivers
    try InputCheck(grid: grid, options: options).check(slices: outputs.slices)
    try InputCheck(grid: grid, options: options).check(
      sources: sources,
      forces: forces,
      receivers: receivers + strainReceivers
    )
    let domain = try WaveDomain(model: model, grid: grid, options: options)
    self.domain = domain
    let timeStep = domain.timeStep
    let earliest =
      (sources.map { $0.timeFunction.support.lowerBound + $0.delay }
      + forces.map { $0.timeFunction.support.lowerBound + $0.delay }).min() ?? 0
    startTime = -(max(0, -earliest) / timeStep).rounded(.up) * timeStep
    let place = domain.place(frame: frame)
    let functions =
      sources.map { ($0.timeFunction, $0.delay) } + forces.map { ($0.timeFunction, $0.delay) }
    let dispersion = TimeDispersion(
      timeStep: timeStep,
      corrects: options.timeDispersionCorrection
        && SourceSchedule.canCorrect(functions, timeStep: timeStep)
    )
    fingerprint =
      SimulationFingerprint(
        sources: sources,
        forces: forces,
        frame: frame,
        medium: domain.medium
      ).value
    coupling = SourceCoupling(
      sources: sources,
      forces: forces,
      place: place,
      startTime: startTime,
      dispersion: dispersion
    )
    recording = RecordedSeries(
      StationRecording.functionals(receivers, place: place),
      startTime: startTime,
      dispersion: dispersion,
      maximumFrequency: coupling.maximumFrequency,
      threads: domain.threads
    )
    strainRecording = RecordedSeries(
      StrainRecording.functionals(strainReceivers, place: place, order: options.spatialOrder),
      startTime: startTime,
      dispersion: dispersion,
      maximumFrequency: coupling.maximumFrequency,
      threads: domain.threads
    )
    let wantsSurface = outputs.peaks || outputs.surfaceFrameInterval != nil
    surface =
      wantsSurface
      ? SurfaceRecorder(
        grid: grid,
        frame: frame,
        field: domain.field,
        surfaceStrain: domain.surfaceStrain.map { pointer in
          UnsafePointer(pointer.pointer + Wavefield.rowPadding)
        },
        stride: outputs.surfaceStride,
        threads: domain.threads
      ) : nil
    slices = SliceRecorder(grid: grid, frame: frame, stride: outputs.surfaceStride)
    setUpSeconds = watch.seconds
  }

  /// Seconds after the origin time at which the stresses stand; the velocities stand half a step earlier.
  var time: Double { startTime + Double(stepIndex) * timeStep }

  /// Seconds between time steps.
  var timeStep: Double { domain.timeStep }
  /// Largest P and smallest S velocity on the grid in m/s, at infinite frequency.
  var velocityRange: (minimumS: Double, maximumP: Double) { domain.velocityRange }
  var field: Wavefield { domain.field }
  var medium: Medium { domain.medium }
  /// Bytes held for fields, material, memory variables and absorbing layers.
  var allocatedBytes: Int { domain.allocatedBytes }

  func run(
    until endTime: Double,
    into sink: inout some WavefieldSink,
    checkpoints: CheckpointPlan?,
    progress: ((RunProgress) -> Bool)?
  ) throws {
    let stepCount = try checkedStepCount(until: endTime)
    guard stepIndex <= stepCount else {
      throw SimulationError.checkpointMismatch(
        "it stands at \(time) s, beyond the end at \(endTime) s"
      )
    }
    try sink.begin(description(stepCount: stepCount))
    let (watch, firstStep) = (Stopwatch(), stepIndex)
    try advance(to: stepCount, checkpoints: checkpoints, into: &sink, progress: progress)
    let stepping = watch.seconds
    try deliver(until: endTime, to: &sink)
    let updates = Double(grid.pointCount) * Double(stepIndex - firstStep)
    try sink.finish(
      RunReport(
        pointUpdatesPerSecond: updates / max(stepping, 1e-9),
        setUpSeconds: setUpSeconds,
        steppingSeconds: stepping,
        allocatedBytes: allocatedBytes,
        stepCount: stepIndex - firstStep
      )
    )
  }

  /// Takes steps up to `stepCount`, delivering frames alone.
  private func advance(
    to stepCount: Int,
    checkpoints: CheckpointPlan?,
    into sink: inout some WavefieldSink,
    progress: ((RunProgress) -> Bool)?
  ) throws {
    let checkpointSteps = checkpoints.map { max(1, Int(min($0.interval / timeStep, 1e9))) } ?? .max
    let watch = Stopwatch()
    var lastReport = -1.0
    recording.reserve(stepCount)
    strainRecording.reserve(stepCount)
    while stepIndex < stepCount {
      advance()
      try deliverFrame(to: &sink)
      if stepIndex % options.nanWatchInterval == 0 || stepIndex == stepCount {
        try domain.watchForNaN(step: stepIndex, time: time)
      }
      if let checkpoints, stepIndex % checkpointSteps == 0, stepIndex < stepCount {
        try writeCheckpoint(to: checkpoints.url)
      }
      guard let progress, watch.seconds - lastReport > 0.1 || stepIndex == stepCount else {
        continue
      }
      lastReport = watch.seconds
      let state = RunProgress(
        step: stepIndex,
        stepCount: stepCount,
        time: time,
        elapsedSeconds: lastReport
      )
      guard progress(state) else { throw SimulationError.cancelled(step: stepIndex) }
    }
  }

  private func deliver(until endTime: Double, to sink: inout some WavefieldSink) throws {
    try sink.receive(
      StationRecording.seismograms(
        recording,
        receivers: receivers,
        until: endTime,
        outputs: outputs
      )
    )
    if !strainReceivers.isEmpty {
      try sink.receive(
        StrainRecording.records(
          strainRecording,
          receivers: strainReceivers,
          frame: frame,
          until: endTime,
          interval: outputs.sampleInterval
        )
      )
    }
    if outputs.peaks, let surface { try sink.receive(surface.peakMotion) }
  }

  /// The number of steps until a time, refused where it cannot be meant.
  func checkedStepCount(until endTime: Double) throws -> Int {
    let steps = (endTime - startTime) / timeStep
    guard steps.isFinite, steps <= 1e9 else {
      throw SimulationError.invalidGrid(
        "an end time of \(endTime) s takes \(steps) steps of \(timeStep) s"
      )
    }
    let samples = (endTime - startTime) / (outputs.sampleInterval ?? timeStep)
    guard samples.isFinite, samples <= 1e9 else {
      throw SimulationError.invalidGrid(
        "a sample interval of \(outputs.sampleInterval ?? timeStep) s gives \(samples) samples"
      )
    }
    return stepCount(until: endTime)
  }

  /// The number of steps from ``startTime`` to a time in seconds.
  func stepCount(until endTime: Double) -> Int {
    max(0, Int(min((endTime - startTime) / timeStep - 1e-9, 1e9).rounded(.up)))
  }

  /// One time step with its sources and recordings.
  func advance() {
    coupling.injectForces(step: stepIndex, into: field)
    domain.step()
    coupling.injectMoments(step: stepIndex, into: field)
    domain.damp()
    stepIndex += 1
    recording.sample(field)
    strainRecording.sample(field)
    if outputs.peaks { surface?.updatePeaks(time: time - 0.5 * timeStep, timeStep: timeStep) }
  }

  private func deliverFrame(to sink: inout some WavefieldSink) throws {
    guard let interval = outputs.surfaceFrameInterval else { return }
    let every = max(1, Int(min(interval / timeStep, 1e9).rounded()))
    guard stepIndex % every == 0 else { return }
    let now = time - 0.5 * timeStep
    if let surface { try sink.receive(surface.frame(at: now)) }
    for slice in outputs.slices { try sink.receive(slices.frame(slice, field: field, at: now)) }
  }

  private func description(stepCount: Int) -> RunDescription {
    RunDescription(
      grid: grid,
      frame: frame,
      timeStep: timeStep,
      stepCount: stepCount,
      surfaceX: surface?.x ?? [],
      surfaceY: surface?.y ?? [],
      receivers: receivers,
      outputs: outputs
    )
  }
}
