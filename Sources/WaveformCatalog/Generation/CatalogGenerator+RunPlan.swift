import Seismology
public import WaveSimulation

extension CatalogGenerator {
  /// What one run of one event takes: grid, time step, memory and time.
  ///
  /// - Throws: `SimulationError` or `VelocityModelError` if the model cannot be run.
  public func runPlan() throws -> RunPlan {
    try RunPlan(
      model: try context.model(seed: events.first?.event.modelSeed),
      grid: context.grid,
      options: context.options,
      duration: specification.sampling.duration,
      startTime: min(0, events.map(\.startTime).min() ?? 0)
    )
  }
}
