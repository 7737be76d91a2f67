import CTensorKernels
import NumericalRuntime

/// The five blocks of numbers of one sample that the gates work on, named as in ``ConvLEMWeights``.
struct ConvLEMBlocks<Scalar> {
  var a1, a2, az, ay: UnsafeMutablePointer<Scalar>
  /// Absent without a reset gate.
  var ag: UnsafeMutablePointer<Scalar>?

  /// Blocks in the order in which the convolution of the input gives them: a1, a2, (ag,) az, ay.
  init(inputOrder base: UnsafeMutablePointer<Scalar>, _ count: Int, _ resetGate: Bool) {
    let az = resetGate ? 3 : 2
    a1 = base
    a2 = base + count
    ag = resetGate ? base + 2 * count : nil
    self.az = base + az * count
    ay = base + (az + 1) * count
  }

  /// Blocks in the order in which the convolution of the state gives them: h1, h2, hy (, hg); az stands for h1.
  init(stateOrder base: UnsafeMutablePointer<Scalar>, _ count: Int, _ resetGate: Bool) {
    a1 = base
    a2 = base + count
    ay = base + 2 * count
    ag = resetGate ? base + 3 * count : nil
    az = base
  }

  /// Peepholes P1, P2 (, P4), each in its own array; az and ay stand for P1.
  init(
    _ p1: UnsafeMutablePointer<Scalar>,
    _ p2: UnsafeMutablePointer<Scalar>,
    _ p4: UnsafeMutablePointer<Scalar>?
  ) {
    a1 = p1
    a2 = p2
    ag = p4
    az = p1
    ay = p1
  }
}

/// What the gates of one sample read and write.
struct ConvLEMSample<Scalar> {
  var timeStep: Scalar
  var sums: ConvLEMBlocks<Scalar>
  var stateSums: ConvLEMBlocks<Scalar>
  var peepholes: ConvLEMBlocks<Scalar>
  var gates: ConvLEMBlocks<Scalar>
}

/// What the backward pass of the memory reads and writes besides.
struct ConvLEMMemory<Scalar> {
  var z, newZ, dz, convolved: UnsafeMutablePointer<Scalar>
  var stateSumGradients: ConvLEMBlocks<Scalar>
  var peepholeGradients: ConvLEMBlocks<Scalar>
}

/// The gates in one precision: kernels in C for `Float`, plain loops for `Double`.
protocol ConvLEMScalar: TensorScalar {
  typealias GatePointer = UnsafeMutablePointer<Self>
  static func stepMemory(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    z: GatePointer,
    newZ: GatePointer
  )
  static func stepState(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    q: GatePointer,
    y: GatePointer,
    newY: GatePointer
  )
  static func stepStateBack(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    q: GatePointer,
    y: GatePointer,
    gradients: (dy: GatePointer, dq: GatePointer)
  )
  static func stepMemoryBack(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    _ memory: ConvLEMMemory<Self>
  )
}

extension Float: ConvLEMScalar {
  static func stepMemory(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    z: GatePointer,
    newZ: GatePointer
  ) {
    withUnsafePointer(to: s.kernelArguments) {
      ctk_conv_lem_memory_forward($0, range.lowerBound, range.upperBound, z, newZ)
    }
  }

  static func stepState(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    q: GatePointer,
    y: GatePointer,
    newY: GatePointer
  ) {
    withUnsafePointer(to: s.kernelArguments) {
      ctk_conv_lem_state_forward($0, range.lowerBound, range.upperBound, q, y, newY)
    }
  }

  static func stepStateBack(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    q: GatePointer,
    y: GatePointer,
    gradients: (dy: GatePointer, dq: GatePointer)
  ) {
    withUnsafePointer(to: s.kernelArguments) {
      ctk_conv_lem_state_backward(
        $0,
        range.lowerBound,
        range.upperBound,
        q,
        y,
        gradients.dy,
        gradients.dq
      )
    }
  }

  static func stepMemoryBack(
    _ s: ConvLEMSample<Self>,
    _ range: Range<Int>,
    _ memory: ConvLEMMemory<Self>
  ) {
    withUnsafePointer(to: s.kernelArguments) { arguments in
      withUnsafePointer(to: memory.kernelArguments) {
        ctk_conv_lem_memory_backward(arguments, range.lowerBound, range.upperBound, $0)
      }
    }
  }
}

extension ConvLEMBlocks<Float> {
  /// In the order of the C kernels.
  fileprivate var writable: BlockPointers { (a1, a2, ag, az, ay) }
  fileprivate var readable: ConstantBlockPointers {
    (
      UnsafePointer(a1), UnsafePointer(a2), ag.map { UnsafePointer($0) }, UnsafePointer(az),
      UnsafePointer(ay)
    )
  }
}

private typealias BlockPointers = (
  UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?,
  UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?
)
private typealias ConstantBlockPointers = (
  UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafePointer<Float>?,
  UnsafePointer<Float>?
)

extension ConvLEMSample<Float> {
  fileprivate var kernelArguments: ctk_conv_lem {
    ctk_conv_lem(
      time_step: timeStep,
      sums: sums.readable,
      state_sums: stateSums.readable,
      peepholes: peepholes.readable,
      gates: gates.writable
    )
  }
}

extension ConvLEMMemory<Float> {
  fileprivate var kernelArguments: ctk_conv_lem_memory {
    ctk_conv_lem_memory(
      z: z,
      z_new: newZ,
      dz: dz,
      convolved: convolved,
      d_state_sums: stateSumGradients.writable,
      d_peepholes: peepholeGradients.writable
    )
  }
}
