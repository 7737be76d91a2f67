extension MomentTensor {
  /// The elements along the axes of a local frame with z down, in N·m.
  ///
  /// M'_ij = Σ a_ik a_jl M_kl with the axes' unit vectors as rows of a; right for both handednesses, since it
  /// only projects onto orthonormal axes.
  public func components(
    in frame: LocalFrame
  ) -> (xx: Double, yy: Double, zz: Double, xy: Double, xz: Double, yz: Double) {
    let (x, y) = (frame.xAxis, frame.yAxis)
    func horizontal(
      _ a: (north: Double, east: Double),
      _ b: (north: Double, east: Double)
    ) -> Double {
      a.north * b.north * nn + a.east * b.east * ee + (a.north * b.east + a.east * b.north) * ne
    }
    return (
      horizontal(x, x), horizontal(y, y), dd, horizontal(x, y),
      x.north * nd + x.east * ed, y.north * nd + y.east * ed
    )
  }
}

extension LocalFrame {
  /// The components along x, y and z (down) of a vector given towards north, east and down.
  public func components(
    north: Double,
    east: Double,
    down: Double
  ) -> (x: Double, y: Double, z: Double) {
    (
      xAxis.north * north + xAxis.east * east,
      yAxis.north * north + yAxis.east * east,
      down
    )
  }

  /// The components towards north, east and down of a vector given along x, y and z (down).
  public func geographicComponents(
    x: Double,
    y: Double,
    z: Double
  ) -> (north: Double, east: Double, down: Double) {
    (
      xAxis.north * x + yAxis.north * y,
      xAxis.east * x + yAxis.east * y,
      z
    )
  }
}

extension PointForce {
  /// The impulse along the axes of a local frame with z down, in N·s.
  public func components(in frame: LocalFrame) -> (x: Double, y: Double, z: Double) {
    frame.components(north: north, east: east, down: down)
  }
}
