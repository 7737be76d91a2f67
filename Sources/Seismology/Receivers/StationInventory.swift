public import Foundation

/// The stations and channels of some networks through time, with their responses.
public struct StationInventory: Hashable, Sendable {
  /// Who made the description.
  public var source: String
  /// When it was made.
  public var created: Date?
  /// The networks.
  public var networks: [NetworkEpoch]

  /// An inventory of networks.
  public init(source: String = "", created: Date? = nil, networks: [NetworkEpoch] = []) {
    self.source = source
    self.created = created
    self.networks = networks
  }

  /// Each station once, at its latest epoch, in the order of the inventory.
  public var stations: [Station] {
    var result: [Station] = []
    var places: [String: (index: Int, start: Date)] = [:]
    for network in networks {
      for epoch in network.stations {
        let station = Station(
          network: network.code,
          code: epoch.code,
          position: epoch.position,
          elevation: epoch.elevation
        )
        let start = epoch.startTime ?? .distantPast
        let key = "\(network.code).\(epoch.code)"
        if let place = places[key] {
          guard start > place.start else { continue }
          result[place.index] = station
          places[key] = (place.index, start)
        } else {
          places[key] = (result.count, start)
          result.append(station)
        }
      }
    }
    return result
  }

  /// The channel with these codes that was open at a time (the latest one if `time` is nil).
  public func channel(
    network: String,
    station: String,
    location: String,
    channel: String,
    at time: Date? = nil
  ) -> ChannelEpoch? {
    let epochs =
      networks.filter { $0.code == network }
      .flatMap(\.stations).filter { $0.code == station }
      .flatMap(\.channels).filter { $0.code == channel && $0.location == location }
    guard let time else {
      return epochs.max { ($0.startTime ?? .distantPast) < ($1.startTime ?? .distantPast) }
    }
    return epochs.first {
      ($0.startTime ?? .distantPast) <= time && time < ($0.endTime ?? .distantFuture)
    }
  }
}

/// A network during one epoch.
public struct NetworkEpoch: Hashable, Sendable {
  /// FDSN network code.
  public var code: String
  /// What it is.
  public var description: String
  /// When the epoch starts and ends; nil for no limit.
  public var startTime, endTime: Date?
  /// Its stations.
  public var stations: [StationEpoch]

  /// A network from its code and stations.
  public init(
    code: String,
    description: String = "",
    startTime: Date? = nil,
    endTime: Date? = nil,
    stations: [StationEpoch] = []
  ) {
    self.code = code
    self.description = description
    self.startTime = startTime
    self.endTime = endTime
    self.stations = stations
  }
}

/// A station during one epoch.
public struct StationEpoch: Hashable, Sendable {
  /// Station code.
  public var code: String
  /// Where it stands.
  public var position: GeographicPoint
  /// Elevation of the ground above sea level in metres.
  public var elevation: Double
  /// The name of the place.
  public var siteName: String
  /// When the epoch starts and ends; nil for no limit.
  public var startTime, endTime: Date?
  /// When the station was first installed.
  public var creationTime: Date?
  /// Its channels.
  public var channels: [ChannelEpoch]

  /// A station from its code, position (degrees), elevation (m) and channels.
  public init(
    code: String,
    position: GeographicPoint,
    elevation: Double = 0,
    siteName: String = "",
    startTime: Date? = nil,
    endTime: Date? = nil,
    creationTime: Date? = nil,
    channels: [ChannelEpoch] = []
  ) {
    self.code = code
    self.position = position
    self.elevation = elevation
    self.siteName = siteName
    self.startTime = startTime
    self.endTime = endTime
    self.creationTime = creationTime
    self.channels = channels
  }
}

/// A channel during one epoch.
public struct ChannelEpoch: Hashable, Sendable {
  /// Location code, often empty or `00`.
  public var location: String
  /// SEED channel code (`BHZ`).
  public var code: String
  /// Where the sensor is.
  public var position: GeographicPoint
  /// Elevation of the ground above the sensor, and depth of the sensor below it, in metres.
  public var elevation, depth: Double
  /// Direction of positive motion, degrees clockwise from north.
  public var azimuth: Double?
  /// Direction of positive motion, degrees down from the horizontal (−90 is up).
  public var dip: Double?
  /// Samples per second.
  public var sampleRate: Double?
  /// Largest drift of the clock in seconds per sample.
  public var clockDrift: Double?
  /// What the data are (`CONTINUOUS`, `GEOPHYSICAL`, …).
  public var types: [String]
  /// The unit of calibration signals.
  public var calibrationUnit: ResponseUnit?
  /// The sensor and the digitiser.
  public var sensor, dataLogger: ChannelEquipment?
  /// When the epoch starts and ends; nil for no limit.
  public var startTime, endTime: Date?
  /// How it turns ground motion into numbers.
  public var response: InstrumentResponse?

  /// A channel from its codes, position (degrees) and depth (m); the rest may be filled in.
  public init(
    location: String = "",
    code: String,
    position: GeographicPoint,
    elevation: Double = 0,
    depth: Double = 0,
    azimuth: Double? = nil,
    dip: Double? = nil,
    sampleRate: Double? = nil,
    startTime: Date? = nil,
    endTime: Date? = nil,
    response: InstrumentResponse? = nil
  ) {
    self.location = location
    self.code = code
    self.position = position
    self.elevation = elevation
    self.depth = depth
    self.azimuth = azimuth
    self.dip = dip
    self.sampleRate = sampleRate
    self.startTime = startTime
    self.endTime = endTime
    self.response = response
    types = []
  }
}

/// A piece of equipment.
public struct ChannelEquipment: Hashable, Sendable {
  /// What its owner says of it.
  public var type, description, manufacturer, vendor, model, serialNumber: String

  /// Equipment from what is known of it.
  public init(
    type: String = "",
    description: String = "",
    manufacturer: String = "",
    vendor: String = "",
    model: String = "",
    serialNumber: String = ""
  ) {
    self.type = type
    self.description = description
    self.manufacturer = manufacturer
    self.vendor = vendor
    self.model = model
    self.serialNumber = serialNumber
  }
}
