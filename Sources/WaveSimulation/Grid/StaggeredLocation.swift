/// Where a field sits within the cell of a node: at the node or half a spacing further along an axis.
///
///     node            sxx, syy, szz
///     + x/2           vx
///     + y/2           vy
///     + z/2           vz
///     + x/2 + y/2     sxy
///     + x/2 + z/2     sxz
///     + y/2 + z/2     syz
struct StaggeredLocation: Hashable, Sendable {
  /// 0 at the node, 0.5 half a spacing further.
  let x, y, z: Double

  static let normalStress = StaggeredLocation(x: 0, y: 0, z: 0)
  static let vx = StaggeredLocation(x: 0.5, y: 0, z: 0)
  static let vy = StaggeredLocation(x: 0, y: 0.5, z: 0)
  static let vz = StaggeredLocation(x: 0, y: 0, z: 0.5)
  static let sxy = StaggeredLocation(x: 0.5, y: 0.5, z: 0)
  static let sxz = StaggeredLocation(x: 0.5, y: 0, z: 0.5)
  static let syz = StaggeredLocation(x: 0, y: 0.5, z: 0.5)
}

/// The nine fields of the wave equation, in the order in which they are stored.
enum WavefieldComponent: Int, CaseIterable, Sendable {
  case vx, vy, vz, sxx, syy, szz, sxy, sxz, syz

  /// Where it sits.
  var location: StaggeredLocation {
    switch self {
    case .vx: .vx
    case .vy: .vy
    case .vz: .vz
    case .sxx, .syy, .szz: .normalStress
    case .sxy: .sxy
    case .sxz: .sxz
    case .syz: .syz
    }
  }
}
