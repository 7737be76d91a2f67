/// A seismic station.
public struct Station: Hashable, Sendable {
  /// FDSN network code.
  public var network: String
  /// Station code.
  public var code: String
  /// Location code, often empty or "00".
  public var location: String
  /// Where it stands.
  public var position: GeographicPoint
  /// Elevation above sea level in metres.
  public var elevation: Double

  /// A station from its codes and position (degrees, metres above sea level).
  public init(
    network: String,
    code: String,
    location: String = "",
    position: GeographicPoint,
    elevation: Double = 0
  ) {
    self.network = network
    self.code = code
    self.location = location
    self.position = position
    self.elevation = elevation
  }
}

/// A named place in the local frame at which seismograms are recorded.
public struct Receiver: Hashable, Sendable {
  /// Network code; empty for synthetic receivers.
  public var network: String
  /// Station code.
  public var code: String
  /// Where it records, in the local frame (metres).
  public var location: LocalPoint

  /// A receiver from its codes and its place in the local frame (metres).
  public init(network: String = "", code: String, location: LocalPoint) {
    self.network = network
    self.code = code
    self.location = location
  }
}
