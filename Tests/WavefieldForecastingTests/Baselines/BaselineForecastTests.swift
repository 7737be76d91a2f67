import Foundation
import NumericalRuntime
import Tensors
import Testing
import WavefieldForecasting

@Suite("Baselines")
struct BaselineForecastTests {
  @Test("Persistence repeats the last frame, silence is zero")
  func persistence() {
    let input = Tensor((0..<24).map(Float.init), shape: [2, 2, 3, 2])
    let forecast = Persistence().forecast(input, frames: 3)
    #expect(forecast.shape == [2, 3, 3, 2])
    let last = Array(0..<6).map { Float($0 + 6) }
    #expect(Array(forecast.floats[0..<18]) == last + last + last)
    #expect(Array(forecast.floats[18..<24]) == last.map { $0 + 12 })
    #expect(Silence().forecast(input, frames: 4).floats == [Float](repeating: 0, count: 48))
  }

  @Test("A damped oscillation is extrapolated exactly, without further damping")
  func oscillation() throws {
    // x_t = r^t cos(ω t + φ) obeys x_{t+1} = 2 r cos ω x_t − r² x_{t−1} exactly.
    let (r, omega) = (0.97, 0.4)
    func value(_ t: Int, _ place: Int) -> Float {
      Float(pow(r, Double(t)) * cos(omega * Double(t) + 0.7 * Double(place)))
    }
    func window(_ times: Range<Int>) -> Tensor {
      Tensor(times.flatMap { t in (0..<12).map { value(t, $0) } }, shape: [1, times.count, 3, 4])
    }
    var fit = DampedExtrapolationFit()
    fit.add(input: window(0..<12), target: window(12..<32))
    let extrapolation = try fit.solved()
    // Singles hold the samples to 6e-8; the 2 × 2 system magnifies that about tenfold.
    #expect(abs(extrapolation.first - 2 * r * cos(omega)) < 1e-5)
    #expect(abs(extrapolation.second + r * r) < 1e-5)
    #expect(extrapolation.damping == 1)
    let forecast = extrapolation.forecast(window(0..<12), frames: 20)
    let error = zip(forecast.floats, window(12..<32).floats).map { abs($0 - $1) }.max() ?? 1
    #expect(forecast.shape == [1, 20, 3, 4] && error < 1e-4)
  }

  @Test("Where motion stops after the input, the extrapolation is damped away")
  func damping() throws {
    let input = Tensor((0..<30).map { Float(sin(0.3 * Double($0))) }, shape: [1, 10, 3, 1])
    var fit = DampedExtrapolationFit()
    fit.add(input: input, target: Tensor(zeros: [1, 5, 3, 1]))
    #expect(try fit.solved().damping == 0)
    #expect(throws: ForecastingError.self) { try DampedExtrapolationFit().solved() }
  }

  @Test("The damping is that of least squared error")
  func leastSquares() throws {
    // A constant halves at every frame after the input: a + b = 1 and e_k = 1, so that γ = 1/2 fits exactly.
    var fit = DampedExtrapolationFit()
    let target = (1...4).flatMap { k in [Float](repeating: Float(pow(0.5, Double(k))), count: 3) }
    fit.add(input: Tensor(ones: [1, 5, 3, 1]), target: Tensor(target, shape: [1, 4, 3, 1]))
    let extrapolation = try fit.solved()
    #expect(extrapolation.damping == 0.5)
    #expect(extrapolation.forecast(Tensor(ones: [1, 2, 3, 1]), frames: 4).floats == target)
  }
}
