import NumericalRuntime
import RealModule

/// How far the gradient that the tape works out is from central differences.
///
/// The function may give a tensor of any shape; Σᵢ wᵢ fᵢ with fixed weights w between -1 and 1 is differentiated.
/// Every number xⱼ of every input (of inputs with more than 256 numbers 256 evenly spread ones) is moved by
/// h = 6 · 10⁻⁶ max(1, |xⱼ|), near the step of least error in double precision (Press et al. 2007, section 5.7),
/// so that smooth functions of order one reach 10⁻⁹ or so.
///
/// - Parameters:
///   - inputs: where the gradient is taken, in double precision.
///   - function: the function, which must be smooth around `inputs`.
/// - Returns: the largest |gradient - difference| over an input's numbers divided by the largest |gradient| or
///   |difference| among them (at least 10⁻⁶, for gradients that vanish), the worst over all inputs; infinite if a
///   NaN came up.
public func gradientError(at inputs: [Tensor], of function: ([Tensor]) -> Tensor) -> Double {
  require(
    inputs.allSatisfy { $0.scalarType == .float64 },
    "gradientError: inputs must be float64 for the differences to be exact enough"
  )
  var weights: [Double] = []
  let (_, gradients) = valuesAndGradient(at: inputs) {
    [function($0)]
  } seeds: { values in
    weights = (0..<values[0].count).map { Double.cos(1 + 0.7 * Double($0)) }
    return [Tensor(elements: weights, shape: values[0].shape)]
  }
  return inputs.indices.map { index in
    let analytic = gradients[index].doubles
    var (difference, size) = (0.0, 1e-6)
    for place in checkedPlaces(analytic.count) {
      let numeric = centralDifference(inputs, index, place, weights, function)
      let error = abs(numeric - analytic[place])
      guard error.isFinite else { return .infinity }
      difference = max(difference, error)
      size = max(size, abs(numeric), abs(analytic[place]))
    }
    return difference / size
  }.max() ?? 0
}

/// All places, or 256 evenly spread ones.
private func checkedPlaces(_ count: Int) -> [Int] {
  count <= 256 ? Array(0..<count) : (0..<256).map { $0 * (count - 1) / 255 }
}

/// The central difference of the weighted sum with respect to one number.
private func centralDifference(
  _ inputs: [Tensor],
  _ index: Int,
  _ place: Int,
  _ weights: [Double],
  _ function: ([Tensor]) -> Tensor
) -> Double {
  var numbers = inputs[index].doubles
  let centre = numbers[place]
  let step = 6e-6 * max(1, abs(centre))
  func values(_ number: Double) -> [Double] {
    numbers[place] = number
    var moved = inputs
    moved[index] = Tensor(elements: numbers, shape: inputs[index].shape)
    return function(moved).doubles
  }
  let (above, below) = (centre + step, centre - step)
  let sum = zip(weights, zip(values(above), values(below))).reduce(0) {
    $0 + $1.0 * ($1.1.0 - $1.1.1)
  }
  return sum / (above - below)
}
