import Foundation
import SeismicFiles
import Seismology
import TestSupport
import Testing
import WaveSimulation

@testable import WaveformCatalog

struct GenerationStrategyTests {
  @Test(
    "Every strategy gives the seismograms of direct runs within 1e-3",
    arguments: [GenerationStrategy.fused, .combination, .shifted, .reciprocal]
  )
  func agreement(strategy: GenerationStrategy) throws {
    let small = try SmallCatalog()
    let direct = try small.waveforms(.direct)
    let other = try small.waveforms(strategy)
    #expect(other.map(\.event.id) == direct.map(\.event.id))
    for (a, b) in zip(direct, other) {
      let error = relativeError(b.samples.map(Double.init), a.samples.map(Double.init))
      #expect(error < 1e-3, "\(strategy) \(a.event.id): \(error)")
      // Not trivially equal to nothing.
      #expect(a.samples.contains { abs($0) > 1e-6 })
    }
  }

  @Test("The pulse's own samples are what a convolution with an impulse leaves")
  func identityConvolution() throws {
    let kernel = SourceConvolution(
      try ImpulseTimeFunction(),
      delay: 0.5,
      interval: 0.25,
      maximumFrequency: 0.4
    )
    // A pulse with nothing above 0.4 Hz: a Gaussian of σ = 1.2 s has 1e-2 there and 2e-5 at 0.6 Hz.
    let input = (0..<200).map { Float(exp(-pow((Double($0) * 0.25 - 20) / 1.2, 2) / 2)) }
    let output = kernel.convolved(input, skipped: 0, count: 200)
    let expected = (0..<200).map { Float(exp(-pow((Double($0) * 0.25 - 20.5) / 1.2, 2) / 2)) }
    #expect(relativeError(output.map(Double.init), expected.map(Double.init)) < 1e-3)
  }

  @Test("The cheapest way is chosen, and the reason says what it was weighed against")
  func choice() throws {
    let small = try SmallCatalog()
    let planner = small.planner
    let costs = planner.costs()
    #expect(costs.map(\.equivalentRuns) == costs.map(\.equivalentRuns).sorted())
    // Two events at one station: three reciprocal runs cost more than one fused run.
    #expect(costs.count == GenerationStrategy.allCases.count)
    let reason = GenerationPlan.reason(costs[0], among: costs, isForced: false)
    #expect(reason.contains("next"))
  }
}

/// Four sources at three places in a layered box, seen by two stations.
private struct SmallCatalog {
  let context: SimulationContext
  let events: [PlannedEvent]

  init() throws {
    let layers = FileManager.default.temporaryDirectory.appendingPathComponent(
      "strategies-\(UUID().uuidString).txt"
    )
    try """
    # depth_km vp_km_s vs_km_s rho_g_cm3 qp qs
    0 3.5 2.0 2.3 200 100
    3 5.5 3.2 2.6 400 200
    """.write(to: layers, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: layers) }
    let specification = CatalogSpecification(
      title: "strategies",
      domain: CatalogDomain(frame: LocalFrame(), x: 0...24_000, y: 0...20_000, depth: 10_000),
      model: CatalogModel(file: layers),
      events: [],
      sampling: CatalogSampling(interval: 0.4, count: 60),
      numerics: CatalogNumerics(
        maximumFrequency: 0.5,
        spacing: 500,
        absorbingNodes: 16,
        isAttenuating: true
      )
    )
    let stations = [(4200.0, 4100.0), (19_300, 15_700)].enumerated().map { index, place in
      Receiver(code: "S\(index)", location: LocalPoint(x: place.0, y: place.1, z: 0))
    }
    context = try SimulationContext(
      specification,
      layout: ReceiverLayout(stations: stations),
      modelFile: try VelocityModelFile.read(layers),
      threads: nil
    )
    let pulse = try specification.pulse()
    events = try [
      (10_000.0, 9000.0, 5000.0, 30.0), (10_000, 9000, 5000, 130), (13_300, 11_200, 5000, 70),
      (12_000, 10_000, 6500, 10),
    ].enumerated().map { index, values in
      let base = PointSource(
        location: LocalPoint(x: values.0, y: values.1, z: values.2),
        moment: MomentTensor(
          strike: values.3,
          dip: 80,
          rake: 160 + 10 * Double(index),
          scalarMoment: 2e15
        ),
        timeFunction: try BruneTimeFunction(cornerFrequency: 0.4 + 0.3 * Double(index))
      )
      let event = CatalogEvent(
        id: "e\(index)",
        epicenter: GeographicPoint(latitude: 0, longitude: 0),
        depth: values.2,
        magnitude: 4
      )
      return try PlannedEvent(event: event, unlimited: [base], pulse: pulse)
    }
  }

  var planner: StrategyPlanner {
    StrategyPlanner(
      events: events,
      layout: context.layout,
      sampling: context.sampling,
      numerics: context.specification.numerics,
      domain: context.specification.domain,
      isLaterallyHomogeneous: context.isLaterallyHomogeneous
    )
  }

  func waveforms(_ strategy: GenerationStrategy) throws -> [EventWaveforms] {
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(
      "strains-\(UUID().uuidString)"
    )
    defer { try? FileManager.default.removeItem(at: scratch) }
    var runner: any EventRunner =
      switch strategy {
      case .direct: DirectRunner(context: context)
      case .fused: FusedRunner(context)
      case .combination: try CombinationRunner(context)
      case .shifted: try ShiftedRunner(context, events: events)
      case .reciprocal: try ReciprocalRunner(context, events: events, scratch: scratch)
      }
    var results: [EventWaveforms] = []
    for batch in runner.batches(of: events, in: events) {
      try runner.run(batch) { _ in
        true
      } deliver: {
        results.append($0)
      }
    }
    return results.sorted { $0.event.id < $1.event.id }
  }
}
