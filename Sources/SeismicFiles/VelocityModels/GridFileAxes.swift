import Seismology

/// The three axes of a gridded file in ascending order, and how its variables are arranged to follow them.
struct GridFileAxes {
  /// Longitude in degrees or x in metres, latitude or y, and depth in metres.
  let x, y, z: [Double]
  /// Whether x and y are longitude and latitude.
  let isGeographic: Bool
  private let names: (x: String, y: String, z: String)
  private let reversed: (x: Bool, y: Bool, z: Bool)

  private enum Kind {
    case longitude, latitude, x, y, depth

    init?(name: String) {
      switch name.lowercased() {
      case "longitude", "lon": self = .longitude
      case "latitude", "lat": self = .latitude
      case "x", "easting": self = .x
      case "y", "northing": self = .y
      case "z", "depth": self = .depth
      default: return nil
      }
    }
  }

  /// The axes of a variable of three dimensions.
  init(_ file: NetCDFFile, of variable: NetCDFVariable) throws(VelocityModelError) {
    var found: [Kind: (name: String, values: [Double])] = [:]
    for dimension in variable.dimensions {
      guard let kind = Kind(name: dimension.name), found[kind] == nil else {
        throw Self.wrongDimensions(variable)
      }
      found[kind] = (dimension.name, try Self.coordinates(file, dimension, kind))
    }
    guard found.count == 3, let z = found[.depth] else { throw Self.wrongDimensions(variable) }
    let horizontal: (x: (name: String, values: [Double]), y: (name: String, values: [Double]))
    if let longitude = found[.longitude], let latitude = found[.latitude] {
      (horizontal, isGeographic) = ((longitude, latitude), true)
    } else if let x = found[.x], let y = found[.y] {
      (horizontal, isGeographic) = ((x, y), false)
    } else {
      throw Self.wrongDimensions(variable)
    }
    names = (horizontal.x.name, horizontal.y.name, z.name)
    (self.x, reversed.x) = Self.ascending(horizontal.x.values)
    (self.y, reversed.y) = Self.ascending(horizontal.y.values)
    (self.z, reversed.z) = Self.ascending(z.values)
  }

  /// Values of a variable, brought into the order (z, y, x) with every axis ascending.
  func arranged(_ values: [Double], of variable: NetCDFVariable) throws(VelocityModelError)
    -> [Double]
  {
    let order = variable.dimensions.map(\.name)
    guard variable.dimensions.count == 3, let ix = order.firstIndex(of: names.x),
      let iy = order.firstIndex(of: names.y), let iz = order.firstIndex(of: names.z)
    else { throw Self.wrongDimensions(variable) }
    let shape = variable.shape
    let strides = [shape[1] * shape[2], shape[2], 1]
    let (sx, sy, sz) = (strides[ix], strides[iy], strides[iz])
    var result: [Double] = []
    result.reserveCapacity(values.count)
    for k in 0..<z.count {
      let zStart = (reversed.z ? z.count - 1 - k : k) * sz
      for j in 0..<y.count {
        let start = zStart + (reversed.y ? y.count - 1 - j : j) * sy
        for i in 0..<x.count {
          result.append(values[start + (reversed.x ? x.count - 1 - i : i) * sx])
        }
      }
    }
    return result
  }

  /// The coordinates in degrees, or in metres with depth positive downwards.
  private static func coordinates(_ file: NetCDFFile, _ dimension: NetCDFDimension, _ kind: Kind)
    throws(VelocityModelError) -> [Double]
  {
    let name = dimension.name
    var values: [Double]
    let shape: [Int]
    let units: String?
    let positive: String?
    do throws(NetCDFError) {
      let variable = try file.variable(name)
      shape = variable.shape
      values = shape == [dimension.length] ? try variable.readDoubles() : []
      units = try variable.units
      positive = try variable.attribute("positive")?.text
    } catch {
      throw GridFile.unreadable(error)
    }
    guard shape == [dimension.length] else {
      throw .malformed(
        reason: """
          the coordinates \(name) have the shape \(shape), but the dimension of that name has the shape \
          \([dimension.length])
          """,
        remedy: "give one coordinate for each index of the dimension"
      )
    }
    guard kind != .longitude, kind != .latitude else { return values }
    guard let units, let factor = VelocityModelUnits.length(units) else {
      throw .malformed(
        reason: "axis \(name) has \(units.map { "the unit \"\($0)\"" } ?? "no unit")",
        remedy: "set its attribute units to m or km"
      )
    }
    let sign: Double = kind == .depth && positive?.lowercased() == "up" ? -1 : 1
    for index in values.indices { values[index] *= sign * factor }
    return values
  }

  private static func ascending(_ values: [Double]) -> (values: [Double], isReversed: Bool) {
    guard let first = values.first, let last = values.last, first > last else {
      return (values, false)
    }
    return (values.reversed(), true)
  }

  private static func wrongDimensions(_ variable: NetCDFVariable) -> VelocityModelError {
    .malformed(
      reason: """
        variable \(variable.name) has the dimensions \
        (\(variable.dimensions.map(\.name).joined(separator: ", ")))
        """,
      remedy: "give it depth with longitude and latitude, or z with y and x"
    )
  }
}
