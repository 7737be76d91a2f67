import Foundation
import SignalProcessing
import Testing

@Suite("Rotation")
struct RotationTests {
  private let z = (0..<50).map { sin(Double($0)) }
  private let n = (0..<50).map { cos(Double(3 * $0)) }
  private let e = (0..<50).map { sin(Double(7 * $0) + 1) }

  private func agree(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-14 }
  }

  @Test("Radial points away from the source and transverse to the right of radial")
  func directions() throws {
    // A source due south sends waves to the north; right of north is east.
    var (r, t) = try Rotation.radialTransverse(north: [1, 0], east: [0, 1], backAzimuth: 180)
    #expect(agree(r, [1, 0]) && agree(t, [0, 1]))
    // A source due west sends waves to the east; right of east is south.
    (r, t) = try Rotation.radialTransverse(north: [1, 0], east: [0, 1], backAzimuth: 270)
    #expect(agree(r, [0, 1]) && agree(t, [-1, 0]))
  }

  @Test("Every rotation is undone by its opposite", arguments: [-30.0, 0, 17, 90, 213.4, 360, 725])
  func roundTrips(_ angle: Double) throws {
    let (r, t) = try Rotation.radialTransverse(north: n, east: e, backAzimuth: angle)
    let back = try Rotation.northEast(radial: r, transverse: t, backAzimuth: angle)
    #expect(agree(back.north, n) && agree(back.east, e))
    let ray = try Rotation.rayComponents(
      vertical: z,
      north: n,
      east: e,
      backAzimuth: angle,
      incidence: 25
    )
    let straight = try Rotation.verticalNorthEast(
      l: ray.l,
      q: ray.q,
      t: ray.t,
      backAzimuth: angle,
      incidence: 25
    )
    #expect(agree(straight.vertical, z) && agree(straight.north, n) && agree(straight.east, e))
    let turned = try Rotation.horizontal(first: n, second: e, clockwise: angle)
    let turnedBack = try Rotation.horizontal(
      first: turned.first,
      second: turned.second,
      clockwise: -angle
    )
    #expect(agree(turnedBack.first, n) && agree(turnedBack.second, e))
  }

  @Test("Motion along the ray is on L alone, and a horizontal ray makes L radial")
  func ray() throws {
    // Waves from the south arriving 30° off the vertical move the ground up and to the north.
    let up = cos(Double.pi / 6)
    let (l, q, t) = try Rotation.rayComponents(
      vertical: [up],
      north: [0.5],
      east: [0],
      backAzimuth: 180,
      incidence: 30
    )
    #expect(agree(l, [1]) && agree(q, [0]) && agree(t, [0]))
  }

  @Test("Any three independent channels give vertical, north and east")
  func orientations() throws {
    let same = try OrientationRotation(first: .up, second: .north, third: .east)
      .toVerticalNorthEast(z, n, e)
    #expect(agree(same.vertical, z) && agree(same.north, n) && agree(same.east, e))
    // A downward channel and horizontals pointing south and west.
    let opposite = try OrientationRotation(
      first: ChannelOrientation(azimuth: 0, dip: 90),
      second: ChannelOrientation(azimuth: 180, dip: 0),
      third: ChannelOrientation(azimuth: 270, dip: 0)
    ).toVerticalNorthEast(z, n, e)
    #expect(agree(opposite.vertical, z.map { -$0 }) && agree(opposite.east, e.map { -$0 }))
    // The Galperin arrangement of a Streckeisen STS-2: three channels 54.7° off the vertical.
    let dip = -asin(1 / 3.0.squareRoot()) * 180 / .pi
    let galperin = try OrientationRotation(
      first: ChannelOrientation(azimuth: 90, dip: dip),
      second: ChannelOrientation(azimuth: 210, dip: dip),
      third: ChannelOrientation(azimuth: 330, dip: dip)
    )
    let (u, v, w) = try galperin.fromVerticalNorthEast(z, n, e)
    let sum = z.indices.map { (u[$0] + v[$0] + w[$0]) / 3.0.squareRoot() }
    #expect(agree(sum, z))
    let back = try galperin.toVerticalNorthEast(u, v, w)
    #expect(agree(back.vertical, z) && agree(back.north, n) && agree(back.east, e))
  }

  @Test("Channels in one plane are refused, and so are unlike lengths, NaN and no samples")
  func refusals() throws {
    #expect(throws: SignalError.self) {
      try OrientationRotation(
        first: .north,
        second: .east,
        third: ChannelOrientation(azimuth: 45, dip: 0)
      )
    }
    #expect(throws: SignalError.self) {
      try OrientationRotation(
        first: .up,
        second: .north,
        third: ChannelOrientation(azimuth: .nan, dip: 0)
      )
    }
    let unlike = SignalError.mismatch(what: "number of samples", first: 2, second: 1)
    #expect(throws: unlike) {
      try Rotation.radialTransverse(north: [1, 2], east: [1], backAzimuth: 0)
    }
    #expect(throws: SignalError.notFinite(index: 0)) {
      try Rotation.radialTransverse(north: [1], east: [.nan], backAzimuth: 0)
    }
    #expect(throws: SignalError.self) {
      try Rotation.radialTransverse(north: [], east: [], backAzimuth: 0)
    }
    #expect(throws: SignalError.self) {
      try Rotation.horizontal(first: [1], second: [1], clockwise: .infinity)
    }
    let straight = try OrientationRotation(first: .up, second: .north, third: .east)
    #expect(throws: unlike) { try straight.toVerticalNorthEast([1, 2], [1], [1, 2]) }
  }
}
