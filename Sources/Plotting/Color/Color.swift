import Foundation

/// An opaque colour in the sRGB space.
public struct Color: Hashable, Sendable {
  /// Red, green and blue, each in 0...1 with the sRGB transfer curve applied.
  public var red, green, blue: Double

  /// A colour from its sRGB components in 0...1; values outside are clipped.
  public init(red: Double, green: Double, blue: Double) {
    self.red = min(max(red, 0), 1)
    self.green = min(max(green, 0), 1)
    self.blue = min(max(blue, 0), 1)
  }

  /// A colour from 0xRRGGBB.
  public init(hex: UInt32) {
    self.init(
      red: Double(hex >> 16 & 0xFF) / 255,
      green: Double(hex >> 8 & 0xFF) / 255,
      blue: Double(hex & 0xFF) / 255
    )
  }

  /// A colour of the Oklab space (Ottosson 2020), in which equal distances look equally different.
  ///
  /// - Parameters:
  ///   - lightness: from 0, black, to 1, white.
  ///   - chroma: distance from grey; about 0.3 is the most that a screen shows.
  ///   - hue: angle in degrees: 30 red, 90 yellow, 140 green, 260 blue.
  public init(lightness: Double, chroma: Double, hue: Double) {
    let a = chroma * cos(hue * .pi / 180)
    let b = chroma * sin(hue * .pi / 180)
    func cube(_ x: Double) -> Double { x * x * x }
    let l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
    let m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
    let s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
    self.init(
      red: Self.encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      green: Self.encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      blue: Self.encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
    )
  }

  /// The Oklab lightness of the colour, 0...1.
  public var lightness: Double {
    let (r, g, b) = (Self.linear(red), Self.linear(green), Self.linear(blue))
    let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
  }

  /// `#rrggbb`.
  public var hexadecimal: String {
    let bytes = self.bytes
    return String(format: "#%02x%02x%02x", bytes.red, bytes.green, bytes.blue)
  }

  /// The components as bytes.
  var bytes: (red: UInt8, green: UInt8, blue: UInt8) {
    func byte(_ x: Double) -> UInt8 { UInt8((x * 255).rounded()) }
    return (byte(red), byte(green), byte(blue))
  }

  private static func encoded(_ x: Double) -> Double {
    x <= 0.0031308 ? 12.92 * max(x, 0) : 1.055 * pow(x, 1 / 2.4) - 0.055
  }

  private static func linear(_ x: Double) -> Double {
    x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4)
  }
}

extension Color {
  /// The ink of text and axes.
  public static let ink = Color(hex: 0x1A1A1A)
  /// The paper.
  public static let paper = Color(hex: 0xFFFFFF)
  /// Secondary text and grid lines.
  public static let grey = Color(hex: 0x8A8A8A)
  /// First accent: traces and P waves.
  public static let blue = Color(hex: 0x1F5FA8)
  /// Second accent: epicentres and S waves.
  public static let red = Color(hex: 0xC4302B)
  /// Third accent.
  public static let green = Color(hex: 0x2E7D4F)
}
