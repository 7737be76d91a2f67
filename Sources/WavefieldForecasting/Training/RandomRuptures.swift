public import NumericalRuntime
import Seismology
public import Tensors
public import WaveformCatalog

/// Makes windows of finite ruptures out of windows of point sources.
///
/// Waves are linear in the moment rate: a rupture's are the sum over its parts of each part's waves, folded with its
/// moment-rate function and delayed by the time that the rupture takes to come there. Here the parts are the event of
/// the window, where the rupture starts, and up to three other events of the catalog within its reach; each slips for
/// a time of its own. So a catalog of points shows a model durations and extents that none of its events has.
///
/// - Reference: Aki and Richards (2002), Quantitative Seismology, section 3.3, for the sum over a fault's parts.
public struct RandomRuptures {
  /// The most parts of a rupture besides its start.
  public static let mostParts = 3
  /// The range of rupture velocities in m/s.
  public static let velocities = 1800.0...3200.0

  private let settings: ForecastTrainingSettings.Ruptures
  private let partners: BatchLoader
  private let starts: [Int]
  private let places: [SIMD3<Double>]
  private let numbers: [String: Int]
  private let interval: Double

  /// Ruptures of events of a catalog with a surface grid.
  ///
  /// - Parameters:
  ///   - settings: how many windows become ruptures, and how long these are.
  ///   - catalog: where the waves of their parts come from.
  ///   - events: ids of those that may be parts.
  ///   - plan: how the windows are cut that become ruptures.
  /// - Throws: ``ForecastingError/unusableInput(reason:)`` where an event has no hypocenter in the local frame;
  ///   `CatalogError` where windows do not fit.
  public init(
    _ settings: ForecastTrainingSettings.Ruptures,
    of catalog: WaveformCatalog,
    events: [String],
    plan: WindowPlan
  ) throws {
    let known = Dictionary(
      catalog.events.map { ($0.id, $0.location) },
      uniquingKeysWith: { first, _ in first }
    )
    places = try events.map { id in
      guard let place = known[id] ?? nil else {
        throw ForecastingError.unusableInput(
          reason: "event \(id) has no hypocenter in the catalog's frame, which ruptures need; "
            + "train without --rupture-share"
        )
      }
      return SIMD3(place.x, place.y, place.z)
    }
    self.settings = settings
    partners = try catalog.loader(plan, events: events, receivers: .grid, batchSize: 1)
    starts = try plan.starts(inEventOf: catalog.sampling.count)
    interval = Double(plan.stride) * catalog.sampling.interval
    numbers = Dictionary(events.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
  }

  /// Turns a share of windows into ruptures.
  ///
  /// - Parameters:
  ///   - windows: [n, frames, 3, h, w] in m/s.
  ///   - samples: of which event and from where each window is.
  ///   - generator: draws which windows and what ruptures.
  /// - Returns: as many windows, [n, frames, 3, h, w] in m/s.
  /// - Throws: `CatalogError` where a part's waves cannot be read.
  public func apply(
    to windows: Tensor,
    _ samples: [WindowSample],
    using generator: inout SeededGenerator
  ) throws -> Tensor {
    var parts: [Tensor] = []
    for (number, sample) in samples.enumerated() {
      let window = windows[axis: 0, number..<number + 1]
      guard generator.uniform() < settings.share, let event = numbers[sample.event] else {
        parts.append(window)
        continue
      }
      parts.append(try rupture(window, of: event, at: sample.start, using: &generator))
    }
    return .concatenated(parts, axis: 0)
  }

  private func rupture(
    _ window: Tensor,
    of event: Int,
    at start: Int,
    using generator: inout SeededGenerator
  ) throws -> Tensor {
    let plan = RandomRupture(of: event, places, settings.longestDuration, using: &generator)
    let frames = window.shape[1]
    var (waves, kernels): ([Tensor], [Tensor]) = ([], [])
    for part in plan.parts {
      waves.append(part.event == event ? window : try partner(part.event, at: start))
      kernels.append(part.kernel(frames: frames, interval: interval))
    }
    let row = window.shape[2...].reduce(1, *)
    let stacked = Tensor.concatenated(waves, axis: 1).reshaped([-1, row])
    return Tensor.concatenated(kernels, axis: 1).matmul(stacked).reshaped(window.shape)
  }

  /// The window of another event from the same snapshot on.
  private func partner(_ event: Int, at start: Int) throws -> Tensor {
    let place = starts.firstIndex(of: start) ?? 0
    let batch = try partners.batch(at: BatchPosition(epoch: 0, batch: event * starts.count + place))
    return .concatenated([batch.input, batch.target], axis: 1)
  }
}
