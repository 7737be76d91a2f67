public import Seismology

/// A uniform grid from the free surface down, with absorbing layers included.
///
/// Node (i, j, k) stands at `origin + spacing * (i, j, k)`; k = 0 is the free surface (z = 0). The staggered
/// fields sit at and half a spacing beside the nodes: see ``StaggeredLocation``.
public struct SimulationGrid: Hashable, Sendable {
  /// Number of nodes along x (a multiple of 16, at least 32), y and z.
  public let nx, ny, nz: Int
  /// Grid spacing in metres.
  public let spacing: Double
  /// Position of node (0, 0, 0); its z is 0.
  public let origin: LocalPoint
  /// Thickness in nodes of the absorbing layer at the four sides and the bottom.
  public let absorbingNodes: Int

  /// The smallest grid that covers a region, with `absorbingNodes` more on the four sides and at the bottom.
  ///
  /// - Parameters:
  ///   - x: extent of the region along x in metres.
  ///   - y: extent of the region along y in metres.
  ///   - depth: depth of the region in metres.
  ///   - spacing: grid spacing in metres.
  ///   - absorbingNodes: thickness of the absorbing layer; at most 16 for the PML.
  /// - Throws: ``SimulationError`` if an extent is empty or a number is not positive and finite.
  public init(
    coveringX x: ClosedRange<Double>,
    y: ClosedRange<Double>,
    depth: Double,
    spacing: Double,
    absorbingNodes: Int = 12
  ) throws(SimulationError) {
    guard spacing.isFinite, spacing > 0 else {
      throw .invalidGrid("spacing \(spacing) m is not positive")
    }
    guard depth.isFinite, depth >= 4 * spacing else {
      throw .invalidGrid("depth \(depth) m is less than four spacings of \(spacing) m")
    }
    guard (0...100).contains(absorbingNodes) else {
      throw .invalidGrid("\(absorbingNodes) absorbing nodes are outside 0...100")
    }
    guard x.lowerBound.isFinite, x.upperBound.isFinite, y.lowerBound.isFinite, y.upperBound.isFinite
    else {
      throw .invalidGrid("the region x \(x), y \(y) m is not finite")
    }
    let margin = 2 * absorbingNodes
    let extents = [x.upperBound - x.lowerBound, y.upperBound - y.lowerBound, depth]
    let points = extents.reduce(1) { $0 * ($1 / spacing + Double(margin) + 16) }
    guard points <= 1e11 else {
      throw .invalidGrid(
        """
        a spacing of \(spacing) m gives some \(points) points in a region of \(extents[0]) × \(extents[1]) × \
        \(extents[2]) m; are all lengths in metres?
        """
      )
    }
    func nodes(_ extent: ClosedRange<Double>) -> Int {
      Int(((extent.upperBound - extent.lowerBound) / spacing - 1e-9).rounded(.up)) + 1
    }
    let width = max(32, (nodes(x) + margin + 15) / 16 * 16)
    self.init(
      nx: width,
      ny: max(8, nodes(y) + margin),
      nz: nodes(0...depth) + absorbingNodes,
      spacing: spacing,
      origin: LocalPoint(
        x: x.lowerBound - Double(absorbingNodes) * spacing,
        y: y.lowerBound - Double(absorbingNodes) * spacing,
        z: 0
      ),
      absorbingNodes: absorbingNodes
    )
  }

  init(nx: Int, ny: Int, nz: Int, spacing: Double, origin: LocalPoint, absorbingNodes: Int) {
    self.nx = nx
    self.ny = ny
    self.nz = nz
    self.spacing = spacing
    self.origin = origin
    self.absorbingNodes = absorbingNodes
  }

  /// The number of grid points.
  public var pointCount: Int { nx * ny * nz }

  /// The extent along x inside the absorbing layers, in metres.
  public var interiorX: ClosedRange<Double> {
    interior(from: origin.x, nodes: nx)
  }

  /// The extent along y inside the absorbing layers, in metres.
  public var interiorY: ClosedRange<Double> {
    interior(from: origin.y, nodes: ny)
  }

  /// The depth range above the absorbing layer, in metres.
  public var interiorZ: ClosedRange<Double> {
    0...(Double(nz - 1 - absorbingNodes) * spacing)
  }

  private func interior(from start: Double, nodes: Int) -> ClosedRange<Double> {
    let margin = Double(absorbingNodes) * spacing
    return (start + margin)...(start + Double(nodes - 1) * spacing - margin)
  }
}
