import CWaveKernels
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
  /// Seconds between time steps.
  let timeStep: Double
  /// Seconds from the origin time to the start of step 0; negative if a source starts before its origin.
  let startTime: Double
  /// Largest P and smallest S velocity on the grid in m/s, at infinite frequency.
  let velocityRange: (minimumS: Double, maximumP: Double)
  /// Number of steps taken.
  var stepIndex = 0

  let field: Wavefield
  let medium: Medium
  let layer: PerfectlyMatchedLayer?
  let memory: AlignedBuffer?
  private let sponge: SpongeLayer?
  private let relaxationTables: AlignedBuffer?
  let surfaceStrain: AlignedBuffer?
  private let arguments: KernelArguments
  private let stepper: LeapfrogStepper
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
    let threads = options.threads ?? ThreadBudget.available
    let relaxation = Relaxation(options.attenuation)
    medium = try Medium(
      model: model,
      grid: grid,
      spectrum: relaxation?.spectrum,
      averaging: options.mediumAveraging,
      threads: threads
    )
    // A fluid has no S wave: its P wave then stands in.
    velocityRange = (min(medium.minimumVelocity, medium.maximumVelocity), medium.maximumVelocity)
    timeStep = try Self.timeStep(options, grid: grid, maximumVelocity: medium.maximumVelocity)
    medium.scale(by: timeStep)
    field = try Wavefield(grid: grid)

    var g = wk_grid(field)
    let hasSurface = options.freeSurface != .none && options.absorption != .periodic
    let stencils = hasSurface ? FreeSurfaceStencils(options.freeSurface) : nil
    medium.fill(&g)
    if hasSurface {
      guard let strain = AlignedBuffer(count: field.plane) else {
        throw SimulationError.outOfMemory(bytes: 4 * field.plane)
      }
      surfaceStrain = strain
      g.surface_strain = strain.pointer + Wavefield.rowPadding
      g.free_surface = 1
    } else {
      surfaceStrain = nil
    }
    if options.absorption == .pml, grid.absorbingNodes > 0 {
      let law = PerfectlyMatchedLayer.Law(
        grid: grid,
        maximumVelocity: medium.maximumVelocity,
        frequency: velocityRange.minimumS / (16 * grid.spacing),
        timeStep: timeStep
      )
      let layer = try PerfectlyMatchedLayer(grid: grid, law: law, freeSurface: hasSurface)
      try layer.fill(&g)
      self.layer = layer
    } else {
      layer = nil
    }
    if let relaxation {
      (memory, relaxationTables) = try relaxation.fill(&g, grid: grid, timeStep: timeStep)
    } else {
      (memory, relaxationTables) = (nil, nil)
    }
    stepper = LeapfrogStepper(
      order: options.spatialOrder,
      threads: threads,
      rows: grid.ny,
      rowLength: grid.nx
    )
    sponge =
      options.absorption == .sponge
      ? SpongeLayer(grid: grid, field: field, freeSurface: hasSurface, threads: stepper.threads)
      : nil
    let earliest =
      (sources.map { $0.timeFunction.support.lowerBound + $0.delay }
      + forces.map { $0.timeFunction.support.lowerBound + $0.delay }).min() ?? 0
    startTime = -(max(0, -earliest) / timeStep).rounded(.up) * timeStep
    let place = GridPlace(
      grid: grid,
      frame: frame,
      field: field,
      medium: medium,
      stencils: stencils
    )
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
        medium: medium
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
      threads: stepper.threads
    )
    strainRecording = RecordedSeries(
      StrainRecording.functionals(strainReceivers, place: place, order: options.spatialOrder),
      startTime: startTime,
      dispersion: dispersion,
      maximumFrequency: coupling.maximumFrequency,
      threads: stepper.threads
    )
    let wantsSurface = outputs.peaks || outputs.surfaceFrameInterval != nil
    surface =
      wantsSurface
      ? SurfaceRecorder(
        grid: grid,
        frame: frame,
        field: field,
        surfaceStrain: surfaceStrain.map { pointer in
          UnsafePointer(pointer.pointer + Wavefield.rowPadding)
        },
        stride: outputs.surfaceStride,
        threads: stepper.threads
      ) : nil
    slices = SliceRecorder(grid: grid, frame: frame, stride: outputs.surfaceStride)
    arguments = KernelArguments(g, surface: stencils?.tables(order: options.spatialOrder))
    setUpSeconds = watch.seconds
  }

  /// Seconds after the origin time at which the stresses stand; the velocities stand half a step earlier.
  var time: Double { startTime + Double(stepIndex) * timeStep }

  /// Bytes held for fields, material, memory variables and absorbing layers.
  var allocatedBytes: Int {
    field.allocatedBytes + medium.allocatedBytes + (memory?.allocatedBytes ?? 0)
      + (layer?.allocatedBytes ?? 0) + (surfaceStrain?.allocatedBytes ?? 0)
  }

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
      if stepIndex % options.nanWatchInterval == 0 || stepIndex == stepCount { try watchForNaN() }
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
    if options.absorption == .periodic {
      let halo = PeriodicHalo(field: field)
      halo.wrapStresses()
      stepper.velocities(arguments.pointer)
      halo.wrapVelocities()
      stepper.stresses(arguments.pointer)
    } else {
      stepper.step(arguments.pointer)
    }
    coupling.injectMoments(step: stepIndex, into: field)
    sponge?.damp()
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

  private func watchForNaN() throws {
    var sum: Float = 0
    for component in [WavefieldComponent.vx, .vy, .vz] {
      let base = field.pointer(component)
      for k in 0..<grid.nz {
        for j in stride(from: 0, to: grid.ny, by: 4) {
          let row = base + field.index(0, j, k)
          for i in 0..<grid.nx { sum += abs(row[i]) }
        }
      }
    }
    guard sum.isFinite else {
      throw SimulationError.nonFiniteWavefield(step: stepIndex, time: time)
    }
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

  private static func timeStep(
    _ options: SimulationOptions,
    grid: SimulationGrid,
    maximumVelocity: Double
  ) throws -> Double {
    let limit = StabilityLimit.timeStep(
      spacing: grid.spacing,
      maximumVelocity: maximumVelocity,
      order: options.spatialOrder
    )
    guard let requested = options.timeStep else { return options.courantFraction * limit }
    guard requested > 0, requested <= limit else {
      throw SimulationError.unstableTimeStep(
        requested: requested,
        limit: limit,
        spacing: grid.spacing,
        maximumVelocity: maximumVelocity
      )
    }
    return requested
  }
}
