import NumericalRuntime

extension Tensor {
  /// The elements at some indices of an axis, in their order; an index may occur several times.
  public func gathered(axis: Int, indices: [Int]) -> Tensor {
    let axis = normalizedAxis(axis, "gathered")
    require(rank > 0, "gathered: a single number has no axes to take elements of")
    for (place, index) in indices.enumerated() {
      require(
        (0..<shape[axis]).contains(index),
        "gathered: index \(index) at place \(place) lies outside axis \(axis) of shape \(shape)"
      )
    }
    return AxisMix(places: indices, extent: shape[axis])(self, axis: axis)
  }

  /// Zeros with the elements of this tensor added at some indices of an axis that has `extent` ones then.
  public func scattered(axis: Int, indices: [Int], extent: Int) -> Tensor {
    let axis = normalizedAxis(axis, "scattered")
    require(
      rank > 0 && indices.count == shape[axis],
      "scattered: \(indices.count) indices for axis \(axis) of shape \(shape)"
    )
    for (place, index) in indices.enumerated() {
      require(
        (0..<extent).contains(index),
        "scattered: index \(index) at place \(place) lies outside an axis of \(extent)"
      )
    }
    var whole = shape
    whole[axis] = extent
    let mix = AxisMix(places: indices, extent: extent)
    let sum = mix.adjoint(detached.rowMajor, axis: axis, shape: whole)
    return Self.recorded(sum, from: [self]) { [mix.forward($0.rowMajor, axis: axis)] }
  }

  /// The values of images [n, c, h, w] at grid points: [n, c, points].
  public func gatheredAtPoints(rows: [Int], columns: [Int]) -> Tensor {
    let points = checkedPoints("gatheredAtPoints", shape, rows, columns)
    let (full, layout) = (shape, layout)
    return Self.recorded(detached.atPoints(points), from: [self]) { g in
      [g.rowMajor.spread(to: points, in: full, layout)]
    }
  }

  /// Images [n, c, height, width], zero except at grid points, where the numbers of this tensor [n, c, points] are;
  /// they are added where points coincide.
  public func scatteredToPoints(rows: [Int], columns: [Int], height: Int, width: Int) -> Tensor {
    require(rank == 3, "scatteredToPoints: shape [n, c, points] is needed, not \(shape)")
    let full = [shape[0], shape[1], height, width]
    let points = checkedPoints("scatteredToPoints", full, rows, columns)
    require(
      points.count == shape[2],
      "scatteredToPoints: \(points.count) points for shape \(shape)"
    )
    let images = detached.rowMajor.spread(to: points, in: full, .rowMajor)
    return Self.recorded(images, from: [self]) { [$0.atPoints(points)] }
  }

  /// Places within an image.
  private func checkedPoints(
    _ operation: String,
    _ shape: [Int],
    _ rows: [Int],
    _ columns: [Int]
  ) -> [Int] {
    require(
      shape.count == 4 && rows.count == columns.count,
      "\(operation): images [n, c, h, w] and as many rows as columns are needed, not \(shape),"
        + " \(rows.count) and \(columns.count)"
    )
    return zip(rows, columns).map { row, column in
      require(
        (0..<shape[2]).contains(row) && (0..<shape[3]).contains(column),
        "\(operation): point (\(row), \(column)) lies outside shape \(shape)"
      )
      return row * shape[3] + column
    }
  }
}

// MARK: - Both layouts

/// Where the images of a tensor [n, c, h, w] lie in memory.
private struct ImagePlanes: Sendable {
  let count: Int
  private let area: Int
  private let isBlocked: Bool

  init(_ shape: [Int], _ layout: Tensor.MemoryLayoutOrder) {
    count = shape[0] * shape[1]
    area = shape[2] * shape[3]
    isBlocked = layout == .channelBlocks
  }

  /// Where an image begins, and the step from point to point.
  func callAsFunction(_ plane: Int) -> (start: Int, step: Int) {
    isBlocked ? (plane / 16 * 16 * area + plane % 16, 16) : (plane * area, 1)
  }
}

extension Tensor {
  private func atPoints(_ points: [Int]) -> Tensor {
    switch scalarType {
    case .float32: return values(at: points, Float.self)
    case .float64: return values(at: points, Double.self)
    }
  }

  private func values<Scalar: TensorScalar>(at points: [Int], _: Scalar.Type) -> Tensor {
    let planes = ImagePlanes(shape, layout)
    return withPointer(Scalar.self) { images in
      Tensor.make([shape[0], shape[1], points.count]) { (to: UnsafeMutablePointer<Scalar>) in
        nonisolated(unsafe) let (images, to) = (images, to)
        forChunks(of: planes.count, size: 64) { part in
          for index in part {
            let (start, step) = planes(index)
            for (i, point) in points.enumerated() {
              to[index * points.count + i] = images[start + point * step]
            }
          }
        }
      }
    }
  }

  /// Images that are zero but for these values [n, c, points], which are added at their points.
  private func spread(to points: [Int], in full: [Int], _ layout: MemoryLayoutOrder) -> Tensor {
    switch scalarType {
    case .float32: return images(full, layout, points, Float.self)
    case .float64: return images(full, layout, points, Double.self)
    }
  }

  private func images<Scalar: TensorScalar>(
    _ full: [Int],
    _ layout: MemoryLayoutOrder,
    _ points: [Int],
    _: Scalar.Type
  ) -> Tensor {
    let planes = ImagePlanes(full, layout)
    return Tensor.make(full, layout: layout) { (images: UnsafeMutablePointer<Scalar>) in
      images.update(repeating: 0, count: full.reduce(1, *))
      withPointer(Scalar.self) { from in
        nonisolated(unsafe) let (images, from) = (images, from)
        forChunks(of: planes.count, size: 64) { part in
          for index in part {
            let (start, step) = planes(index)
            for (i, point) in points.enumerated() {
              images[start + point * step] += from[index * points.count + i]
            }
          }
        }
      }
    }
  }
}
