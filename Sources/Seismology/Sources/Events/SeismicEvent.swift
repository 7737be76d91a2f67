public import Foundation

/// An earthquake as a catalog describes it.
///
///     let event = try QuakeML.read(contentsOf: url)[0]
///     let tensor = try event.moment()
public struct SeismicEvent: Hashable, Sendable {
  /// A place and a time.
  public struct Origin: Hashable, Sendable {
    /// The time in UTC, to the microsecond; see ``UTCTime``.
    public var time: Date
    /// The place on the surface.
    public var epicenter: GeographicPoint
    /// The depth below sea level in m; nil if the catalog has none.
    public var depth: Double?
    /// Whether ``time`` is known; where it is not, as of simulated events, it only stands in for one.
    public var isTimeKnown: Bool

    /// An origin from its time, its epicenter and its depth in m.
    public init(
      time: Date,
      epicenter: GeographicPoint,
      depth: Double?,
      isTimeKnown: Bool = true
    ) {
      self.time = time
      self.epicenter = epicenter
      self.depth = depth
      self.isTimeKnown = isTimeKnown
    }
  }

  /// A magnitude of some kind.
  public struct Magnitude: Hashable, Sendable {
    /// The value.
    public var value: Double
    /// The kind as the catalog names it, such as Mw, ML or mb; empty if it says none.
    public var type: String

    /// A magnitude from its value and kind.
    public init(_ value: Double, type: String) {
      self.value = value
      self.type = type
    }

    /// Whether it is a moment magnitude of any flavor (Mw, Mwr, mwc and so on).
    public var isMomentMagnitude: Bool { type.lowercased().hasPrefix("mw") }
  }

  /// What is known of the mechanism.
  public struct Mechanism: Hashable, Sendable {
    /// The moment tensor in N·m.
    public var momentTensor: MomentTensor?
    /// The published scalar moment in N·m; it may differ from the tensor's by the definition used.
    public var scalarMoment: Double?
    /// The nodal planes, the preferred one first.
    public var nodalPlanes: [NodalPlane]
    /// Where and when the moment was released on average.
    public var centroid: Origin?
    /// Half the duration of the moment rate in s.
    public var halfDuration: Double?

    /// A mechanism from what is known of it; moments in N·m, the half duration in s.
    public init(
      momentTensor: MomentTensor? = nil,
      scalarMoment: Double? = nil,
      nodalPlanes: [NodalPlane] = [],
      centroid: Origin? = nil,
      halfDuration: Double? = nil
    ) {
      self.momentTensor = momentTensor
      self.scalarMoment = scalarMoment
      self.nodalPlanes = nodalPlanes
      self.centroid = centroid
      self.halfDuration = halfDuration
    }
  }

  /// The identifier in its catalog.
  public var publicID: String
  /// A name for people, often the region; may be empty.
  public var name: String
  /// The preferred hypocenter.
  public var origin: Origin
  /// The magnitudes, the preferred one first.
  public var magnitudes: [Magnitude]
  /// The preferred mechanism.
  public var mechanism: Mechanism?

  /// An event from what is known of it.
  public init(
    publicID: String,
    name: String = "",
    origin: Origin,
    magnitudes: [Magnitude] = [],
    mechanism: Mechanism? = nil
  ) {
    self.publicID = publicID
    self.name = name
    self.origin = origin
    self.magnitudes = magnitudes
    self.mechanism = mechanism
  }

  /// The preferred magnitude.
  public var magnitude: Magnitude? { magnitudes.first }

  /// The origin that a point source takes: the centroid where there is one, else the hypocenter.
  public var sourceOrigin: Origin { mechanism?.centroid ?? origin }
}

extension SeismicEvent {
  /// The moment tensor in N·m: the catalog's own, else a double couple on the preferred nodal plane with the
  /// scalar moment, or with the moment magnitude, or with the preferred magnitude taken for one.
  ///
  /// - Throws: ``SourceError`` if mechanism or size is unknown or impossible.
  public func moment() throws(SourceError) -> MomentTensor {
    if let tensor = mechanism?.momentTensor {
      try tensor.validate()
      return tensor
    }
    guard let plane = mechanism?.nodalPlanes.first else {
      throw .incompleteEvent(publicID, missing: "a moment tensor or a nodal plane")
    }
    if let moment = mechanism?.scalarMoment {
      return try MomentTensor(plane, scalarMoment: moment)
    }
    guard let size = magnitudes.first(where: \.isMomentMagnitude) ?? magnitude else {
      throw .incompleteEvent(publicID, missing: "a scalar moment or a magnitude")
    }
    return try MomentTensor(plane, magnitude: MomentMagnitude(size.value))
  }

  /// The event as a point source at a place of the local frame.
  ///
  /// - Parameters:
  ///   - location: the place of ``sourceOrigin`` in the local frame, in m.
  ///   - timeFunction: the moment rate; nil for a triangle of the published half duration.
  /// - Returns: the source; its time zero is the hypocenter's origin time.
  /// - Throws: ``SourceError`` if mechanism, size or duration is unknown.
  public func pointSource(
    at location: LocalPoint,
    timeFunction: (any SourceTimeFunction)? = nil
  ) throws(SourceError) -> PointSource {
    let lag = sourceOrigin.time.timeIntervalSince(origin.time)
    let moment = try moment()
    if let timeFunction {
      return PointSource(location: location, moment: moment, timeFunction: timeFunction, delay: lag)
    }
    guard let half = mechanism?.halfDuration else {
      throw .incompleteEvent(publicID, missing: "a duration; give a source time function")
    }
    // The centroid time is the middle of the triangle.
    return PointSource(
      location: location,
      moment: moment,
      timeFunction: try TriangleTimeFunction(duration: 2 * half),
      delay: mechanism?.centroid == nil ? 0 : lag - half
    )
  }
}
