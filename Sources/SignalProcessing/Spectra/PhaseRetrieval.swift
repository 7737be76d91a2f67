import CSignalKernels
import Foundation
import NumericalRuntime

/// The iterations of ``GriffinLim`` for up to sixteen spectrograms of one length.
///
/// Where the transform's length has a prime factor above 5, the vector kernel has no pass for it and each
/// spectrogram goes through ``ShortTimeFourierTransform`` by itself; results agree to rounding.
struct PhaseRetrieval: Sendable {
  /// Spectrograms in one batch.
  static let lanes = Int(SK_LANES)

  private let settings: GriffinLim
  private let frames, count: Int
  private let twiddles, overlap: [Float]
  /// The radices of the passes; nil where the length has another prime factor.
  private let radices: [Int32]?

  init(settings: GriffinLim, frames: Int, count: Int) {
    self.settings = settings
    self.frames = frames
    self.count = count
    let length = settings.transform.transformLength
    twiddles = (0..<length).flatMap { k -> [Float] in
      let angle = 2 * Double.pi * Double(k) / Double(length)
      return [Float(cos(angle)), Float(-sin(angle))]
    }
    overlap = settings.transform.overlapWeights(frames: frames)
    radices = Self.radices(of: length)
  }

  private static func radices(of length: Int) -> [Int32]? {
    var (rest, result) = (length, [Int32]())
    for radix in [5, 4, 3, 2] {
      while rest.isMultiple(of: radix) {
        result.append(Int32(radix))
        rest /= radix
      }
    }
    return rest == 1 && result.count <= Int(SK_PASSES) ? result : nil
  }

  /// The waveforms of up to sixteen spectrograms; `plainly` keeps to the plain transform.
  func solve(
    _ magnitudes: [[Float]],
    firstStream: Int,
    plainly: Bool = false
  ) -> [GriffinLim.Solution] {
    // Magnitudes of ground motion may be tiny; scaled to 1 their squares stay normal numbers.
    let scales = magnitudes.map { max($0.max() ?? 0, .leastNormalMagnitude) }
    let scaled = zip(magnitudes, scales).map { values, scale in values.map { $0 / scale } }
    let phases = magnitudes.indices.map { initialPhase(stream: firstStream + $0) }
    let solutions =
      (plainly ? nil : radices).map { solveInLanes(scaled, phases: phases, radices: $0) }
      ?? zip(scaled, phases).map { solveAlone($0, phases: $1) }
    return zip(solutions, scales).map { solution, scale in
      GriffinLim.Solution(
        samples: solution.samples.map { $0 * scale },
        spectralConvergence: solution.spectralConvergence
      )
    }
  }

  /// The factors e^{iφ} of all coefficients before the first iteration.
  private func initialPhase(stream: Int) -> [SIMD2<Float>] {
    let size = frames * settings.transform.binCount
    switch settings.initialPhase {
    case .zero: return [SIMD2<Float>](repeating: SIMD2(1, 0), count: size)
    case .given(let phases): return phases[stream].map { SIMD2(cos($0), sin($0)) }
    case .random(let seed):
      var generator = SeededGenerator(seed: seed, stream: UInt64(stream))
      return (0..<size).map { _ in
        let angle = Float(2 * Double.pi * generator.uniform())
        return SIMD2(cos(angle), sin(angle))
      }
    }
  }

  /// One spectrogram by the plain transform.
  private func solveAlone(_ magnitudes: [Float], phases: [SIMD2<Float>]) -> GriffinLim.Solution {
    let transform = settings.transform
    let norm = magnitudes.reduce(0) { $0 + Double($1) * Double($1) }
    var estimate = Spectrogram<Float>(
      frameCount: frames,
      binCount: transform.binCount,
      values: zip(magnitudes, phases).map { $0 * $1 }
    )
    var previous = [SIMD2<Float>](repeating: .zero, count: magnitudes.count)
    var convergence: [Double] = []
    let momentum = Float(settings.momentum)
    for _ in 0..<settings.iterations {
      let rebuilt = transform.consistent(estimate, count: count).values
      var misfit = 0.0
      for n in magnitudes.indices {
        let (value, wanted) = (rebuilt[n], magnitudes[n])
        let off = Double((value * value).sum().squareRoot() - wanted)
        misfit += off * off
        let ahead = value + momentum * (value - previous[n])
        let size = (ahead * ahead).sum().squareRoot()
        estimate.values[n] = size > 0 ? ahead * (wanted / size) : .zero
      }
      previous = rebuilt
      convergence.append(norm > 0 ? (misfit / norm).squareRoot() : 0)
    }
    return GriffinLim.Solution(
      samples: transform.synthesize(estimate, count: count),
      spectralConvergence: convergence
    )
  }

  /// Up to sixteen spectrograms by the vector kernel.
  private func solveInLanes(
    _ magnitudes: [[Float]],
    phases: [[SIMD2<Float>]],
    radices: [Int32]
  ) -> [GriffinLim.Solution] {
    let transform = settings.transform
    let size = frames * transform.binCount
    let length = max(overlap.count, count + 2 * transform.margin)
    let wanted = LaneBuffer(count: size)
    let (estimate, previous) = (LaneBuffer(count: 2 * size), LaneBuffer(count: 2 * size))
    let (signal, work) = (
      LaneBuffer(count: length), LaneBuffer(count: 4 * transform.transformLength)
    )
    for (lane, values) in magnitudes.enumerated() {
      for n in 0..<size {
        let start = values[n] * phases[lane][n]
        wanted[n, lane] = values[n]
        estimate[2 * n, lane] = start.x
        estimate[2 * n + 1, lane] = start.y
      }
    }
    var misfits: [[Double]] = []
    withFrames(radices) { layout in
      var misfit = [Double](repeating: 0, count: Self.lanes)
      for _ in 0..<settings.iterations {
        sk_synthesize(layout, estimate.pointer, signal.pointer, work.pointer)
        sk_analyze(
          layout,
          signal.pointer,
          wanted.pointer,
          Float(settings.momentum),
          previous.pointer,
          estimate.pointer,
          &misfit,
          work.pointer
        )
        misfits.append(misfit)
      }
      sk_synthesize(layout, estimate.pointer, signal.pointer, work.pointer)
    }
    return magnitudes.indices.map { lane in
      let norm = magnitudes[lane].reduce(0) { $0 + Double($1) * Double($1) }
      return GriffinLim.Solution(
        samples: (0..<count).map { signal[transform.margin + $0, lane] },
        spectralConvergence: misfits.map { norm > 0 ? ($0[lane] / norm).squareRoot() : 0 }
      )
    }
  }

  /// Calls `body` with the description of the frames that the kernel wants.
  private func withFrames(_ radices: [Int32], _ body: (UnsafePointer<sk_frames>) -> Void) {
    let transform = settings.transform
    twiddles.withUnsafeBufferPointer { twiddles in
      transform.window.withUnsafeBufferPointer { window in
        overlap.withUnsafeBufferPointer { overlap in
          var layout = sk_frames()
          layout.n = transform.transformLength
          layout.hop = transform.hop
          layout.frames = frames
          layout.bins = transform.binCount
          layout.pass_count = Int32(radices.count)
          withUnsafeMutableBytes(of: &layout.radix) { slots in
            let slots = slots.bindMemory(to: Int32.self)
            for (n, radix) in radices.enumerated() { slots[n] = radix }
          }
          layout.twiddles = twiddles.baseAddress
          layout.window = window.baseAddress
          layout.overlap = overlap.baseAddress
          layout.margin = transform.margin
          layout.count = count
          layout.reflects = transform.padding == .reflect ? 1 : 0
          withUnsafePointer(to: layout, body)
        }
      }
    }
  }
}

/// Vectors of sixteen floats, aligned as the kernel wants, zero at first.
private final class LaneBuffer {
  let pointer: UnsafeMutablePointer<Float>
  private let memory: UnsafeMutableRawPointer

  init(count: Int) {
    let size = count * PhaseRetrieval.lanes
    memory = UnsafeMutableRawPointer.allocate(
      byteCount: size * MemoryLayout<Float>.stride,
      alignment: 64
    )
    pointer = memory.bindMemory(to: Float.self, capacity: size)
    pointer.initialize(repeating: 0, count: size)
  }

  deinit { memory.deallocate() }

  subscript(index: Int, lane: Int) -> Float {
    get { pointer[index * PhaseRetrieval.lanes + lane] }
    set { pointer[index * PhaseRetrieval.lanes + lane] = newValue }
  }
}
