public import Foundation

/// The SEED codes of a channel.
public struct TraceIdentifier: Hashable, Sendable, CustomStringConvertible {
  /// FDSN network code, station code, location code (often empty) and channel code.
  public var network, station, location, channel: String

  /// An identifier from its four codes.
  public init(network: String, station: String, location: String = "", channel: String) {
    self.network = network
    self.station = station
    self.location = location
    self.channel = channel
  }

  /// An identifier written as `NET.STA.LOC.CHA`, or nil if there are not four codes.
  public init?(_ text: String) {
    let codes = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard codes.count == 4 else { return nil }
    self.init(network: codes[0], station: codes[1], location: codes[2], channel: codes[3])
  }

  /// `NET.STA.LOC.CHA`.
  public var description: String { "\(network).\(station).\(location).\(channel)" }
}

/// The samples of a trace in the type in which they were recorded.
public enum TraceSamples: Hashable, Sendable {
  /// Counts of a digitiser.
  case integers([Int32])
  /// Single precision.
  case floats([Float])
  /// Double precision.
  case doubles([Double])

  /// How many there are.
  public var count: Int {
    switch self {
    case .integers(let values): values.count
    case .floats(let values): values.count
    case .doubles(let values): values.count
    }
  }

  /// The samples in single precision (counts beyond 2^24 are rounded).
  public var asFloats: [Float] {
    switch self {
    case .integers(let values): values.map(Float.init)
    case .floats(let values): values
    case .doubles(let values): values.map(Float.init)
    }
  }

  /// The samples in double precision, without loss.
  public var asDoubles: [Double] {
    switch self {
    case .integers(let values): values.map(Double.init)
    case .floats(let values): values.map(Double.init)
    case .doubles(let values): values
    }
  }

  /// Appends samples of the same type; false if the types differ.
  @discardableResult
  public mutating func append(_ other: TraceSamples) -> Bool {
    switch (self, other) {
    case (.integers(var values), .integers(let more)):
      self = .integers([])
      values += more
      self = .integers(values)
    case (.floats(var values), .floats(let more)):
      self = .floats([])
      values += more
      self = .floats(values)
    case (.doubles(var values), .doubles(let more)):
      self = .doubles([])
      values += more
      self = .doubles(values)
    default: return false
    }
    return true
  }
}

/// Samples of one channel without a gap, equally spaced in time.
public struct WaveformTrace: Hashable, Sendable {
  /// The codes of the channel.
  public var identifier: TraceIdentifier
  /// The time of the first sample.
  public var startTime: Date
  /// Seconds between samples.
  public var samplingInterval: Double
  /// The samples.
  public var samples: TraceSamples

  /// A trace from its codes, start, sampling interval (s) and samples.
  public init(
    identifier: TraceIdentifier,
    startTime: Date,
    samplingInterval: Double,
    samples: TraceSamples
  ) {
    self.identifier = identifier
    self.startTime = startTime
    self.samplingInterval = samplingInterval
    self.samples = samples
  }

  /// The number of samples.
  public var count: Int { samples.count }

  /// The time at which the sample after the last one would stand.
  public var endTime: Date { startTime.addingTimeInterval(Double(count) * samplingInterval) }
}
