import Seismology
import Testing
import WavefieldForecasting

@Suite("Frames of motion")
struct MotionFramesTests {
  /// Two frames at three points: 100 · frame + 10 · component + point.
  private let frames: MotionFrames = {
    var samples: [Float] = []
    for frame in 0..<2 {
      for component in 0..<3 {
        for point in 0..<3 { samples.append(Float(100 * frame + 10 * component + point)) }
      }
    }
    return MotionFrames(startTime: 2, interval: 0.5, pointCount: 3, samples: samples)
  }()

  @Test("Components, traces and times are those of the layout (frame, component, point)")
  func layout() {
    #expect(frames.count == 2 && frames.time(1) == 2.5 && frames.endTime == 2.5)
    #expect(frames.component(1) == [10, 11, 12, 110, 111, 112])
    #expect(frames.trace(component: 2, point: 1) == [21, 121])
  }

  @Test("A point with one NaN is not known, and points that are not kept become NaN")
  func known() {
    var samples = frames.samples
    samples[4] = .nan
    let gappy = MotionFrames(startTime: 0, interval: 1, pointCount: 3, samples: samples)
    #expect(gappy.known == [true, false, true])
    let kept = frames.keeping([true, false, true])
    #expect(kept.known == [true, false, true])
    #expect(kept.trace(component: 0, point: 2) == [2, 102])
  }

  @Test(
    "A bilinear field is met exactly between the points, and the margin half an interval outside"
  )
  func interpolation() throws {
    let (x, y) = ([0.0, 10, 20, 30], [0.0, 10, 20])
    func field(_ x: Double, _ y: Double) -> Double { 1 + 2 * x - 3 * y + 0.25 * x * y }
    let values = y.flatMap { y in x.map { Float(field($0, y)) } }
    let frames = MotionFrames(
      startTime: 0,
      interval: 1,
      pointCount: 12,
      samples: values + values + values
    )
    for (px, py) in [(0.0, 0.0), (30, 20), (10, 20), (13, 7), (29.5, 0.5)] {
      let place = try #require(GridPlace(of: LocalPoint(x: px, y: py, z: 0), x: x, y: y))
      let value = Double(frames.interpolated(at: [place]).samples[0])
      // Weights and sums in single precision: some 1e-7 of terms up to 210.
      #expect(abs(value - field(px, py)) < 1e-4)
    }
    // Beside the one point that is known, the value is that point's; away from it nothing is known.
    let one = MotionFrames(
      startTime: 0,
      interval: 1,
      pointCount: 12,
      samples: (0..<36).map { $0 % 12 == 5 ? 7 : .nan }
    )
    let beside = try #require(GridPlace(of: LocalPoint(x: 13, y: 8, z: 0), x: x, y: y))
    let away = try #require(GridPlace(of: LocalPoint(x: 28, y: 3, z: 0), x: x, y: y))
    // A weight times the value over the weight: roundings of single precision.
    #expect(abs(one.interpolated(at: [beside]).samples[0] - 7) < 1e-5)
    #expect(one.interpolated(at: [away]).samples[0].isNaN)
    let outside = try #require(GridPlace(of: LocalPoint(x: -5, y: 25, z: 0), x: x, y: y))
    #expect(Double(frames.interpolated(at: [outside]).samples[0]) == field(0, 20))
    #expect(outside.nearest == 8)
    #expect(GridPlace(of: LocalPoint(x: -5.1, y: 0, z: 0), x: x, y: y) == nil)
    #expect(GridPlace(of: LocalPoint(x: 0, y: 25.1, z: 0), x: x, y: y) == nil)
  }

  @Test("On a grid point the values of its neighbours do not matter, not even NaN")
  func onPoint() throws {
    let place = try #require(
      GridPlace(of: LocalPoint(x: 10, y: 0, z: 0), x: [0, 10, 20], y: [0, 10])
    )
    let samples: [Float] = [.nan, 7, .nan, .nan, .nan, .nan]
    let frames = MotionFrames(
      startTime: 0,
      interval: 1,
      pointCount: 6,
      samples: samples + samples + samples
    )
    #expect(frames.interpolated(at: [place]).samples == [7, 7, 7])
  }
}
