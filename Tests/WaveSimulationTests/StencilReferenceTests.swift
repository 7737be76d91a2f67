import Seismology
import Testing

@testable import WaveSimulation

/// The kernels against the same equations written as plain loops in Double.
@Suite("Stencils")
struct StencilReferenceTests {
  private struct Box {
    var values: [Double]
    let nx, ny: Int

    subscript(_ i: Int, _ j: Int, _ k: Int) -> Double {
      get { values[(k * ny + j) * nx + i] }
      set { values[(k * ny + j) * nx + i] = newValue }
    }
  }

  @Test("One step of the kernels equals the plain loops away from the walls", arguments: [4, 6, 8])
  func oneStep(order: Int) throws {
    let material = Material(density: 2500, pVelocity: 4000, sVelocity: 2100)
    let grid = try SimulationGrid(
      coveringX: 0...3100,
      y: 0...1900,
      depth: 1700,
      spacing: 100,
      absorbingNodes: 0
    )
    var options = SimulationOptions(
      spatialOrder: order,
      absorption: .none,
      freeSurface: .none,
      threads: 2
    )
    options.timeDispersionCorrection = false
    var simulation = try WaveSimulation(
      model: HomogeneousModel(material),
      grid: grid,
      options: options
    )
    var state: UInt64 = 88_172_645_463_325_252
    simulation.setFields { component, _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let unit = Float(state >> 40) / Float(1 << 24) - 0.5
      return component.rawValue < 3 ? unit : unit * 1e7
    }
    let before = WaveComponent.allCases.map { read(simulation, $0) }
    simulation.advance()
    let after = WaveComponent.allCases.map { read(simulation, $0) }
    let expected = reference(
      before,
      material: material,
      ratio: simulation.timeStep / 100,
      order: order
    )
    for c in WaveComponent.allCases {
      let scale = c.rawValue < 3 ? 1.0 : 1e7
      for k in 8..<grid.nz - 8 {
        for j in 8..<grid.ny - 8 {
          for i in 8..<grid.nx - 8 {
            let (a, b) = (after[c.rawValue][i, j, k], expected[c.rawValue][i, j, k])
            // Some thirty float operations on values of this scale.
            #expect(abs(a - b) < 4e-6 * scale, "\(c) at \(i) \(j) \(k)")
          }
        }
      }
    }
  }

  private func read(_ simulation: borrowing WaveSimulation, _ component: WaveComponent) -> Box {
    var values: [Double] = []
    simulation.visit(component) { _, value in values.append(Double(value)) }
    return Box(values: values, nx: simulation.grid.nx, ny: simulation.grid.ny)
  }

  private func reference(_ f: [Box], material: Material, ratio: Double, order: Int) -> [Box] {
    var f = f
    let c = StaggeredDifference.weights(order: order)
    let n = order / 2
    let (nx, ny) = (f[0].nx, f[0].ny)
    let nz = f[0].values.count / nx / ny
    func d(_ box: Box, _ axis: Int, _ shift: Int, _ i: Int, _ j: Int, _ k: Int) -> Double {
      c.enumerated().reduce(0) { sum, term in
        let (m, weight) = term
        func at(_ o: Int) -> Double {
          box[i + (axis == 0 ? o : 0), j + (axis == 1 ? o : 0), k + (axis == 2 ? o : 0)]
        }
        return sum + weight * (at(shift + 1 + m) - at(shift - m))
      }
    }
    let b = ratio / material.density
    let (mu, p) = (ratio * material.shearModulus, ratio * material.pModulus)
    let lambda = p - 2 * mu
    func each(_ body: (Int, Int, Int) -> Void) {
      for k in n..<nz - n { for j in n..<ny - n { for i in n..<nx - n { body(i, j, k) } } }
    }
    let s = f
    each { i, j, k in
      f[0][i, j, k] +=
        b * (d(s[3], 0, 0, i, j, k) + d(s[6], 1, -1, i, j, k) + d(s[7], 2, -1, i, j, k))
      f[1][i, j, k] +=
        b * (d(s[6], 0, -1, i, j, k) + d(s[4], 1, 0, i, j, k) + d(s[8], 2, -1, i, j, k))
      f[2][i, j, k] +=
        b * (d(s[7], 0, -1, i, j, k) + d(s[8], 1, -1, i, j, k) + d(s[5], 2, 0, i, j, k))
    }
    let v = f
    each { i, j, k in
      let (xx, yy, zz) = (d(v[0], 0, -1, i, j, k), d(v[1], 1, -1, i, j, k), d(v[2], 2, -1, i, j, k))
      f[3][i, j, k] += p * xx + lambda * (yy + zz)
      f[4][i, j, k] += p * yy + lambda * (xx + zz)
      f[5][i, j, k] += p * zz + lambda * (xx + yy)
      f[6][i, j, k] += mu * (d(v[0], 1, 0, i, j, k) + d(v[1], 0, 0, i, j, k))
      f[7][i, j, k] += mu * (d(v[0], 2, 0, i, j, k) + d(v[2], 0, 0, i, j, k))
      f[8][i, j, k] += mu * (d(v[1], 2, 0, i, j, k) + d(v[2], 1, 0, i, j, k))
    }
    return f
  }
}
