import Foundation
import Seismology
import TestSupport
import Testing

@testable import VerificationProblems

@Suite struct LambSurfaceForceTests {
  @Test("the kernel equals Pekeris' closed form for a Poisson solid")
  func pekeris() {
    let kernel = LambKernel(velocityRatio: 1 / 3.squareRoot())
    let root3 = 3.squareRoot()
    let gamma = (0.75 + root3 / 4).squareRoot()
    #expect(abs(kernel.rayleighSlowness - gamma) < 1e-12)
    for tau in stride(from: 0.6, to: 1.08, by: 0.03) {
      let angle = asin(tau / gamma)
      let rayleigh = (3 * root3 + 5).squareRoot() / (gamma * gamma - tau * tau).squareRoot()
      var expected = 6 - rayleigh
      if tau < 1 {
        expected -= root3 / (tau * tau - 0.25).squareRoot()
        expected += (3 * root3 - 5).squareRoot() / (tau * tau + root3 / 4 - 0.75).squareRoot()
        expected /= 2
      }
      // Pekeris' brackets are 6 times ours; the Jacobian dτ/dθ is γ cos θ.
      let value = 6 * kernel.weighted(atAngle: angle) / (gamma * cos(angle))
      #expect(abs(value - expected) < 1e-9 * max(1, abs(expected)))
    }
  }

  @Test(
    "the Rayleigh slowness is a root of the Rayleigh function",
    arguments: [0.25, 0.4, 0.5, 0.577, 0.68]
  )
  func rayleighRoot(ratio: Double) {
    let square = LambKernel(velocityRatio: ratio).rayleighSlowness
    let x = square * square
    let value =
      (2 * x - 1) * (2 * x - 1) - 4 * x * ((x - ratio * ratio) * (x - 1)).squareRoot()
    #expect(abs(value) < 1e-10)
  }

  @Test(
    "long after the force, the surface is at rest again and its displacement integrates to Boussinesq's"
  )
  func boussinesq() throws {
    let rock = Material(density: 2600, pVelocity: 6000, sVelocity: 3000)
    let exact = LambSurfaceForce(
      material: rock,
      impulse: 1e12,
      timeFunction: try GaussianTimeFunction(sigma: 0.1, centerTime: 0.6)
    )
    #expect(abs(exact.upwardDisplacement(distance: 2000, time: 8)) < 1e-12)
    // The time integral of the response to an impulse is the static response to that force.
    let integral = stride(from: 0, to: 8, by: 0.005).reduce(0) {
      $0 + 0.005 * exact.upwardDisplacement(distance: 2000, time: $1)
    }
    let poisson = 1.0 / 3
    let boussinesq = -1e12 * (1 - poisson) / (2 * .pi * rock.shearModulus * 2000)
    #expect(abs(integral - boussinesq) < 1e-5 * abs(boussinesq))
  }

  @Test("velocity is the time derivative of displacement, with the peak at the Rayleigh wave")
  func derivative() throws {
    let rock = Material(density: 2600, pVelocity: 6000, sVelocity: 3000)
    let exact = LambSurfaceForce(
      material: rock,
      impulse: 1e12,
      timeFunction: try GaussianTimeFunction(sigma: 0.1, centerTime: 0.6)
    )
    var peak = (time: 0.0, value: 0.0)
    for time in stride(from: 0.5, through: 4, by: 0.1) {
      let step = 1e-3
      let slope =
        (exact.upwardDisplacement(distance: 5000, time: time + step)
          - exact.upwardDisplacement(distance: 5000, time: time - step)) / (2 * step)
      let velocity = exact.upwardVelocity(distance: 5000, time: time)
      // Central difference over 1 ms of motion with periods above 0.2 s.
      #expect(abs(slope - velocity) < 1e-3 * max(abs(velocity), 1e-3))
      if abs(velocity) > peak.value { peak = (time, abs(velocity)) }
    }
    #expect(abs(peak.time - (0.6 + 5000 / exact.rayleighVelocity)) < 0.25)
  }
}
