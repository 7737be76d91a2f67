/// The relative L2 difference |a − b| / |b| of two equally long series.
public func relativeError(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count, "series of \(a.count) and \(b.count) samples")
  let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  let norm = b.reduce(0) { $0 + $1 * $1 }
  return (difference / norm).squareRoot()
}
