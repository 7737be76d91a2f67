package import Seismology

/// A component of the wavefield along the grid's axes.
package enum WaveComponent: Int, CaseIterable, Sendable {
  case vx, vy, vz, sxx, syy, szz, sxy, sxz, syz
}

/// Access to the fields for verification.
extension WaveSimulation {
  /// Sets all nine fields: velocities at ``time`` − Δt/2 and stresses at ``time``, each at its staggered place.
  package mutating func setFields(_ body: (WaveComponent, LocalPoint) -> Float) {
    for component in WaveComponent.allCases {
      visit(component) { point, value in value = body(component, point) }
    }
  }

  /// Calls `body` with the place and the value of every point of a component.
  package func visit(_ component: WaveComponent, _ body: (LocalPoint, inout Float) -> Void) {
    guard let stored = WavefieldComponent(rawValue: component.rawValue) else { return }
    let (field, grid) = (engine.field, engine.grid)
    let (base, location, h) = (field.pointer(stored), stored.location, grid.spacing)
    for k in 0..<grid.nz {
      for j in 0..<grid.ny {
        for i in 0..<grid.nx {
          let point = LocalPoint(
            x: grid.origin.x + (Double(i) + location.x) * h,
            y: grid.origin.y + (Double(j) + location.y) * h,
            z: (Double(k) + location.z) * h
          )
          body(point, &base[field.index(i, j, k)])
        }
      }
    }
  }

  /// Kinetic plus elastic energy in J, velocities half a step before the stresses.
  ///
  /// ½ Σ ρ v² + ½ Σ σ : S : σ over the points, each with the share of h³ it stands for at the free surface.
  package func energy() -> Double {
    let (field, grid, medium) = (engine.field, engine.grid, engine.medium)
    let h = grid.spacing
    let scale = engine.timeStep / h
    let stencils =
      engine.options.freeSurface == .none ? nil : FreeSurfaceStencils(engine.options.freeSurface)
    var total = 0.0
    for k in 0..<grid.nz {
      let node = stencils?.weight(of: k, half: false) ?? 1
      let half = stencils?.weight(of: k, half: true) ?? 1
      for j in 0..<grid.ny {
        for i in 0..<grid.nx {
          let at = field.index(i, j, k)
          func f(_ c: WavefieldComponent) -> Double { Double(field.pointer(c)[at]) }
          func m(_ term: Int) -> Double {
            Double(medium.value(term: term, i: i, j: j, k: k)) / scale
          }
          let kinetic =
            node * (f(.vx) * f(.vx) / m(0) + f(.vy) * f(.vy) / m(1)) + half * f(.vz) * f(.vz) / m(2)
          let c = (3..<9).map(m)
          let normal = Self.complianceForm(
            (c[0], c[1], c[2], c[3], c[4], c[5]),
            (f(.sxx), f(.syy), f(.szz))
          )
          let shear =
            half * (Self.square(f(.syz), m(9)) + Self.square(f(.sxz), m(10))) + node
            * Self.square(f(.sxy), m(11))
          total += 0.5 * (kinetic + node * normal + shear)
        }
      }
    }
    return total * h * h * h
  }

  private static func square(_ stress: Double, _ modulus: Double) -> Double {
    modulus > 0 ? stress * stress / modulus : 0
  }

  /// s · C⁻¹ s for C = (c11 c22 c33 c12 c13 c23).
  private static func complianceForm(
    _ c: (Double, Double, Double, Double, Double, Double),
    _ s: (Double, Double, Double)
  ) -> Double {
    let a = c.1 * c.2 - c.5 * c.5
    let b = c.4 * c.5 - c.3 * c.2
    let d = c.3 * c.5 - c.4 * c.1
    let e = c.0 * c.2 - c.4 * c.4
    let f = c.3 * c.4 - c.0 * c.5
    let g = c.0 * c.1 - c.3 * c.3
    let determinant = c.0 * a + c.3 * b + c.4 * d
    let diagonal = a * s.0 * s.0 + e * s.1 * s.1 + g * s.2 * s.2
    return (diagonal + 2 * (b * s.0 * s.1 + d * s.0 * s.2 + f * s.1 * s.2)) / determinant
  }
}
