public import NumericalRuntime
public import Tensors

/// Which receivers a model may see.
public enum StationMask {
  /// Random grid points, [n, h, w] of ones and zeros: in each sample a share of them, itself drawn from a range; at
  /// least one.
  static func random(
    samples: Int,
    extents: (height: Int, width: Int),
    share range: ClosedRange<Double>,
    using generator: inout SeededGenerator
  ) -> Tensor {
    let count = extents.height * extents.width
    var mask = [Float](repeating: 0, count: samples * count)
    for sample in 0..<samples {
      let share = range.lowerBound + generator.uniform() * (range.upperBound - range.lowerBound)
      let wanted = min(count, max(1, Int((share * Double(count)).rounded())))
      for place in generator.selection(of: wanted, from: count) {
        mask[sample * count + place] = 1
      }
    }
    return Tensor(mask, shape: [samples, extents.height, extents.width])
  }

  /// Random stations of a list, or grid points in a row, [n, stations] of ones and zeros: each recorded with the
  /// probability `share` for itself, as published, so that how many there are is random too, and may be none.
  ///
  /// One draw is meant for all steps and components of a sample. The published sparse model learned and forecast with a
  /// share of 101 / 564.
  public static func random(
    samples: Int,
    stations: Int,
    keeping share: Double,
    using generator: inout SeededGenerator
  ) -> Tensor {
    let mask = (0..<samples * stations).map { _ -> Float in
      generator.uniform() < 1 - share ? 0 : 1
    }
    return Tensor(mask, shape: [samples, stations])
  }

  /// Random stations of a list as ``random(samples:stations:keeping:using:)``, the probability drawn for each sample from
  /// a range; where none would be recorded, one is: from nothing there is nothing to learn.
  static func random(
    samples: Int,
    stations: Int,
    share range: ClosedRange<Double>,
    using generator: inout SeededGenerator
  ) -> Tensor {
    let rows = (0..<samples).flatMap { _ -> [Float] in
      let share = range.lowerBound + generator.uniform() * (range.upperBound - range.lowerBound)
      var row = random(samples: 1, stations: stations, keeping: share, using: &generator).floats
      if !row.contains(1) {
        row[min(stations - 1, Int(generator.uniform() * Double(stations)))] = 1
      }
      return row
    }
    return Tensor(rows, shape: [samples, stations])
  }
}
