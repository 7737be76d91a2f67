import Foundation
import Seismology
import WaveSimulation

/// Finds the cheapest way to compute a catalog, by the number of runs that each way takes.
struct StrategyPlanner {
  /// What one event in a fused run of ``FusedSimulation/laneCount`` costs of a run of its own.
  ///
  /// Measured by `Benchmarks --filter catalog/fused` on two cores (0.5 to 0.6); only the choice depends on it.
  static let fusedShare = 0.6

  /// The absorbing layer in nodes with which a shared run in a larger box gives the seismograms of a run of its own
  /// within 1e-3; 8 nodes leave 3e-3 to 6e-3 (`GenerationStrategyTests`).
  static let layerOfShiftedRuns = 16

  let events: [PlannedEvent]
  let layout: ReceiverLayout
  let sampling: CatalogSampling
  let numerics: CatalogNumerics
  let domain: CatalogDomain
  let isLaterallyHomogeneous: Bool

  /// The costs of all ways, cheapest first; ways that cost the same in the order of their definition.
  func costs() -> [StrategyCost] {
    let all = GenerationStrategy.allCases.map(cost)
    return all.enumerated().sorted {
      ($0.element.equivalentRuns, $0.offset) < ($1.element.equivalentRuns, $1.offset)
    }.map(\.element)
  }

  /// The cost of one way.
  func cost(of strategy: GenerationStrategy) -> StrategyCost {
    if strategy != .direct, strategy != .fused, let reason = obstacle(to: strategy) {
      return StrategyCost(
        strategy: strategy,
        runs: 0,
        equivalentRuns: .infinity,
        reason: reason
      )
    }
    switch strategy {
    case .direct:
      return StrategyCost(
        strategy: strategy,
        runs: events.count,
        equivalentRuns: Double(events.count),
        reason: "\(events.count) events, a run each"
      )
    case .fused:
      let groups = Dictionary(grouping: events, by: \.event.modelSeed).values.map(\.count)
      return fused(strategy, lanes: groups, reason: "\(events.count) events")
    case .combination:
      let places = Set(events.flatMap { $0.sources.map(\.location) }).count
      return fused(
        strategy,
        lanes: [places * ElementaryTensor.count],
        reason: "\(places) places × \(ElementaryTensor.count) elementary tensors"
      )
    case .shifted:
      return shiftedCost()
    case .reciprocal:
      return StrategyCost(
        strategy: strategy,
        runs: 3 * layout.stations.count,
        equivalentRuns: Double(3 * layout.stations.count),
        reason: "\(layout.stations.count) stations × 3 forces"
      )
    }
  }

  /// Why elementary runs do not serve; nil if they do.
  private func obstacle(to strategy: GenerationStrategy) -> String? {
    if Set(events.map(\.event.modelSeed)).count > 1 {
      return "each event has its own velocity model"
    }
    // Elementary seismograms are convolved with each event's moment rate at the sampling of the files.
    if sampling.interval * numerics.maximumFrequency > 0.4 {
      return "samples \(sampling.interval) s apart do not carry \(numerics.maximumFrequency) Hz "
        + "with the margin that a convolution needs"
    }
    if strategy == .reciprocal {
      if layout.grid != nil { return "a surface grid has too many receivers" }
      if layout.stations.contains(where: { $0.location.z != 0 }) {
        return "a station lies below the surface"
      }
      return nil
    }
    if events.contains(where: { $0.sources.count != 1 }) { return "finite faults have many places" }
    if strategy == .shifted, !isLaterallyHomogeneous {
      return "the velocity model varies laterally"
    }
    if strategy == .shifted, numerics.absorbingNodes < Self.layerOfShiftedRuns {
      return "with absorbing-nodes: \(numerics.absorbingNodes) the edges of the larger box reflect "
        + "otherwise by more than 1e-3; \(Self.layerOfShiftedRuns) keep it below"
    }
    return nil
  }

  private func shiftedCost() -> StrategyCost {
    let box = ShiftedBox(events: events, domain: domain, spacing: numerics.spacing)
    let places = Set(events.flatMap { $0.sources.map { box.place(of: $0.location) } }).count
    let growth = box.area / ShiftedBox.area(domain)
    let batches = box.batches(of: events, receivers: layout.count)
    var cost = fused(
      .shifted,
      lanes: batches.map { _ in FusedSimulation.laneCount },
      reason:
        "\(places) depths and places between nodes × \(ElementaryTensor.count) elementary tensors"
    )
    cost.equivalentRuns *= growth
    cost.reason += String(format: ", in a box %.1f times as large", growth)
    return cost
  }

  private func fused(_ strategy: GenerationStrategy, lanes: [Int], reason: String) -> StrategyCost {
    let width = FusedSimulation.laneCount
    let runs = lanes.reduce(0) { $0 + ($1 + width - 1) / width }
    return StrategyCost(
      strategy: strategy,
      runs: runs,
      equivalentRuns: Double(runs * width) * Self.fusedShare,
      reason: reason + ", \(width) a fused run"
    )
  }
}
