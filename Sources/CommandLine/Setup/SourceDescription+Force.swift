import Foundation
import Seismology

/// The impulse of a single force towards north, east and down, in N·s.
struct ForceImpulse: Hashable {
  var north, east, down: Double

  /// Its absolute value in N·s.
  var size: Double { (north * north + east * east + down * down).squareRoot() }
}

extension SourceDescription {
  /// A single force at the place that the configuration gives.
  static func force(_ values: ConfigurationValues) throws -> SourceDescription {
    guard let n = try values.numbers(.force, count: 3) else { throw values.invalid(.force) }
    let impulse = ForceImpulse(north: n[0], east: n[1], down: n[2])
    guard impulse.size > 0, impulse.size.isFinite else { throw values.invalid(.force) }
    return try placed(
      .force(impulse),
      name: "Force of \(Readable.number(impulse.size)) N\u{B7}s",
      values
    )
  }
}
