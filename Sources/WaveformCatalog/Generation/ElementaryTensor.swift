import Seismology

/// The six moment tensors of which every other is a linear combination.
enum ElementaryTensor: Int, CaseIterable {
  case nn, ee, dd, ne, nd, ed

  /// How many there are.
  static var count: Int { allCases.count }
  /// The moment in N·m that each carries; seismograms scale with it.
  static let scale = 1e15

  /// The tensor with this element alone.
  var tensor: MomentTensor {
    func one(_ element: Self) -> Double { element == self ? Self.scale : 0 }
    return MomentTensor(
      nn: one(.nn),
      ee: one(.ee),
      dd: one(.dd),
      ne: one(.ne),
      nd: one(.nd),
      ed: one(.ed)
    )
  }

  /// The share of this tensor in a moment tensor.
  func share(in moment: MomentTensor) -> Double {
    let element =
      switch self {
      case .nn: moment.nn
      case .ee: moment.ee
      case .dd: moment.dd
      case .ne: moment.ne
      case .nd: moment.nd
      case .ed: moment.ed
      }
    return element / Self.scale
  }
}
