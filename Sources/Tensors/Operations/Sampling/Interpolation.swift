import NumericalRuntime

/// How ``Tensor/resized(height:width:mode:)`` finds values between pixels.
public enum InterpolationMode: Hashable, Sendable {
  /// The value of the pixel in which the point lies.
  case nearest
  /// Between the four nearest pixel centres, linear in both directions.
  case bilinear
}

extension Tensor {
  /// Images [n, c, h, w] at another resolution, [n, c, height, width].
  ///
  /// Both grids cover the same area: pixel i of the result has its centre at (i + ½) h / height - ½ of the old pixels
  /// (PyTorch's `interpolate` with `align_corners = false`, without antialiasing).
  public func resized(height: Int, width: Int, mode: InterpolationMode) -> Tensor {
    require(
      rank == 4 && height > 0 && width > 0 && shape[2] > 0 && shape[3] > 0,
      "resized: images [n, c, h, w] are needed and extents above 0, not \(shape) to"
        + " [\(height), \(width)]"
    )
    let across = mode.mix(from: shape[3], to: width)
    let down = mode.mix(from: shape[2], to: height)
    return down(across(self, axis: 3), axis: 2)
  }

  /// The values of images [n, c, h, w] between pixels, [n, c, points], linear in both directions.
  ///
  /// Coordinates count pixel centres from 0 and are brought into the image. No gradient flows to them.
  public func sampled(rows: [Double], columns: [Double]) -> Tensor {
    require(
      rank == 4 && rows.count == columns.count && shape[2] > 0 && shape[3] > 0,
      "sampled: images [n, c, h, w] and as many rows as columns are needed, not \(shape),"
        + " \(rows.count) and \(columns.count)"
    )
    let (height, width) = (shape[2], shape[3])
    let pairs = zip(rows, columns).map { (between($0, height), between($1, width)) }
    let upper = pairs.map { ($0.lower * width + $1.lower, $0.lower * width + $1.upper) }
    let lower = pairs.map { ($0.upper * width + $1.lower, $0.upper * width + $1.upper) }
    let upperWeights = pairs.map { y, x in
      ((1 - y.fraction) * (1 - x.fraction), (1 - y.fraction) * x.fraction)
    }
    let lowerWeights = pairs.map { y, x in
      (y.fraction * (1 - x.fraction), y.fraction * x.fraction)
    }
    let area = height * width
    let flat = reshaped([shape[0], shape[1], area])
    return AxisMix(pairs: upper, weights: upperWeights, extent: area)(flat, axis: 2)
      + AxisMix(pairs: lower, weights: lowerWeights, extent: area)(flat, axis: 2)
  }
}

/// The neighbours of a coordinate among `extent` pixels, and how far it is from the lower to the upper one.
private func between(_ coordinate: Double, _ extent: Int)
  -> (lower: Int, upper: Int, fraction: Double)
{
  let inside = min(max(coordinate, 0), Double(extent - 1))
  let lower = Int(inside)
  return (lower, min(lower + 1, extent - 1), inside - Double(lower))
}

extension InterpolationMode {
  /// The map along an axis to another number of pixels over the same length.
  fileprivate func mix(from extent: Int, to target: Int) -> AxisMix {
    let scale = Double(extent) / Double(target)
    switch self {
    case .nearest:
      let places = (0..<target).map { $0 * extent / target }
      return AxisMix(places: places, extent: extent)
    case .bilinear:
      let points = (0..<target).map { between((Double($0) + 0.5) * scale - 0.5, extent) }
      return AxisMix(
        pairs: points.map { ($0.lower, $0.upper) },
        weights: points.map { (1 - $0.fraction, $0.fraction) },
        extent: extent
      )
    }
  }
}
