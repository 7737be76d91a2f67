/// What one ConvLEM step needs besides Wx and bx, off the tape and in the layout of the states.
struct ConvLEMRecurrentWeights: Sendable {
  /// Wy and by.
  let state: RecurrentConvolution
  /// Wz and bz.
  let memory: RecurrentConvolution
  /// P1, P2 (, P4), each [1, C, h, w].
  let peepholes: [Tensor]
  let timeStep: Double

  /// From Wy, by, Wz, bz, P1, P2 (, P4); see ``ConvLEMWeights/recurrent``.
  init(_ tensors: ArraySlice<Tensor>, timeStep: Double) {
    let all = tensors.map(\.detached)
    state = RecurrentConvolution(weight: all[0], bias: all[1])
    memory = RecurrentConvolution(weight: all[2], bias: all[3])
    peepholes = Array(all[4...])
    self.timeStep = timeStep
  }

  var hasResetGate: Bool { peepholes.count == 3 }
  var inputBlocks: Int { hasResetGate ? 5 : 4 }
  var stateBlocks: Int { inputBlocks - 1 }

  func peepholeBlocks<S: ConvLEMScalar>(_: S.Type) -> ConvLEMBlocks<S> {
    ConvLEMBlocks(
      peepholes[0].unsafeBase(S.self),
      peepholes[1].unsafeBase(S.self),
      hasResetGate ? peepholes[2].unsafeBase(S.self) : nil
    )
  }
}
