import Foundation
import Seismology

/// The lower half of the focal sphere: red where the first P motion is outwards.
///
/// Lambert's equal-area projection, north up. Reference: Aki & Richards (2002), section 4.2 and figure 4.17.
struct Beachball {
  /// The moment tensor in north, east, down coordinates.
  let moment: MomentTensor
  /// Radius on the page in points.
  var radius = 15.0

  /// The P radiation γᵀ M γ towards an azimuth and an angle from straight down, both in radians, in N·m.
  static func radiation(_ m: MomentTensor, azimuth: Double, takeoff: Double) -> Double {
    let north = sin(takeoff) * cos(azimuth)
    let east = sin(takeoff) * sin(azimuth)
    let down = cos(takeoff)
    let diagonal = m.nn * north * north + m.ee * east * east + m.dd * down * down
    return diagonal + 2 * (m.ne * north * east + m.nd * north * down + m.ed * east * down)
  }

  /// Where the ball stands: away from the map's nearest edge.
  func center(beside epicentre: PagePoint, area: PageRectangle) -> PagePoint {
    let side = epicentre.x < area.x + area.width / 2 ? 1.0 : -1.0
    let rise = epicentre.y < area.y + area.height / 2 ? 1.0 : -1.0
    return PagePoint(epicentre.x + side * 2.2 * radius, epicentre.y + rise * 2.0 * radius)
  }

  /// Draws the ball, tied to the epicentre by a thin line.
  func draw(
    into page: inout SVGDocument,
    beside epicentre: PagePoint,
    area: PageRectangle
  ) {
    let center = center(beside: epicentre, area: area)
    page.line(epicentre, center, .init(width: 0.7))
    page.circle(center, radius: radius, fill: .paper)
    page.image(
      image,
      topLeft: PagePoint(center.x - radius, center.y - radius),
      right: PagePoint(2 * radius, 0),
      down: PagePoint(0, 2 * radius)
    )
    page.circle(center, radius: radius, .init(width: 0.9))
  }

  /// The ball with smooth edges: each pixel holds the share of its 3 × 3 parts that move outwards.
  private var image: IndexedPNG {
    let side = 120
    let palette = (0...9).map { step in
      let share = Double(step) / 9
      return Color(
        red: 1 + share * (Color.red.red - 1),
        green: 1 + share * (Color.red.green - 1),
        blue: 1 + share * (Color.red.blue - 1)
      )
    }
    let fine = side * 3
    let pixels = (0..<side * side).map { pixel -> UInt8 in
      var outwards: UInt8 = 0
      for part in 0..<9 {
        let column = Double(pixel % side * 3 + part % 3) + 0.5
        let row = Double(pixel / side * 3 + part / 3) + 0.5
        let (x, y) = (2 * column / Double(fine) - 1, 1 - 2 * row / Double(fine))
        let r = (x * x + y * y).squareRoot()
        guard r < 0.995 else { return UInt8(palette.count) }
        let takeoff = 2 * asin(r / 2.0.squareRoot())
        if Self.radiation(moment, azimuth: atan2(x, y), takeoff: takeoff) > 0 { outwards += 1 }
      }
      return outwards
    }
    return IndexedPNG(width: side, height: side, palette: palette, pixels: pixels)
  }
}
