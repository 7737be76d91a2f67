import Foundation
public import Seismology
public import SignalProcessing

/// One station compared: both sides on common times, the best shift, and the scores of each component.
public struct StationComparison: Sendable {
  /// One component.
  public struct Component: Sendable {
    /// Which it is.
    public let component: MotionComponent
    /// What is wrong with the observed record.
    public var flags: [RecordFlag]
    /// The observed motion in the window; empty if it cannot be compared.
    public var observed: [Double] = []
    /// The synthetic motion in the window, at the station's shift; empty if it cannot be compared.
    public var synthetic: [Double] = []
    /// Root mean square in the window over that before the origin time; nil if hardly anything was recorded
    /// before.
    public var signalToNoise: Double?
    /// Whether it counts for the shift and for totals.
    public var isUsed: Bool { !observed.isEmpty && !isDropped }
    /// Whether it was left out for its noise.
    public var isDropped = false
  }

  /// Network code, perhaps empty, and station code.
  public let network, code: String
  /// From the epicentre to the station, where both are known.
  public let path: Geodesic?
  /// The times that were compared, in s after the origin time.
  public let times: TimeGrid
  /// The fit of the components that are used; nil if there is none.
  public let fit: StationFit?
  /// The components: east, north, up or radial, transverse, up.
  public let components: [Component]

  /// By how many seconds the synthetics were moved; positive is later.
  public var shift: Double { fit?.shift ?? 0 }

  /// Compares the records of a station.
  ///
  /// Channels that have less than half of the window are left out with a flag, and so are all where the path from the
  /// epicentre is not known but the options need it.
  ///
  /// - Throws: ``SignalError`` if the records cannot be processed, as with a band beyond Nyquist, one of which the
  ///   window holds less than a tenth of the longest period, and channels whose directions lie in a plane.
  public init(_ station: ComparedStation, options: ComparisonOptions) throws(SignalError) {
    let station = station.withoutFragments(options)
    network = station.network
    code = station.code
    path = station.path
    let isLost = options.needsPath && station.path == nil
    guard !isLost, let (window, isShort) = station.window(options) else {
      times = TimeGrid(covering: 0...0, interval: 1)
      fit = nil
      components = Self.unusable(station, because: isLost ? .unknownPlace : .outsideWindow)
      return
    }
    try options.check(windowLength: window.upperBound - window.lowerBound)
    let layout = ComparisonLayout(station, window: window, options: options)
    times = layout.times
    let preparation = RecordPreparation(options: options)
    let synthetic = try layout.synthetic(station, preparation)
    let observed = try layout.observed(station, preparation)
    var components = options.components.compactMap { component in
      observed[component].map { entry in
        var result = Component(component: component, flags: entry.flags)
        if isShort, entry.samples != nil { result.flags.append(.short(window)) }
        if synthetic[component] == nil { result.flags.append(.noSynthetic) }
        guard let samples = entry.samples, synthetic[component] != nil else { return result }
        return result.recorded(samples, in: layout, options: options)
      }
    }
    let used = components.filter(\.isUsed)
    let best =
      used.isEmpty
      ? nil
      : StationFit(
        observed: used.map(\.observed),
        synthetic: used.map { layout.withMargin(synthetic[$0.component] ?? []) },
        margin: layout.margin,
        samplingInterval: times.interval,
        maximumShift: options.maximumShift
      )
    let lag = (best?.shift ?? 0) / times.interval
    for index in components.indices where !components[index].observed.isEmpty {
      let source = layout.withMargin(synthetic[components[index].component] ?? [])
      components[index].synthetic = FractionalShift(lag).samples(
        of: source,
        from: layout.margin,
        count: times.count
      )
    }
    fit = best
    self.components = components
  }

  /// A station that cannot be compared, with the reason as a flag of its components.
  public init(_ station: ComparedStation, unusable reason: String) {
    network = station.network
    code = station.code
    path = station.path
    times = TimeGrid(covering: 0...0, interval: 1)
    fit = nil
    components = Self.unusable(station, because: .unusable(reason))
  }

  /// Components of a station that cannot be compared: only their flags.
  private static func unusable(_ station: ComparedStation, because reason: RecordFlag)
    -> [Component]
  {
    let oriented = try? ComponentOrientation.components(station.observed.map { ($0, nil) })
    let all: [MotionComponent] = [.east, .north, .up]
    return all.compactMap { component in
      guard var flags = oriented?[component]?.flags else { return nil }
      if !flags.contains(where: \.isFatal) { flags.append(reason) }
      return Component(component: component, flags: flags)
    }
  }
}

extension StationComparison.Component {
  /// The component with its observed motion, judged by its noise.
  fileprivate func recorded(
    _ samples: [Double],
    in layout: ComparisonLayout,
    options: ComparisonOptions
  ) -> Self {
    var result = self
    result.observed = Array(samples[layout.inside])
    result.signalToNoise = layout.signalToNoise(samples)
    if let ratio = result.signalToNoise, ratio < options.minimumSignalToNoise {
      result.flags.append(.noisy(signalToNoise: ratio))
      result.isDropped = options.dropsNoisy
    }
    return result
  }
}

extension ComparisonOptions {
  /// The components in the order of a table.
  var components: [MotionComponent] {
    isRotated ? [.radial, .transverse, .up] : [.east, .north, .up]
  }
}
