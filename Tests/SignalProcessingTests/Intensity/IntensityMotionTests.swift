import Foundation
import Seismology
import SignalProcessing
import Testing

@Suite struct IntensityMotionTests {
  /// Displacement, velocity and acceleration of a wave of 1 Hz in a Gaussian envelope around 20 s.
  private func packet(_ step: Double) -> [GroundMotion: [Double]] {
    func forms(_ t: Double) -> (Double, Double, Double) {
      let (x, w) = (t - 20, 2 * Double.pi)
      let envelope = exp(-x * x / 8)
      let (slope, bend) = (-x / 4, x * x / 16 - 0.25)
      let (sine, cosine) = (sin(w * x), cos(w * x))
      return (
        envelope * sine, envelope * (slope * sine + w * cosine),
        envelope * ((bend - w * w) * sine + 2 * slope * w * cosine)
      )
    }
    let values = (0..<Int(40 / step)).map { forms(step * Double($0)) }
    return [
      .displacement: values.map(\.0), .velocity: values.map(\.1), .acceleration: values.map(\.2),
    ]
  }

  @Test(
    "Each form gives the other two, with the high-pass and without",
    arguments: GroundMotion.allCases,
    [nil, 0.05]
  )
  func forms(_ motion: GroundMotion, _ corner: Double?) throws {
    let step = 0.005
    let exact = packet(step)
    let found = try IntensityMeasures.Motion(
      of: try #require(exact[motion]),
      motion: motion,
      samplingInterval: step,
      highPassHz: corner
    )
    let pairs: [(GroundMotion, [Double])] = [
      (.displacement, found.displacement), (.velocity, found.velocity),
      (.acceleration, found.acceleration),
    ]
    for (form, ours) in pairs {
      let theirs = try #require(exact[form])
      let peak = theirs.map(abs).max() ?? 0
      let error = zip(ours, theirs).map { abs($0 - $1) }.max() ?? 1
      // Differences and trapezia over 200 samples a period are good to (2π/200)²/3 twice over; the filter keeps
      // 1 Hz to (0.05/1)⁴.
      #expect(error < 1e-3 * peak, "\(motion) to \(form), corner \(corner ?? 0)")
    }
  }

  @Test("The high-pass takes an offset and a trend away, so that displacement does not drift")
  func drift() throws {
    let step = 0.01
    let exact = packet(step)
    let crooked = try #require(exact[.acceleration]).enumerated().map {
      $1 + 0.5 + 0.01 * Double($0) * step
    }
    let found = try IntensityMeasures.Motion(
      of: crooked,
      motion: .acceleration,
      samplingInterval: step,
      highPassHz: 0.1
    )
    let peak = found.displacement.map(abs).max() ?? 0
    #expect(abs(peak - (exact[.displacement]?.map(abs).max() ?? 0)) < 0.01)
  }

  @Test("A record that breaks off says at which share of its peak")
  func endShare() {
    func motion(_ acceleration: [Double]) -> IntensityMeasures.Motion {
      let zeros = acceleration.map { _ in 0.0 }
      return .init(
        acceleration: acceleration,
        velocity: zeros,
        displacement: zeros,
        samplingInterval: 1
      )
    }
    #expect(motion([0, 1, -4, 0.5, -1]).endShare == 0.25)
    #expect(motion([0, 0]).endShare == 0 && motion([]).endShare == 0)
  }

  @Test("A corner at the Nyquist frequency and records too short are refused")
  func refusals() {
    #expect(
      throws: SignalError.aboveNyquist(name: "corner frequency", frequencyHz: 50, nyquistHz: 50)
    ) {
      try IntensityMeasures.Motion(
        of: [Double](repeating: 1, count: 100),
        motion: .velocity,
        samplingInterval: 0.01,
        highPassHz: 50
      )
    }
    for corner in [1e-300, 1e-9, 0.49] {
      #expect(throws: SignalError.self) {
        try IntensityMeasures.Motion(
          of: [Double](repeating: 1, count: 100),
          motion: .velocity,
          samplingInterval: 0.01,
          highPassHz: corner
        )
      }
    }
    #expect(throws: SignalError.self) {
      try IntensityMeasures.Motion(
        of: [1, 2],
        motion: .velocity,
        samplingInterval: 0.01,
        highPassHz: nil
      )
    }
  }
}
