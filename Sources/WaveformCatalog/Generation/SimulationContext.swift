import NumericalRuntime
import SeismicFiles
import Seismology
import WaveSimulation

/// What all runs of a catalog share: grid, receivers, sampling and the velocity model.
struct SimulationContext: Sendable {
  let specification: CatalogSpecification
  let grid: SimulationGrid
  let layout: ReceiverLayout
  /// The velocity model as its file has it.
  let modelFile: VelocityModelFile
  /// The number of threads; nil for all cores.
  let threads: Int?

  init(
    _ specification: CatalogSpecification,
    layout: ReceiverLayout,
    modelFile: VelocityModelFile,
    threads: Int?
  ) throws {
    self.specification = specification
    self.layout = layout
    self.modelFile = modelFile
    self.threads = threads
    let domain = specification.domain
    let numerics = specification.numerics
    grid = try SimulationGrid(
      coveringX: domain.x,
      y: domain.y,
      depth: domain.depth,
      spacing: numerics.spacing,
      absorbingNodes: numerics.absorbingNodes
    )
    try grid.checkRoom(for: options)
  }

  var sampling: CatalogSampling { specification.sampling }
  var frame: LocalFrame { specification.domain.frame }

  /// The velocity in m/s to which slower shear velocities are raised.
  var minimumShearVelocity: Double {
    specification.model.minimumShearVelocity ?? specification.numerics.slowestCarriedVelocity
  }

  /// The velocity model, with the random part of a seed if there is one.
  func model(seed: UInt64?) throws -> any VelocityModel {
    let file = try seed.map { try modelFile.realised(seed: $0) } ?? modelFile
    return try ClippedModel(base: file.model, minimumSVelocity: minimumShearVelocity)
  }

  /// Whether the model varies with depth alone.
  var isLaterallyHomogeneous: Bool { modelFile.model.isLaterallyHomogeneous }

  /// How every run is computed, whatever the strategy.
  var options: SimulationOptions {
    let numerics = specification.numerics
    let band = AttenuationBand(
      minimumFrequency: numerics.maximumFrequency / 20,
      maximumFrequency: numerics.maximumFrequency,
      referenceFrequency: 1
    )
    return SimulationOptions(
      attenuation: numerics.isAttenuating ? .coarseGrained(band) : .elastic,
      threads: threads
    )
  }

  /// Receiver sampling of so many samples.
  func sampling(count: Int) -> ReceiverSampling {
    ReceiverSampling(motion: sampling.motion, interval: sampling.interval, count: count)
  }

  /// Samples with all that belongs to them.
  func waveforms(_ event: CatalogEvent, _ samples: [Float]) -> EventWaveforms {
    EventWaveforms(event: event, sampling: sampling, layout: layout, samples: samples)
  }
}

extension PlannedEvent {
  /// Its sources with their own moment rates, which no pulse has limited.
  var unlimitedSources: [PointSource] {
    zip(sources, baseTimeFunctions).map { source, base in
      var source = source
      source.timeFunction = base
      return source
    }
  }
}

extension RunProgress {
  /// The share of the steps that are taken.
  var share: Double { stepCount > 0 ? Double(step) / Double(stepCount) : 1 }
}
