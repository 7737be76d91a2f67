import CTensorKernels
import NumericalRuntime

/// A convolution with stride 1 between few channels of large row-major images in single precision, off the tape.
///
/// Blocks of 16 channels would be mostly padding (9 → 3 channels: 256 products for 27). Each task takes a band of
/// rows of one sample, copied with a frame of zeros around it, and vectors run along the rows.
struct SmallConvolution: Sendable {
  let shape: ConvolutionShape
  let samples: Int
  let threads: Int

  private static let bandRows = 16

  /// Whether this is the method for a convolution.
  static func fits(_ shape: ConvolutionShape) -> Bool {
    shape.groups == 1 && shape.stride.area == 1 && shape.kernel.area > 1
      && shape.inputChannels * shape.outputChannels <= 64 && shape.outputSize.width >= 16
      && shape.padding.height < shape.kernel.height && shape.padding.width < shape.kernel.width
  }

  private var bands: Int { (shape.outputSize.height + Self.bandRows - 1) / Self.bandRows }
  /// The length of a framed row: vectors may read up to 31 numbers past its end.
  private var rowLength: Int { shape.outputSize.width + shape.kernel.width - 1 + 32 }
  private var planeLength: Int { (Self.bandRows + shape.kernel.height - 1) * rowLength }

  /// y = w * x + b.
  func output(_ x: Tensor, _ weights: Tensor, _ bias: Tensor?) -> Tensor {
    let size = shape.outputSize
    return x.withPointer(Float.self) { x in
      weights.withPointer(Float.self) { w in
        Tensor.make([samples, shape.outputChannels, size.height, size.width]) {
          (y: UnsafeMutablePointer<Float>) in
          guard let bias else { return output(x, w, nil, y) }
          bias.withPointer(Float.self) { output(x, w, $0, y) }
        }
      }
    }
  }

  private func output(
    _ x: UnsafePointer<Float>,
    _ w: UnsafePointer<Float>,
    _ bias: UnsafePointer<Float>?,
    _ y: UnsafeMutablePointer<Float>
  ) {
    nonisolated(unsafe) let (x, w, bias, y) = (x, w, bias, y)
    let (size, kernel) = (shape.outputSize, shape.kernel)
    forEachTask(samples * bands, scratch: shape.inputChannels * planeLength, threads: threads) {
      task,
      band in
      let rows = rows(of: task % bands)
      let sample = task / bands
      frame(x + sample * shape.inputChannels * shape.size.area, rows, in: band)
      for row in rows {
        ctk_small_convolution_row(
          shape.inputChannels,
          shape.outputChannels,
          kernel.height,
          kernel.width,
          size.width,
          band + (row - rows.lowerBound) * rowLength,
          rowLength,
          planeLength,
          w,
          bias,
          y + sample * shape.outputChannels * size.area + row * size.width,
          size.area
        )
      }
    }
  }

  /// The gradient with respect to x: the convolution with the weights turned round.
  func inputGradient(_ dy: Tensor, _ weights: Tensor) -> Tensor {
    var reversed = shape.reversed
    reversed.size = shape.outputSize
    reversed.padding = ImageExtent(
      height: shape.kernel.height - 1 - shape.padding.height,
      width: shape.kernel.width - 1 - shape.padding.width
    )
    let turned = weights.derived("reversed", [1]) { WeightPiece.reversed(weights, groups: 1) }
    return SmallConvolution(shape: reversed, samples: samples, threads: threads)
      .output(dy, turned, nil)
  }

  /// The gradient with respect to w, summed over the bands in order.
  func weightGradient(_ x: Tensor, _ dy: Tensor) -> Tensor {
    let count = shape.weightShape.reduce(1, *)
    let size = shape.outputSize
    let input = shape.inputChannels * planeLength
    let output = shape.outputChannels * Self.bandRows * rowLength
    let partial: Tensor = x.withPointer(Float.self) { x in
      dy.withPointer(Float.self) { dy in
        Tensor.make([samples * bands, count]) { (to: UnsafeMutablePointer<Float>) in
          nonisolated(unsafe) let (x, dy, to) = (x, dy, to)
          forEachTask(samples * bands, scratch: input + output, threads: threads) { task, band in
            let (sample, rows) = (task / bands, rows(of: task % bands))
            frame(x + sample * shape.inputChannels * shape.size.area, rows, in: band)
            let gradient = band + input
            copyRows(dy + sample * shape.outputChannels * size.area, rows, to: gradient)
            ctk_small_convolution_weights(
              shape.inputChannels,
              shape.outputChannels,
              shape.kernel.height,
              shape.kernel.width,
              rows.count,
              size.width,
              band,
              planeLength,
              gradient,
              Self.bandRows * rowLength,
              rowLength,
              to + task * count
            )
          }
        }
      }
    }
    let sum = partial.columnSums()
    return Tensor(viewOf: sum, shape: shape.weightShape, offset: sum.offset, layout: .rowMajor)
  }

  private func rows(of band: Int) -> Range<Int> {
    (band * Self.bandRows)..<min(shape.outputSize.height, (band + 1) * Self.bandRows)
  }

  /// Copies what output rows `rows` see of an image, with zeros where that lies outside.
  private func frame(
    _ image: UnsafePointer<Float>,
    _ rows: Range<Int>,
    in band: UnsafeMutablePointer<Float>
  ) {
    let (size, padding) = (shape.size, shape.padding)
    for channel in 0..<shape.inputChannels {
      for row in 0..<(rows.count + shape.kernel.height - 1) {
        let to = band + channel * planeLength + row * rowLength
        let source = rows.lowerBound + row - padding.height
        guard (0..<size.height).contains(source) else {
          to.update(repeating: 0, count: rowLength)
          continue
        }
        to.update(repeating: 0, count: padding.width)
        (to + padding.width).update(
          from: image + channel * size.area + source * size.width,
          count: size.width
        )
        let end = padding.width + size.width
        (to + end).update(repeating: 0, count: rowLength - end)
      }
    }
  }

  /// Copies rows of the output's gradient, with zeros behind each.
  private func copyRows(
    _ gradient: UnsafePointer<Float>,
    _ rows: Range<Int>,
    to band: UnsafeMutablePointer<Float>
  ) {
    let size = shape.outputSize
    for channel in 0..<shape.outputChannels {
      for row in rows {
        let to = band + (channel * Self.bandRows + row - rows.lowerBound) * rowLength
        to.update(from: gradient + channel * size.area + row * size.width, count: size.width)
        (to + size.width).update(repeating: 0, count: rowLength - size.width)
      }
    }
  }
}
