import CTensorKernels
import NumericalRuntime

extension Tensor {
  /// Images [n, c f², h, w] as finer images [n, c, h f, w f].
  ///
  /// Element (y f + i, x f + j) of channel k comes from channel k f² + i f + j (Shi et al. 2016).
  public func pixelShuffled(factor: Int) -> Tensor {
    require(
      rank == 4 && factor > 0 && shape[1] % (factor * factor) == 0,
      "pixelShuffled: shape \(shape) is not [n, c · \(factor * factor), h, w]"
    )
    let fine = [
      shape[0], shape[1] / (factor * factor), shape[2] * factor, shape[3] * factor,
    ]
    let isBlocked = layout == .channelBlocks && 16 % factor == 0
    let coarse = isBlocked ? detached : detached.rowMajor
    let shuffle = PixelShuffle(factor: factor, coarse: shape, layout: coarse.layout)
    return Self.recorded(shuffle.fine(coarse, shape: fine), from: [self]) { g in
      [shuffle.coarse(g.rowMajor)]
    }
  }

  /// Images [n, c, h f, w f] as coarser ones [n, c f², h, w]: the inverse of ``pixelShuffled(factor:)``.
  public func pixelUnshuffled(factor: Int) -> Tensor {
    require(
      rank == 4 && factor > 0 && shape[2] % factor == 0 && shape[3] % factor == 0,
      "pixelUnshuffled: shape \(shape) is not [n, c, h · \(factor), w · \(factor)]"
    )
    let coarse = [shape[0], shape[1] * factor * factor, shape[2] / factor, shape[3] / factor]
    let shuffle = PixelShuffle(factor: factor, coarse: coarse, layout: .rowMajor)
    let fine = shape
    return Self.recorded(shuffle.coarse(detached.rowMajor), from: [self]) { g in
      [shuffle.fine(g.rowMajor, shape: fine)]
    }
  }
}

/// The exchange between coarse images of many channels and fine ones of few.
private struct PixelShuffle {
  let factor: Int
  /// The shape and layout of the coarse images.
  let coarse: [Int]
  let layout: Tensor.MemoryLayoutOrder

  func fine(_ images: Tensor, shape: [Int]) -> Tensor {
    guard images.scalarType == .float32 else {
      let steps = rowMajorSteps(split)
      return images.strided(permuted, steps: permutation.map { steps[$0] }).reshaped(shape)
    }
    return images.withPointer(Float.self) { from in
      Tensor.make(shape) { (to: UnsafeMutablePointer<Float>) in
        nonisolated(unsafe) let (from, to) = (from, to)
        rows { row, start, step, lane in
          ctk_interleave(coarse[3], factor, from + start, step, lane, to + row * coarse[3] * factor)
        }
      }
    }
  }

  func coarse(_ images: Tensor) -> Tensor {
    guard images.scalarType == .float32 else {
      let inverse = [0, 1, 3, 5, 2, 4]
      let steps = rowMajorSteps(permuted)
      return images.strided(split, steps: inverse.map { steps[$0] }).reshaped(coarse)
    }
    return images.withPointer(Float.self) { from in
      Tensor.make(coarse, layout: layout) { (to: UnsafeMutablePointer<Float>) in
        nonisolated(unsafe) let (from, to) = (from, to)
        rows { row, start, step, lane in
          ctk_deinterleave(
            coarse[3],
            factor,
            from + row * coarse[3] * factor,
            to + start,
            step,
            lane
          )
        }
      }
    }
  }

  /// From channels by rows and columns within a pixel to the order of fine images.
  private var permutation: [Int] { [0, 1, 4, 2, 5, 3] }
  private var split: [Int] {
    let channels = coarse[1] / (factor * factor)
    return [coarse[0], channels, factor, factor, coarse[2], coarse[3]]
  }
  private var permuted: [Int] { permutation.map { split[$0] } }

  /// Calls `body` for each row of fine images with its number, where its first number stands in the coarse images,
  /// and the steps there from pixel to pixel and from one of the `factor` channels to the next.
  private func rows(_ body: @Sendable (Int, _ start: Int, _ step: Int, _ lane: Int) -> Void) {
    let (height, area) = (coarse[2], coarse[2] * coarse[3])
    let planes = coarse[0] * coarse[1] / (factor * factor)
    forChunks(of: planes * height * factor, size: max(1, (1 << 14) / (coarse[3] * factor))) {
      for row in $0 {
        let (plane, y, i) = (row / (height * factor), row / factor % height, row % factor)
        let channel = (plane * factor + i) * factor
        if layout == .channelBlocks {
          body(row, (channel / 16 * area + y * coarse[3]) * 16 + channel % 16, 16, 1)
        } else {
          body(row, channel * area + y * coarse[3], 1, area)
        }
      }
    }
  }
}
