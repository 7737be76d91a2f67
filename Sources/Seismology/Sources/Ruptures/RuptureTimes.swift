import Foundation

/// First arrivals of a rupture front on a grid of the fault: the eikonal equation |∇t| = 1 / v.
///
/// The time is written t = r τ / v₀ with the distance r from the hypocenter and the speed v₀ there; τ varies
/// slowly, so that first-order differences of it suffice and a uniform speed gives t = r / v₀ exactly. Sweeps in
/// four directions update τ until nothing changes.
///
/// Reference: Fomel, Luo & Zhao (2009), J. Comput. Phys. 228, 6440–6455.
struct RuptureTimes {
  /// The grid: `columns` points along strike, `rows` down dip, with these spacings in m.
  let columns, rows: Int
  let spacing: (strike: Double, dip: Double)
  /// The hypocenter in m from the first point, along strike and down dip.
  let hypocenter: (strike: Double, dip: Double)
  /// The slowness in s/m at every point, along strike fastest.
  let slowness: [Double]

  /// The times in s at every point.
  func solve() -> [Double] {
    let origin = slownessAtHypocenter
    var factor = [Double](repeating: .infinity, count: columns * rows)
    seed(&factor, origin: origin)
    for _ in 0..<200 {
      var change = 0.0
      for sweep in 0..<4 {
        change = max(change, self.sweep(sweep, &factor, origin: origin))
      }
      if change < 1e-10 { break }
    }
    return factor.indices.map { factor[$0] * distance($0) * origin }
  }

  private func offset(_ index: Int) -> (strike: Double, dip: Double) {
    (
      Double(index % columns) * spacing.strike - hypocenter.strike,
      Double(index / columns) * spacing.dip - hypocenter.dip
    )
  }

  private func distance(_ index: Int) -> Double {
    let offset = offset(index)
    return hypot(offset.strike, offset.dip)
  }

  private var nearest: (column: Int, row: Int) {
    (
      min(max(Int((hypocenter.strike / spacing.strike).rounded()), 0), columns - 1),
      min(max(Int((hypocenter.dip / spacing.dip).rounded()), 0), rows - 1)
    )
  }

  private var slownessAtHypocenter: Double { slowness[nearest.row * columns + nearest.column] }

  /// Straight rays reach the points around the hypocenter.
  private func seed(_ factor: inout [Double], origin: Double) {
    for row in max(0, nearest.row - 1)...min(rows - 1, nearest.row + 1) {
      for column in max(0, nearest.column - 1)...min(columns - 1, nearest.column + 1) {
        let index = row * columns + column
        factor[index] = 0.5 * (1 + slowness[index] / origin)
      }
    }
  }

  /// Updates every point in one of four orders; returns the largest relative change.
  private func sweep(_ order: Int, _ factor: inout [Double], origin: Double) -> Double {
    var change = 0.0
    for step in 0..<rows {
      let row = order & 1 == 0 ? step : rows - 1 - step
      for move in 0..<columns {
        let column = order & 2 == 0 ? move : columns - 1 - move
        let index = row * columns + column
        let updated = update(index, column, row, factor, origin: origin)
        guard updated < factor[index] else { continue }
        change = max(change, factor[index].isFinite ? factor[index] / updated - 1 : 1)
        factor[index] = updated
      }
    }
    return change
  }

  /// The neighbor along one axis from which the front comes, in units of τ, and on which side it lies.
  private struct Upwind {
    var factor: Double
    /// +1 if the neighbor has the smaller coordinate, −1 otherwise.
    var side: Double
    var time: Double
  }

  private func upwind(
    _ before: Int?,
    _ after: Int?,
    _ factor: [Double],
    origin: Double
  ) -> Upwind? {
    let candidates = [(before, 1.0), (after, -1.0)].compactMap { (index, side) -> Upwind? in
      guard let index, factor[index].isFinite else { return nil }
      return Upwind(
        factor: factor[index],
        side: side,
        time: factor[index] * distance(index) * origin
      )
    }
    return candidates.min { $0.time < $1.time }
  }

  private func update(
    _ index: Int,
    _ column: Int,
    _ row: Int,
    _ factor: [Double],
    origin: Double
  ) -> Double {
    let r = distance(index)
    guard r > 0 else { return factor[index] }
    let alongStrike = upwind(
      column > 0 ? index - 1 : nil,
      column < columns - 1 ? index + 1 : nil,
      factor,
      origin: origin
    )
    let downDip = upwind(
      row > 0 ? index - columns : nil,
      row < rows - 1 ? index + columns : nil,
      factor,
      origin: origin
    )
    let base = r * origin
    var best = Double.infinity
    for (neighbor, step) in [(alongStrike, spacing.strike), (downDip, spacing.dip)] {
      if let neighbor { best = min(best, (neighbor.time + slowness[index] * step) / base) }
    }
    guard let s = alongStrike, let d = downDip else { return best }
    // (a τ − b)² + (c τ − e)² = slowness², with ∂t = τ ∂(r/v₀) + (r/v₀) ∂τ taken upwind.
    let offset = offset(index)
    let (u, w) = (s.side * base / spacing.strike, d.side * base / spacing.dip)
    let (a, b) = (origin * offset.strike / r + u, u * s.factor)
    let (c, e) = (origin * offset.dip / r + w, w * d.factor)
    let (p, q) = (a * a + c * c, a * b + c * e)
    let discriminant = q * q - p * (b * b + e * e - slowness[index] * slowness[index])
    guard p > 0, discriminant >= 0 else { return best }
    let tau = (q + discriminant.squareRoot()) / p
    // The ray must come out of the two neighbors that were used.
    guard s.side * (a * tau - b) >= 0, d.side * (c * tau - e) >= 0 else { return best }
    return min(best, tau)
  }
}
