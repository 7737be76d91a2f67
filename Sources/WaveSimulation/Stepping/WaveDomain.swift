import CWaveKernels
import Foundation
import NumericalRuntime
import Seismology

/// Fields, material, boundaries and attenuation of one run, or of several that advance together, ready to step.
final class WaveDomain {
  /// The grid, absorbing layers included.
  let grid: SimulationGrid
  /// How it is computed.
  let options: SimulationOptions
  /// Seconds between time steps.
  let timeStep: Double
  /// Largest P and smallest S velocity on the grid in m/s, at infinite frequency.
  let velocityRange: (minimumS: Double, maximumP: Double)

  let field: Wavefield
  let medium: Medium
  let surfaceStrain: AlignedBuffer?
  private let layer: PerfectlyMatchedLayer?
  private let memory: AlignedBuffer?
  private let relaxationTables: AlignedBuffer?
  private let sponge: SpongeLayer?
  private let stencils: FreeSurfaceStencils?
  private let arguments: KernelArguments
  private let stepper: LeapfrogStepper

  /// Averages the model onto the grid and brings everything to rest.
  ///
  /// - Parameters:
  ///   - model: the material.
  ///   - grid: the grid.
  ///   - options: how it is computed.
  ///   - lanes: 1, or 16 for a fused run.
  ///   - interval: a time in seconds of which the time step shall be a whole part; nil if it may be any.
  /// - Throws: ``SimulationError`` for a model, a time step or a size that cannot be run.
  init(
    model: any VelocityModel,
    grid: SimulationGrid,
    options: SimulationOptions,
    lanes: Int = 1,
    interval: Double? = nil
  ) throws {
    self.grid = grid
    self.options = options
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
    timeStep = try Self.timeStep(
      options,
      grid: grid,
      maximumVelocity: medium.maximumVelocity,
      interval: interval
    )
    medium.scale(by: timeStep)
    field = try Wavefield(grid: grid, lanes: lanes)

    var g = wk_grid(field)
    let hasSurface = options.freeSurface != .none && options.absorption != .periodic
    stencils = hasSurface ? FreeSurfaceStencils(options.freeSurface) : nil
    medium.fill(&g)
    surfaceStrain = hasSurface ? try Self.surfaceStrain(&g, field: field) : nil
    if options.absorption == .pml, grid.absorbingNodes > 0 {
      let law = PerfectlyMatchedLayer.Law(
        grid: grid,
        maximumVelocity: medium.maximumVelocity,
        frequency: velocityRange.minimumS / (16 * grid.spacing),
        timeStep: timeStep
      )
      let layer = try PerfectlyMatchedLayer(
        grid: grid,
        law: law,
        freeSurface: hasSurface,
        lanes: lanes
      )
      try layer.fill(&g)
      self.layer = layer
    } else {
      layer = nil
    }
    if let relaxation {
      (memory, relaxationTables) = try relaxation.fill(
        &g,
        grid: grid,
        timeStep: timeStep,
        lanes: lanes
      )
    } else {
      (memory, relaxationTables) = (nil, nil)
    }
    stepper = LeapfrogStepper(
      order: options.spatialOrder,
      threads: threads,
      grid: grid,
      lanes: lanes
    )
    sponge =
      options.absorption == .sponge
      ? SpongeLayer(grid: grid, field: field, freeSurface: hasSurface, threads: stepper.threads)
      : nil
    arguments = KernelArguments(g, surface: stencils?.tables(order: options.spatialOrder))
  }

  /// The threads that take part in a step.
  var threads: Int { stepper.threads }

  /// Everything that steps change.
  var stateBuffers: [AlignedBuffer] {
    field.storage + (memory.map { [$0] } ?? []) + (layer?.storage ?? [])
      + (surfaceStrain.map { [$0] } ?? [])
  }

  /// Bytes held for fields, material, memory variables and absorbing layers.
  var allocatedBytes: Int {
    field.allocatedBytes + medium.allocatedBytes + (memory?.allocatedBytes ?? 0)
      + (layer?.allocatedBytes ?? 0) + (surfaceStrain?.allocatedBytes ?? 0)
  }

  /// What sources and receivers need to know.
  func place(frame: LocalFrame) -> GridPlace {
    GridPlace(grid: grid, frame: frame, field: field, medium: medium, stencils: stencils)
  }

  /// One time step without sources: velocities, then stresses.
  func step() {
    guard options.absorption == .periodic else { return stepper.step(arguments.pointer) }
    let halo = PeriodicHalo(field: field)
    halo.wrapStresses()
    stepper.velocities(arguments.pointer)
    halo.wrapVelocities()
    stepper.stresses(arguments.pointer)
  }

  /// What the sponge does after the sources have acted.
  func damp() { sponge?.damp() }

  /// Brings everything to rest.
  func clear() {
    for buffer in stateBuffers { buffer.pointer.update(repeating: 0, count: buffer.count) }
  }

  /// Looks at every fourth row of the velocities.
  func watchForNaN(step: Int, time: Double) throws(SimulationError) {
    var sum: Float = 0
    for component in [WavefieldComponent.vx, .vy, .vz] {
      let base = field.pointer(component)
      for k in 0..<grid.nz {
        for j in stride(from: 0, to: grid.ny, by: 4) {
          let row = base + field.lanes * field.index(0, j, k)
          for i in 0..<(field.lanes * grid.nx) { sum += abs(row[i]) }
        }
      }
    }
    guard sum.isFinite else { throw .nonFiniteWavefield(step: step, time: time) }
  }

  private static func surfaceStrain(_ g: inout wk_grid, field: Wavefield) throws(SimulationError)
    -> AlignedBuffer
  {
    let count = field.plane * field.lanes
    guard let strain = AlignedBuffer(count: count) else { throw .outOfMemory(bytes: 4 * count) }
    g.surface_strain = strain.pointer + Wavefield.rowPadding * field.lanes
    g.free_surface = 1
    return strain
  }

  private static func timeStep(
    _ options: SimulationOptions,
    grid: SimulationGrid,
    maximumVelocity: Double,
    interval: Double?
  ) throws(SimulationError) -> Double {
    let limit = StabilityLimit.timeStep(
      spacing: grid.spacing,
      maximumVelocity: maximumVelocity,
      order: options.spatialOrder
    )
    let requested = options.timeStep ?? options.courantFraction * limit
    guard requested > 0, requested <= limit else {
      throw .unstableTimeStep(
        requested: requested,
        limit: limit,
        spacing: grid.spacing,
        maximumVelocity: maximumVelocity
      )
    }
    guard let interval else { return requested }
    return interval / max(1, (interval / requested - 1e-9).rounded(.up))
  }
}
