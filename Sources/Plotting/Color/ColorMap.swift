import Foundation

/// A continuous scale of colours for values in 0...1.
///
/// Both maps are built in the Oklab space, so that equal steps of the value look equally large, also in grey
/// print and to colour-blind readers.
public struct ColorMap: Sendable {
  /// The colours, equally spaced from value 0 to value 1.
  public let colors: [Color]

  /// A map from at least two equally spaced colours.
  public init(colors: [Color]) {
    precondition(colors.count >= 2, "a colour map needs two colours or more; got \(colors.count)")
    self.colors = colors
  }

  /// The colour of a value; values outside 0...1 get the end colours.
  public func color(at value: Double) -> Color {
    let position = min(max(value, 0), 1) * Double(colors.count - 1)
    let lower = min(Int(position), colors.count - 2)
    let share = position - Double(lower)
    let (a, b) = (colors[lower], colors[lower + 1])
    return Color(
      red: a.red + share * (b.red - a.red),
      green: a.green + share * (b.green - a.green),
      blue: a.blue + share * (b.blue - a.blue)
    )
  }

  /// From near-white through yellow, orange and crimson to a dark violet: for shaking, which starts at zero.
  public static let shaking = ColorMap(
    colors: (0..<64).map { step in
      let t = Double(step) / 63
      // Lightness falls linearly; chroma rises from the paper and ebbs before it leaves the gamut.
      return Color(
        lightness: 0.985 - 0.76 * t,
        chroma: 0.20 * chromaShape(t, peak: 0.58),
        hue: 95 - 140 * t
      )
    }
  )

  /// From blue through near-white to red: for ground motion of either sign.
  public static let polarity = ColorMap(
    colors: (0..<65).map { step in
      let t = Double(step - 32) / 32
      let strength = abs(t)
      return Color(
        lightness: 0.98 - 0.55 * strength,
        chroma: 0.19 * min(1, 1.35 * strength * (1 - 0.26 * strength)),
        hue: t < 0 ? 255 : 28
      )
    }
  )

  private static func chromaShape(_ t: Double, peak: Double) -> Double {
    let x = t < peak ? t / peak : (1 - t) / (1 - peak) * 0.75 + 0.25
    return x * (2 - x)
  }
}

/// How values are laid onto a colour map or an axis.
public enum ValueScale: Hashable, Sendable {
  /// Proportionally from the lower to the upper bound.
  case linear(ClosedRange<Double>)
  /// By the logarithm; both bounds are positive.
  case logarithmic(ClosedRange<Double>)

  /// The position of a value, 0 at the lower and 1 at the upper bound.
  public func position(of value: Double) -> Double {
    switch self {
    case .linear(let range):
      return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    case .logarithmic(let range):
      guard value > 0 else { return -.infinity }
      return log10(value / range.lowerBound) / log10(range.upperBound / range.lowerBound)
    }
  }

  /// The bounds.
  public var range: ClosedRange<Double> {
    switch self {
    case .linear(let range), .logarithmic(let range): range
    }
  }
}
