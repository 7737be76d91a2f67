/// The units that model files use, and their factors to SI.
enum VelocityModelUnits {
  /// The factor from a unit to metres; nil for a unit that is no length.
  static func length(_ unit: String) -> Double? {
    switch normalized(unit) {
    case "m", "meter", "meters", "metre", "metres": 1
    case "km", "kilometer", "kilometers", "kilometre", "kilometres": 1000
    default: nil
    }
  }

  /// The factor from a unit to m/s; nil for a unit that is no velocity.
  static func velocity(_ unit: String) -> Double? {
    switch normalized(unit) {
    case "m/s", "ms-1", "m_s", "m/sec": 1
    case "km/s", "kms-1", "km_s", "km/sec": 1000
    default: nil
    }
  }

  /// The factor from a unit to kg/m³; nil for a unit that is no density.
  static func density(_ unit: String) -> Double? {
    switch normalized(unit) {
    case "kg/m3", "kgm-3", "kg_m3": 1
    case "g/cm3", "gcm-3", "g_cm3", "g/cc", "gm/cc", "gm/cm3", "mg/m3": 1000
    default: nil
    }
  }

  /// Lower case, without blanks, dots, stars and powers' signs.
  private static func normalized(_ unit: String) -> String {
    unit.lowercased().filter { !" .*^".contains($0) }
      .replacing("³", with: "3").replacing("⁻¹", with: "-1").replacing("⁻³", with: "-3")
  }
}
