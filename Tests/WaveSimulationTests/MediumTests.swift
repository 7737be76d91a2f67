import Seismology
import Testing

@testable import WaveSimulation

@Suite("Medium")
struct MediumTests {
  private struct Halves: VelocityModel {
    let upper = Material(density: 2000, pVelocity: 2500, sVelocity: 1200)
    let lower = Material(density: 2700, pVelocity: 6000, sVelocity: 3400)
    let layered: Bool
    func material(at point: LocalPoint) -> Material { point.z < 975 ? upper : lower }
    var isLaterallyHomogeneous: Bool { layered }
    var discontinuityDepths: [Double] { layered ? [975] : [] }
  }

  private func medium(_ model: some VelocityModel) throws -> Medium {
    let grid = try SimulationGrid(
      coveringX: 0...3100,
      y: 0...1500,
      depth: 2000,
      spacing: 100,
      absorbingNodes: 0
    )
    return try Medium(model: model, grid: grid, spectrum: nil, averaging: .orthorhombic, threads: 2)
  }

  @Test("A layered model evaluated as a column equals the same model evaluated in three dimensions")
  func columnAndPlanes() throws {
    // The interface cuts sub-cubes at a quarter, which eight half-spaced samples represent exactly only on
    // their faces; away from the two planes around it both must agree to rounding.
    let (column, planes) = (try medium(Halves(layered: true)), try medium(Halves(layered: false)))
    for k in 0..<20 where abs(k * 100 - 975) > 100 {
      for term in 0..<12 {
        let (a, b) = (
          column.value(term: term, i: 5, j: 6, k: k), planes.value(term: term, i: 5, j: 6, k: k)
        )
        #expect(abs(a - b) <= 1e-5 * abs(a), "term \(term) of plane \(k)")
      }
    }
    #expect(column.storedRows == 21)
    // Rows that equal their neighbours are stored once: one a plane of sixteen.
    #expect(planes.storedRows <= 2 * 21)
  }

  @Test("The range of velocities is that of the model")
  func range() throws {
    let medium = try medium(Halves(layered: false))
    #expect(abs(medium.maximumVelocity - 6000) < 1e-6)
    #expect(abs(medium.minimumVelocity - 1200) < 1e-6)
  }
}
