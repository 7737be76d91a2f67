import Foundation
import SeismicFiles
import Seismology

/// The metadata of events as NetCDF variables: scalars in an event's file, columns along `event` in the index.
///
/// Numbers that are not known are NaN, texts empty.
enum EventColumns {
  /// A number of each event.
  struct Number: Sendable {
    var name, units, longName: String
    var value: @Sendable (CatalogEvent) -> Double?
  }

  /// A text of each event.
  struct Text: Sendable {
    var name, longName: String
    var value: @Sendable (CatalogEvent) -> String
  }

  static let texts: [Text] = [
    Text(name: "event_id", longName: "identifier of the event", value: { $0.id }),
    Text(name: "magnitude_type", longName: "kind of magnitude", value: { $0.magnitudeType }),
    Text(
      name: "source_description",
      longName: "how the source was made",
      value: { $0.sourceDescription }
    ),
    Text(
      name: "model_seed",
      longName: "seed of the random part of the velocity model",
      value: { $0.modelSeed.map(String.init) ?? "" }
    ),
  ]

  static let numbers: [Number] = place + mechanism

  private static let place: [Number] = [
    Number(
      name: "origin_time",
      units: "seconds since 1970-01-01 00:00:00",
      longName: "origin time (UTC)",
      value: { $0.originTime.map { Double(UTCTime.microseconds($0)) / 1e6 } }
    ),
    Number(name: "magnitude", units: "1", longName: "magnitude", value: { $0.magnitude }),
    Number(
      name: "source_latitude",
      units: "degrees_north",
      longName: "latitude of the epicenter",
      value: { $0.epicenter.latitude }
    ),
    Number(
      name: "source_longitude",
      units: "degrees_east",
      longName: "longitude of the epicenter",
      value: { $0.epicenter.longitude }
    ),
    Number(
      name: "source_depth_m",
      units: "m",
      longName: "depth of the hypocenter below the surface",
      value: { $0.depth }
    ),
    Number(
      name: "source_x_m",
      units: "m",
      longName: "hypocenter along the local x axis",
      value: { $0.location?.x }
    ),
    Number(
      name: "source_y_m",
      units: "m",
      longName: "hypocenter along the local y axis",
      value: { $0.location?.y }
    ),
    Number(
      name: "source_z_m",
      units: "m",
      longName: "hypocenter along the local z axis, downward",
      value: { $0.location?.z }
    ),
  ]

  private static let mechanism: [Number] =
    [
      Number(
        name: "strike_degrees",
        units: "degree",
        longName: "strike of the fault plane",
        value: { $0.plane?.strike }
      ),
      Number(
        name: "dip_degrees",
        units: "degree",
        longName: "dip of the fault plane",
        value: { $0.plane?.dip }
      ),
      Number(
        name: "rake_degrees",
        units: "degree",
        longName: "rake of the slip",
        value: { $0.plane?.rake }
      ),
      Number(
        name: "corner_frequency_hz",
        units: "Hz",
        longName: "corner frequency of the moment-rate spectrum",
        value: { $0.cornerFrequency }
      ),
    ]
    + MomentElement.allCases.map { element in
      Number(
        name: element.variable,
        units: "N m",
        longName: "moment tensor, element \(element.rawValue) of north, east, down",
        value: { $0.moment.map(element.value) }
      )
    }

  /// An element of the moment tensor in north, east, down coordinates.
  enum MomentElement: String, CaseIterable {
    case nn, ee, dd, ne, nd, ed

    var variable: String { "moment_\(rawValue)_newton_meters" }

    func value(of tensor: MomentTensor) -> Double {
      switch self {
      case .nn: tensor.nn
      case .ee: tensor.ee
      case .dd: tensor.dd
      case .ne: tensor.ne
      case .nd: tensor.nd
      case .ed: tensor.ed
      }
    }
  }

  /// All names, as the attribute `coordinates` of ground motion lists them.
  static var names: [String] { texts.map(\.name) + numbers.map(\.name) }
}

extension NetCDFFile {
  /// Writes the metadata of events along a dimension; without one, of the only event as scalars.
  func write(_ events: [CatalogEvent], on dimension: NetCDFDimension?) throws(NetCDFError) {
    let axes = dimension.map { [$0] } ?? []
    for text in EventColumns.texts {
      try defineVariable(
        text.name,
        .string,
        axes,
        attributes: ["long_name": .text(text.longName)]
      ).write(events.map(text.value))
    }
    for number in EventColumns.numbers {
      let variable = try defineVariable(
        number.name,
        .double,
        axes,
        fillValue: .nan,
        attributes: ["units": .text(number.units), "long_name": .text(number.longName)]
      )
      if number.name == "origin_time" {
        try variable.setAttribute("calendar", "standard")
        try variable.setAttribute("units_metadata", "leap_seconds: none")
      }
      try variable.write(events.map { number.value($0) ?? .nan })
    }
  }
}
