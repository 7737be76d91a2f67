import Foundation
import WaveformCatalog

/// What is about to be generated, in a few lines.
struct GenerationPlanText {
  let text: String

  init(_ plan: GenerationPlan, generator: CatalogGenerator) {
    let specification = generator.specification
    let numerics = specification.numerics
    let sampling = specification.sampling
    var lines = [
      specification.title,
      "events      \(plan.eventCount)",
      "receivers   \(plan.receiverCount), \(sampling.count) samples every \(sampling.interval) s",
      "grid        \(Readable.count(plan.pointCount)) points, \(Readable.number(numerics.spacing)) m, "
        + "up to \(Readable.number(numerics.maximumFrequency)) Hz",
      "model       shear velocities raised to \(Readable.number(plan.minimumShearVelocity)) m/s at least",
      "files       \(Readable.bytes(plan.size.eventBytes)) an event, \(Readable.bytes(plan.size.bytes)) in all",
      "strategy    \(plan.strategy.rawValue): \(plan.reason)",
    ]
    for cost in plan.costs where cost.strategy != plan.strategy {
      let work =
        cost.isPossible
        ? "\(Readable.number(cost.equivalentRuns)) single runs' work (\(cost.reason))"
        : "impossible: \(cost.reason)"
      lines.append("  not       \(cost.strategy.rawValue): \(work)")
    }
    text = lines.joined(separator: "\n")
  }
}
