import Seismology
import Testing

@testable import VerificationProblems

@Suite struct StandingWaveTests {
  @Test(
    "momentum and Hooke's law hold at any place and time",
    arguments: StandingWave.Phase.allCases
  )
  func equations(phase: StandingWave.Phase) {
    let rock = Material(density: 2700, pVelocity: 6000, sVelocity: 3300)
    let wave = StandingWave(
      material: rock,
      phase: phase,
      periods: SIMD3(1, 2, 1),
      size: SIMD3(1000, 1500, 800)
    )
    let place = LocalPoint(x: 130, y: 470, z: 610)
    let (time, step, dt) = (0.013, 0.01, 1e-6)
    func moved(_ x: Double, _ y: Double, _ z: Double) -> LocalPoint {
      LocalPoint(x: place.x + x, y: place.y + y, z: place.z + z)
    }
    func stress(_ x: Double, _ y: Double, _ z: Double) -> [Double] {
      let s = wave.stress(at: moved(x, y, z), time: time)
      return [s.xx, s.xy, s.xz]
    }
    let divergence =
      (stress(step, 0, 0)[0] - stress(-step, 0, 0)[0] + stress(0, step, 0)[1]
        - stress(0, -step, 0)[1] + stress(0, 0, step)[2] - stress(0, 0, -step)[2]) / (2 * step)
    let acceleration =
      (wave.velocity(at: place, time: time + dt).x - wave.velocity(at: place, time: time - dt).x)
      / (2 * dt)
    #expect(abs(rock.density * acceleration - divergence) < 1e-5 * abs(divergence))

    let strain =
      (wave.velocity(at: moved(0, 0, step), time: time).x
        - wave.velocity(at: moved(0, 0, -step), time: time).x
        + wave.velocity(at: moved(step, 0, 0), time: time).z
        - wave.velocity(at: moved(-step, 0, 0), time: time).z) / (2 * step)
    let rate =
      (wave.stress(at: place, time: time + dt).xz - wave.stress(at: place, time: time - dt).xz)
      / (2 * dt)
    #expect(abs(rate - rock.shearModulus * strain) < 1e-5 * abs(rate))
  }
}
