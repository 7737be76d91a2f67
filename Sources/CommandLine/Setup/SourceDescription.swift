import Foundation
import SeismicFiles
import Seismology

/// The earthquake as it is configured, before it has a place in the local frame.
struct SourceDescription {
  /// What ruptures.
  enum Kind {
    /// A point with its moment tensor.
    case point(MomentTensor)
    /// A point with its force.
    case force(ForceImpulse)
    /// A finite fault from a file.
    case rupture(StandardRupture)
    /// A finite fault from its size.
    case fault(FaultDescription)
  }

  var kind: Kind
  /// The epicentre on the globe; nil in a purely local problem.
  var epicentre: GeographicPoint?
  /// The epicentre in a purely local problem, in m.
  var localEpicentre: (x: Double, y: Double) = (0, 0)
  /// Depth of the hypocentre in m.
  var depth: Double
  var originTime: Date?
  /// Seconds from the origin time to the start of the rupture; rupture files may count from a little earlier.
  var startTime = 0.0
  /// A name for titles, as "M 4.4".
  var name: String

  /// Reads what the configuration says of the earthquake.
  ///
  /// - Throws: ``ConfigurationError`` if it says too little or contradicts itself; errors of the files it names.
  init(_ values: ConfigurationValues) throws {
    try Self.checkConflicts(values)
    try Self.checkRupture(values)
    if let file = values.path(.rupture) {
      self = try Self.rupture(file)
    } else if let file = values.path(.event) {
      self = try Self.event(file, values)
    } else if values.has(.force) {
      self = try Self.force(values)
    } else if values.has(.ruptureLength) || values.has(.ruptureWidth) {
      self = try Self.fault(values)
    } else {
      self = try Self.point(values)
    }
    if let text = values.text(.originTime) {
      guard let time = UTCTime.date(text) else { throw values.invalid(.originTime) }
      originTime = time
    }
  }

  init(
    kind: Kind,
    epicentre: GeographicPoint?,
    depth: Double,
    originTime: Date? = nil,
    name: String
  ) {
    self.kind = kind
    self.epicentre = epicentre
    self.depth = depth
    self.originTime = originTime
    self.name = name
  }

  /// Refuses values of which one would have to be ignored.
  private static func checkConflicts(_ values: ConfigurationValues) throws(ConfigurationError) {
    let mechanism: [ConfigurationKey] = [
      .magnitude, .moment, .strike, .dip, .rake, .momentTensor, .sphericalMomentTensor,
    ]
    let exclusions: [(ConfigurationKey, [ConfigurationKey])] = [
      (.rupture, [.event, .force, .ruptureLength, .ruptureWidth]),
      (.event, [.force, .ruptureLength, .ruptureWidth]),
      (.force, [.ruptureLength, .ruptureWidth] + mechanism),
      (.momentTensor, [.sphericalMomentTensor, .ruptureLength, .ruptureWidth]),
      (.sphericalMomentTensor, [.ruptureLength, .ruptureWidth]),
      (.ruptureLength, [.timeFunction, .timeConstant]),
      (.timeFunctionFile, [.timeFunction, .timeConstant, .ruptureLength, .ruptureWidth]),
    ]
    for (key, others) in exclusions where values.has(key) {
      guard let other = others.first(where: values.has) else { continue }
      throw .conflict(
        "--\(key.description.flag) and --\(other.description.flag) exclude one another; give one of them"
      )
    }
  }

  /// Refuses details of a rupture by its size where there is none.
  private static func checkRupture(_ values: ConfigurationValues) throws(ConfigurationError) {
    let details: [ConfigurationKey] = [
      .hypocenterAlongStrike, .hypocenterDownDip, .ruptureSpeed, .riseTime, .slip, .subFaultSize,
      .seed,
    ]
    guard !values.has(.ruptureLength), !values.has(.ruptureWidth),
      let detail = details.first(where: values.has)
    else { return }
    throw .missing(
      .ruptureLength,
      reason: "--\(detail.description.flag) belongs to a rupture by its size, which has no length"
    )
  }

  private static func point(_ values: ConfigurationValues) throws -> SourceDescription {
    let tensor = try moment(values)
    let magnitude = try MomentMagnitude(scalarMoment: tensor.scalarMoment)
    return try placed(.point(tensor), name: magnitudeName(magnitude), values)
  }

  /// A source at the hypocentre that the configuration gives.
  static func placed(_ kind: Kind, name: String, _ values: ConfigurationValues) throws
    -> SourceDescription
  {
    guard let depth = try values.number(.depth, where: { $0 >= 0 }) else {
      throw ConfigurationError.missing(.depth, reason: "The source needs its depth")
    }
    var source = SourceDescription(kind: kind, epicentre: nil, depth: depth * 1000, name: name)
    switch (try values.number(.latitude), try values.number(.longitude)) {
    case (let latitude?, let longitude?):
      let epicentre = GeographicPoint(latitude: latitude, longitude: longitude)
      try epicentre.validate()
      source.epicentre = epicentre
    case (nil, nil):
      source.localEpicentre = (
        try values.number(.sourceX).map { $0 * 1000 } ?? 0,
        try values.number(.sourceY).map { $0 * 1000 } ?? 0
      )
    case (nil, _):
      throw ConfigurationError.missing(.latitude, reason: "The epicentre has a longitude alone")
    case (_, nil):
      throw ConfigurationError.missing(.longitude, reason: "The epicentre has a latitude alone")
    }
    return source
  }

  /// The moment tensor of a point source in N·m.
  static func moment(_ values: ConfigurationValues) throws -> MomentTensor {
    if let m = try values.numbers(.momentTensor, count: 6) {
      let tensor = MomentTensor(nn: m[0], ee: m[1], dd: m[2], ne: m[3], nd: m[4], ed: m[5])
      try tensor.validate()
      return tensor
    }
    if let m = try values.numbers(.sphericalMomentTensor, count: 6) {
      let tensor = MomentTensor(rr: m[0], tt: m[1], pp: m[2], rt: m[3], rp: m[4], tp: m[5])
      try tensor.validate()
      return tensor
    }
    guard let strike = try values.number(.strike), let dip = try values.number(.dip),
      let rake = try values.number(.rake)
    else {
      throw ConfigurationError.missing(
        [.strike, .dip, .rake].first { !values.has($0) } ?? .strike,
        reason:
          "The earthquake needs an event file, a rupture file, a moment tensor, or strike, dip and rake"
      )
    }
    let plane = try NodalPlane(strike: strike, dip: dip, rake: rake)
    if let moment = try values.positive(.moment) {
      return try MomentTensor(plane, scalarMoment: moment)
    }
    guard let magnitude = try values.number(.magnitude) else {
      throw ConfigurationError.missing(.magnitude, reason: "The earthquake needs its size")
    }
    return try MomentTensor(plane, magnitude: MomentMagnitude(magnitude))
  }

  private static func rupture(_ file: URL) throws -> SourceDescription {
    let rupture = try StandardRupture(contentsOf: file)
    guard rupture.pointCount > 0 else {
      throw RuptureFileError.inconsistent(file: file.path, reason: "there are no points")
    }
    // The point that breaks first is the hypocentre.
    var first = rupture[0]
    for index in 1..<rupture.pointCount where rupture[index].initiationTime < first.initiationTime {
      first = rupture[index]
    }
    var source = SourceDescription(
      kind: .rupture(rupture),
      epicentre: first.epicenter,
      depth: first.depth,
      name: file.deletingPathExtension().lastPathComponent
    )
    source.startTime = first.initiationTime
    return source
  }

  /// Points around a finite fault, its greatest depth among them, in the local frame; none for a point.
  func ruptureExtremes(hypocentre: LocalPoint, frame: LocalFrame, projection: MapProjection?) throws
    -> [LocalPoint]
  {
    if case .fault(let fault) = kind {
      return try fault.plane(hypocentre: hypocentre, frame: frame).corners
    }
    guard case .rupture(let rupture) = kind, let projection else { return [] }
    let points = (0..<rupture.pointCount).map { rupture[$0] }
    let latitudes = points.map(\.epicenter.latitude)
    let longitudes = points.map(\.epicenter.longitude)
    let depth = points.map(\.depth).max() ?? 0
    return try [latitudes.min() ?? 0, latitudes.max() ?? 0].flatMap { latitude in
      try [longitudes.min() ?? 0, longitudes.max() ?? 0].map { longitude in
        try projection.localPoint(
          of: GeographicPoint(latitude: latitude, longitude: longitude),
          depth: depth
        )
      }
    }
  }

  /// `M 4.37`, without needless zeros.
  static func magnitudeName(_ magnitude: MomentMagnitude) -> String {
    "M "
      + String(format: "%.2f", magnitude.value).replacingOccurrences(
        of: "0$",
        with: "",
        options: .regularExpression
      )
  }
}
