import CTensorKernels
import NumericalRuntime

extension Tensor {
  /// Images [n, c, h, w] in channel blocks with channels of zeros behind them up to a multiple of 16, off the tape.
  func paddedToBlocks() -> Tensor {
    guard layout == .rowMajor else { return detached }
    let (samples, channels, area) = (shape[0], shape[1], shape[2] * shape[3])
    let blocks = (channels + 15) / 16
    return withPointer(Float.self) { from in
      Tensor.make([samples, blocks * 16, shape[2], shape[3]], layout: .channelBlocks) {
        (to: UnsafeMutablePointer<Float>) in
        nonisolated(unsafe) let (from, to) = (from, to)
        parallelFor(samples * blocks) { index in
          let (sample, block) = (index / blocks, index % blocks)
          ctk_planes_to_block(
            min(16, channels - block * 16),
            area,
            from + (sample * channels + block * 16) * area,
            to + index * area * 16
          )
        }
      }
    }
  }

  /// The first `channels` channels of images in channel blocks: themselves where that is all, else row-major.
  func withoutPadding(channels: Int) -> Tensor {
    guard layout == .channelBlocks, shape[1] != channels else { return self }
    let (samples, area) = (shape[0], shape[2] * shape[3])
    let blocks = shape[1] / 16
    return withPointer(Float.self) { from in
      Tensor.make([samples, channels, shape[2], shape[3]]) { (to: UnsafeMutablePointer<Float>) in
        nonisolated(unsafe) let (from, to) = (from, to)
        parallelFor(samples * blocks) { index in
          let (sample, block) = (index / blocks, index % blocks)
          ctk_block_to_planes(
            min(16, channels - block * 16),
            area,
            from + index * area * 16,
            to + (sample * channels + block * 16) * area
          )
        }
      }
    }
  }

  /// Weights [o, i, kh, kw] with zeros behind them up to more outputs and inputs, kept beside them.
  func paddedWeights(outputs: Int, inputs: Int) -> Tensor {
    guard shape[0] != outputs || shape[1] != inputs else { return self }
    return derived("padded", [outputs, inputs]) {
      var padded = Tensor(zeros: [outputs, inputs] + shape[2...])
      let area = shape[2] * shape[3]
      let run = shape[1] * area
      withPointer(Float.self) { from in
        padded.withMutablePointer(Float.self) { to in
          for row in 0..<shape[0] {
            (to + row * inputs * area).update(from: from + row * run, count: run)
          }
        }
      }
      return padded
    }
  }

  /// The first outputs and inputs of weights [o, i, kh, kw].
  func withoutPadding(outputs: Int, inputs: Int) -> Tensor {
    guard shape[0] != outputs || shape[1] != inputs else { return self }
    let area = shape[2] * shape[3]
    let (run, wide) = (inputs * area, shape[1] * area)
    return withPointer(Float.self) { from in
      Tensor.make([outputs, inputs] + shape[2...]) { (to: UnsafeMutablePointer<Float>) in
        for row in 0..<outputs { (to + row * run).update(from: from + row * wide, count: run) }
      }
    }
  }
}
