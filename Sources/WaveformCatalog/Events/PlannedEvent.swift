import NumericalRuntime
public import Seismology

/// An event that is to be simulated: what the catalog says of it, and the sources that make its waves.
public struct PlannedEvent: Sendable {
  /// What the catalog says of it.
  public var event: CatalogEvent
  /// Its point sources in the local frame, already limited to the catalog's band; one for a point source.
  public var sources: [PointSource]
  /// The moment rates of the sources before the band was limited, one each, counted from the same origins.
  ///
  /// A Green's function of the pulse alone (``CatalogSpecification/pulse()``), convolved with such a function, is
  /// the ground motion of the source.
  public var baseTimeFunctions: [any SourceTimeFunction]

  /// An event, its sources, and their moment rates before the band was limited.
  public init(
    event: CatalogEvent,
    sources: [PointSource],
    baseTimeFunctions: [any SourceTimeFunction]
  ) {
    require(
      sources.count == baseTimeFunctions.count,
      "each source has its base function; got \(sources.count) and \(baseTimeFunctions.count)"
    )
    self.event = event
    self.sources = sources
    self.baseTimeFunctions = baseTimeFunctions
  }

  /// An event from sources of full band, which a pulse limits.
  ///
  /// - Throws: `SourceError` if a source lasts too long for the pulse.
  public init(event: CatalogEvent, unlimited: [PointSource], pulse: LowPassPulse)
    throws(SourceError)
  {
    var sources = unlimited
    // The sub-sources of a rupture often share one moment rate, and then one table.
    var limited: [AnyHashable: BandLimitedTimeFunction] = [:]
    for index in sources.indices {
      let base = unlimited[index].timeFunction
      let key = (base as? any Hashable).map { AnyHashable($0) }
      if let key, let known = limited[key] {
        sources[index].timeFunction = known
        continue
      }
      let function = try BandLimitedTimeFunction(base: base, pulse: pulse)
      if let key { limited[key] = function }
      sources[index].timeFunction = function
    }
    self.init(
      event: event,
      sources: sources,
      baseTimeFunctions: unlimited.map(\.timeFunction)
    )
  }

  /// Seconds from the origin time to the first motion at a source; below zero, since pulses of zero phase begin
  /// before their origin.
  public var startTime: Double {
    sources.map { $0.timeFunction.support.lowerBound + $0.delay }.min() ?? 0
  }
}
