import Foundation
public import Seismology

/// A unit in which a ground motion reads as a number between about 0.1 and 1000.
public struct MotionUnit: Hashable, Sendable {
  /// Its symbol, as "mm/s".
  public let symbol: String
  /// How many of it make one SI unit.
  public let perSIUnit: Double

  /// The unit that suits a peak value given in the motion's SI unit.
  public init(for motion: GroundMotion, peak: Double) {
    let prefixes = [("", 1.0), ("c", 1e2), ("m", 1e3), ("\u{B5}", 1e6), ("n", 1e9)]
    let chosen =
      prefixes.first { $0.0 != "c" && peak * $0.1 >= 1 } ?? (peak > 0 ? prefixes[4] : prefixes[0])
    // Engineers read shaking in cm/s and cm.
    let centi = motion != .acceleration && (0.01..<1).contains(peak)
    let (prefix, factor) = centi ? prefixes[1] : chosen
    let suffix =
      switch motion {
      case .displacement: "m"
      case .velocity: "m/s"
      case .acceleration: "m/s\u{B2}"
      }
    symbol = prefix + suffix
    perSIUnit = factor
  }

  /// A value given in SI units as text with its unit.
  public func text(_ value: Double) -> String {
    let scaled = value * perSIUnit
    let digits = abs(scaled) >= 100 ? 0 : abs(scaled) >= 10 ? 1 : 2
    return minus(String(format: "%.\(digits)f ", scaled)) + symbol
  }
}

extension GroundMotion {
  /// The motion's name at the start of a label.
  var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
