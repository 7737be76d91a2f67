import NumericalRuntime
import Tensors

/// What the stations of a list see of motion on the grid: its linear interpolation at their places, divided by a standard
/// deviation of their own.
///
/// The deviation of a station is that of the grid points around it, by their shares. So with shares w of points p, motion
/// in units of the grid's deviations s becomes motion in units of the station's deviation S by
///
///     r = Σ w_p s_p x_p / S,    S = Σ w_p s_p
struct StationSampling: Sendable {
  /// S of each component and station in m/s, [3, stations].
  let deviations: Tensor
  /// The points around each station, one list for each corner.
  private let corners: [[Int]]
  /// w s / S of each corner, [3, stations].
  private let weights: [Tensor]

  /// The sampling of a site's list, for deviations [3, h, w] of the grid in m/s.
  ///
  /// - Throws: ``ForecastingError/mismatch(what:expected:found:)`` for a station outside the grid.
  init(_ site: ForecasterSite, deviations grid: Tensor) throws(ForecastingError) {
    let places = try site.stationPlaces()
    let (points, values) = (site.x.count * site.y.count, grid.floats)
    require(
      values.count == 3 * points && !places.isEmpty,
      "StationSampling: deviations \(grid.shape) of \(points) points, \(places.count) stations"
    )
    // A station on a point or a margin has fewer corners: the first one stands for them with no share.
    let corners = (0..<4).map { number in
      places.map { place in
        number < place.corners.count
          ? place.corners[number] : .init(index: place.corners[0].index, weight: 0)
      }
    }
    func shares(_ component: Int, _ corner: [GridPlace.Corner]) -> [Float] {
      corner.map { $0.weight * values[component * points + $0.index] }
    }
    let parts = corners.map { corner in
      Tensor((0..<3).flatMap { shares($0, corner) }, shape: [3, places.count])
    }
    let sum = parts[0] + parts[1] + parts[2] + parts[3]
    deviations = sum
    weights = parts.map { $0 / sum }
    self.corners = corners.map { $0.map(\.index) }
  }

  /// Records [n, T, 3, stations] in units of the stations' deviations of frames [n, T, 3, h, w] in units of the grid's.
  func callAsFunction(_ frames: Tensor) -> Tensor {
    let rows = frames.reshaped(Array(frames.shape[..<3]) + [-1])
    let parts = zip(corners, weights).map { rows.gathered(axis: 3, indices: $0) * $1 }
    return parts[0] + parts[1] + parts[2] + parts[3]
  }
}
