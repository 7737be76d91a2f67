import Foundation
import Seismology

/// The names and units of a table's columns.
struct ColumnTableHeader {
  /// What a column holds.
  enum Quantity: String {
    case depth, thickness, pVelocity = "vp", sVelocity = "vs", density = "rho", pQuality = "Qp"
    case sQuality = "Qs"
    case longitude, latitude, x, y

    /// From a name as people write it.
    init?(name: String) {
      switch name {
      case "depth", "z", "top", "ztop", "dep": self = .depth
      case "thickness", "thick", "th", "h", "dz": self = .thickness
      case "vp", "alpha", "p": self = .pVelocity
      case "vs", "beta", "s": self = .sVelocity
      case "rho", "density", "den", "dens": self = .density
      case "qp", "qa", "qalpha", "q_p": self = .pQuality
      case "qs", "qb", "qbeta", "q_s": self = .sQuality
      case "longitude", "lon", "long": self = .longitude
      case "latitude", "lat": self = .latitude
      case "x", "easting": self = .x
      case "y", "northing": self = .y
      default: return nil
      }
    }

    /// The factor from a unit to SI, or to degrees; nil for a unit that this quantity does not have.
    func factor(_ unit: String) -> Double? {
      switch self {
      case .depth, .thickness, .x, .y: VelocityModelUnits.length(unit)
      case .pVelocity, .sVelocity: VelocityModelUnits.velocity(unit)
      case .density: VelocityModelUnits.density(unit)
      case .longitude, .latitude: unit.hasPrefix("deg") || unit == "°" ? 1 : nil
      case .pQuality, .sQuality: nil
      }
    }
  }

  /// The column of each quantity, counted from 0; the first of a name counts.
  var columns: [Quantity: Int] = [:]
  /// The factor to SI of those columns that state a unit.
  var factors: [Quantity: Double] = [:]

  /// The horizontal columns of a table of points: longitude and latitude, or x and y; nil in a table of layers.
  var horizontal: (x: Quantity, y: Quantity)? {
    if columns[.longitude] != nil, columns[.latitude] != nil { return (.longitude, .latitude) }
    return columns[.x] != nil && columns[.y] != nil ? (.x, .y) : nil
  }

  /// The usual order: depth or thickness, vp, vs, rho, and perhaps Qp and Qs.
  init(firstColumn: Quantity, hasQuality: Bool) {
    let order: [Quantity] =
      [firstColumn, .pVelocity, .sVelocity, .density] + (hasQuality ? [.pQuality, .sQuality] : [])
    for (index, quantity) in order.enumerated() { columns[quantity] = index }
  }

  /// A header from a line of text; nil if the line does not name depth (or thickness), vp and vs.
  init?(_ text: Substring) throws(VelocityModelError) {
    for (index, field) in Self.fields(text).enumerated() {
      let (name, unit) = Self.split(field)
      guard let quantity = Quantity(name: name), columns[quantity] == nil else { continue }
      columns[quantity] = index
      guard let unit else { continue }
      guard let factor = quantity.factor(unit) else {
        throw .malformed(
          reason: "unknown unit \"\(unit)\" of column \(name)",
          remedy: "use m or km, m/s or km/s, kg/m3 or g/cm3, degrees"
        )
      }
      factors[quantity] = factor
    }
    guard columns[.pVelocity] != nil, columns[.sVelocity] != nil,
      columns[.depth] != nil || columns[.thickness] != nil
    else { return nil }
  }

  /// The names, each with the unit that may follow it after a blank: `Vp (km/s)`.
  private static func fields(_ text: Substring) -> [String] {
    NumberRow.fields(text).reduce(into: []) { fields, field in
      if let first = field.first, "([".contains(first), !fields.isEmpty {
        fields[fields.count - 1] += field
      } else {
        fields.append(field)
      }
    }
  }

  /// `Vp(km/s)`, `vp[km/s]`, `vp_km_s` and `vp` as name and unit, both in lower case.
  private static func split(_ field: String) -> (name: String, unit: String?) {
    let field = field.lowercased()
    if let open = field.firstIndex(where: { "([".contains($0) }) {
      let unit = field[open...].trimmingCharacters(in: CharacterSet(charactersIn: "()[]"))
      return (String(field[..<open]), unit)
    }
    for suffix in ["_km_s", "_m_s", "_kg_m3", "_g_cm3", "_km", "_m"] where field.hasSuffix(suffix) {
      return (String(field.dropLast(suffix.count)), String(suffix.dropFirst()))
    }
    return (field, nil)
  }
}
