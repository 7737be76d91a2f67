import Seismology

/// Refuses what cannot be simulated, before anything is allocated.
struct InputCheck {
  let grid: SimulationGrid
  let options: SimulationOptions

  func check(sources: [PointSource], forces: [PointForce], receivers: [Receiver])
    throws(SimulationError)
  {
    guard [4, 6, 8].contains(options.spatialOrder) else {
      throw .invalidGrid("spatial order \(options.spatialOrder) is none of 4, 6, 8")
    }
    guard options.courantFraction > 0, options.courantFraction <= 1 else {
      throw .invalidGrid("Courant fraction \(options.courantFraction) is outside 0...1")
    }
    guard options.nanWatchInterval >= 1 else {
      throw .invalidGrid("a NaN watch every \(options.nanWatchInterval) steps is impossible")
    }
    guard (options.threads ?? 1) >= 1 else {
      throw .invalidGrid("\(options.threads ?? 0) threads cannot compute")
    }
    if options.absorption == .pml, grid.absorbingNodes > 16 {
      throw .invalidGrid("\(grid.absorbingNodes) nodes of PML are more than 16")
    }
    try grid.checkRoom(for: options)
    for (n, source) in sources.enumerated() {
      try check("Source \(n + 1)", source.location)
      guard source.moment.scalarMoment.isFinite else {
        throw .invalidGrid("source \(n + 1) has a moment tensor that is not finite")
      }
    }
    for (n, force) in forces.enumerated() { try check("Force \(n + 1)", force.location) }
    for receiver in receivers { try check("Station \(receiver.code)", receiver.location) }
  }

  /// Slices must pass through the region.
  func check(slices: [Slice]) throws(SimulationError) {
    for slice in slices {
      switch slice {
      case .surface: continue
      case .constantX(let x): try check("x", x, within: grid.interiorX)
      case .constantY(let y): try check("y", y, within: grid.interiorY)
      }
    }
  }

  private func check(_ axis: String, _ place: Double, within limits: ClosedRange<Double>)
    throws(SimulationError)
  {
    guard limits.contains(place) else {
      throw .outsideGrid(
        what: "The slice",
        point: "\(axis) = \(place) m",
        limits: "\(axis) \(limits.lowerBound)…\(limits.upperBound) m"
      )
    }
  }

  private func check(_ what: String, _ p: LocalPoint) throws(SimulationError) {
    if options.absorption == .periodic { return }
    let top = options.freeSurface == .none ? Double(grid.absorbingNodes) * grid.spacing : 0
    let tolerance = 1e-6 * grid.spacing
    let (x, y, z) = (grid.interiorX, grid.interiorY, grid.interiorZ)
    guard p.x >= x.lowerBound - tolerance, p.x <= x.upperBound + tolerance,
      p.y >= y.lowerBound - tolerance, p.y <= y.upperBound + tolerance,
      p.z >= top - tolerance, p.z <= z.upperBound + tolerance
    else {
      throw .outsideGrid(
        what: what,
        point: "x = \(p.x) m, y = \(p.y) m, z = \(p.z) m",
        limits: """
          x \(x.lowerBound)…\(x.upperBound) m, y \(y.lowerBound)…\(y.upperBound) m, \
          z \(top)…\(z.upperBound) m
          """
      )
    }
  }
}

extension SimulationGrid {
  /// Refuses a grid whose absorbing layers leave no room between them.
  package func checkRoom(for options: SimulationOptions) throws(SimulationError) {
    guard options.absorption == .pml else { return }
    for (axis, nodes) in [("along y", ny), ("in depth", nz)] where nodes < 2 * absorbingNodes {
      throw .invalidGrid(
        "\(nodes) nodes \(axis) leave no room beside absorbing layers of \(absorbingNodes); take fewer "
          + "absorbing nodes, a smaller spacing or a larger box"
      )
    }
  }
}
