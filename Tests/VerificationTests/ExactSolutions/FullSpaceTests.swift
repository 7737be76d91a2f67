import Foundation
import Seismology
import TestSupport
import Testing

@testable import VerificationProblems

private let rock = Material(density: 2700, pVelocity: 6000, sVelocity: 3300)
private let origin = LocalPoint(x: 0, y: 0, z: 0)

private func gaussian() throws -> GaussianTimeFunction {
  try GaussianTimeFunction(sigma: 0.1, centerTime: 0.6)
}

/// Near field, where all terms matter, and a few wavelengths away.
private let places = [
  LocalPoint(x: 300, y: -200, z: 250), LocalPoint(x: -1500, y: 2500, z: 900),
]

@Suite struct FullSpaceTests {
  @Test(
    "a moment tensor is the gradient of the point force with respect to the source",
    arguments: places
  )
  func momentTensorIsGradientOfForce(place: LocalPoint) throws {
    let moment = MomentTensor(nn: 1e15, ee: -2e15, dd: 0.5e15, ne: 3e15, nd: -1.5e15, ed: 0.7e15)
    let function = try gaussian()
    let exact = FullSpaceMomentTensor(
      material: rock,
      source: PointSource(location: origin, moment: moment, timeFunction: function)
    )
    let times = stride(from: 0, through: 2.5, by: 0.02)
    for component in 0..<3 {
      let direct = times.map { pick(exact.displacement(at: place, time: $0), component) }
      let gradient = times.map { time in
        momentAsForces(moment, at: place, time: time, component: component, function: function)
      }
      // Central differences over ±4 m leave (4 m / 300 m)² ≈ 2e-4 in the near field, less with r.
      #expect(relativeError(gradient, direct) < 2e-3)
    }
  }

  /// Σ M_pq ∂G_p/∂ξ_q by central differences over the source position.
  private func momentAsForces(
    _ m: MomentTensor,
    at place: LocalPoint,
    time: Double,
    component: Int,
    function: GaussianTimeFunction
  ) -> Double {
    let rows = [(m.nn, m.ne, m.nd), (m.ne, m.ee, m.ed), (m.nd, m.ed, m.dd)]
    let step = 4.0
    let shifts = [
      LocalPoint(x: 0, y: step, z: 0), LocalPoint(x: step, y: 0, z: 0),
      LocalPoint(x: 0, y: 0, z: step),
    ]
    var sum = 0.0
    for (column, shift) in shifts.enumerated() {
      for sign in [1.0, -1.0] {
        let location = LocalPoint(x: sign * shift.x, y: sign * shift.y, z: sign * shift.z)
        let impulse = [rows[0], rows[1], rows[2]].map { [$0.0, $0.1, $0.2][column] }
        // The moment is cumulative, so a force of that history: integrate the velocity's source once.
        let force = FullSpaceForce(
          material: rock,
          force: PointForce(
            location: location,
            north: impulse[0],
            east: impulse[1],
            down: impulse[2],
            timeFunction: CumulativeOf(function)
          )
        )
        sum += sign * pick(force.displacement(at: place, time: time), component) / (2 * step)
      }
    }
    return sum
  }

  @Test("the force's displacement solves the elastic wave equation", arguments: places)
  func waveEquation(place: LocalPoint) throws {
    let exact = FullSpaceForce(
      material: rock,
      force: PointForce(
        location: origin,
        north: 1e12,
        east: -2e12,
        down: 0.5e12,
        timeFunction: try gaussian()
      )
    )
    let (lambda, mu) = (rock.pModulus - 2 * rock.shearModulus, rock.shearModulus)
    let step = 5.0
    func u(_ dn: Double, _ de: Double, _ dd: Double, _ time: Double) -> [Double] {
      let shifted = LocalPoint(x: place.x + de, y: place.y + dn, z: place.z + dd)
      let motion = exact.displacement(at: shifted, time: time)
      return [motion.north, motion.east, -motion.up]
    }
    var residual = 0.0
    var scale = 0.0
    for time in stride(from: 0.4, through: 1.6, by: 0.05) {
      for i in 0..<3 {
        let dt = 0.002
        let acceleration =
          (u(0, 0, 0, time + dt)[i] - 2 * u(0, 0, 0, time)[i] + u(0, 0, 0, time - dt)[i])
          / (dt * dt)
        var force = 0.0
        for j in 0..<3 {
          let unit = (0..<3).map { $0 == j ? step : 0 }
          let plus = u(unit[0], unit[1], unit[2], time)[i]
          let minus = u(-unit[0], -unit[1], -unit[2], time)[i]
          force += mu * (plus - 2 * u(0, 0, 0, time)[i] + minus) / (step * step)
          force += (lambda + mu) * mixed(i, j, step) { u($0, $1, $2, time)[j] }
        }
        residual += (rock.density * acceleration - force) * (rock.density * acceleration - force)
        scale += rock.density * acceleration * rock.density * acceleration
      }
    }
    // Second-order differences over 5 m of a field that varies over 100 m or more.
    #expect((residual / scale).squareRoot() < 0.01)
  }

  /// ∂²f/∂x_i∂x_j by central differences.
  private func mixed(_ i: Int, _ j: Int, _ h: Double, _ f: (Double, Double, Double) -> Double)
    -> Double
  {
    func at(_ a: Double, _ b: Double) -> Double {
      var offset = [0.0, 0.0, 0.0]
      offset[i] += a * h
      offset[j] += b * h
      return f(offset[0], offset[1], offset[2])
    }
    if i == j { return (at(1, 0) - 2 * at(0, 0) + at(-1, 0)) / (h * h) }
    return (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * h * h)
  }

  @Test("long after the source, an explosion leaves M0 / 4πρα²r²")
  func staticExplosion() throws {
    let moment = MomentTensor(nn: 1e15, ee: 1e15, dd: 1e15, ne: 0, nd: 0, ed: 0)
    let exact = FullSpaceMomentTensor(
      material: rock,
      source: PointSource(location: origin, moment: moment, timeFunction: try gaussian())
    )
    let motion = exact.displacement(at: LocalPoint(x: 0, y: 0, z: -500), time: 30)
    let expected = 1e15 / (4 * .pi * rock.pModulus * 500 * 500)
    #expect(abs(motion.up - expected) < 1e-9 * expected)
    #expect(abs(motion.east) < 1e-12 * expected)
  }

  @Test("velocity is the time derivative of displacement")
  func velocityIsDerivative() throws {
    let exact = FullSpaceMomentTensor(
      material: rock,
      source: PointSource(
        location: origin,
        moment: MomentTensor(strike: 30, dip: 70, rake: 20, scalarMoment: 1e15),
        timeFunction: try gaussian(),
        delay: 0.1
      )
    )
    for time in [0.7, 0.9, 1.1, 1.3] {
      let place = places[1]
      let step = 1e-4
      let plus = exact.displacement(at: place, time: time + step).north
      let minus = exact.displacement(at: place, time: time - step).north
      let velocity = exact.velocity(at: place, time: time).north
      #expect(abs((plus - minus) / (2 * step) - velocity) < 1e-4 * abs(velocity) + 1e-9)
    }
  }
}

private func pick(_ motion: MotionVector, _ component: Int) -> Double {
  [motion.north, motion.east, motion.up][component]
}

/// The integral of a time function, as a force history.
private struct CumulativeOf: SourceTimeFunction {
  let base: GaussianTimeFunction
  init(_ base: GaussianTimeFunction) { self.base = base }
  func rate(at time: Double) -> Double { base.cumulative(at: time) }
  var support: ClosedRange<Double> { base.support }
}
