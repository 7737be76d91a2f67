import Testing

@testable import Tensors

// Differences of single precision sums of less than a hundred numbers: some 1e-7 relative.
private let singlePrecision = 2e-6
// Central differences of linear functions have only the rounding of 1e-16 / 6e-6.
private let differences = 1e-8

private let norms: [(name: String, norm: FourierNorm)] = [
  ("backward", .backward), ("ortho", .ortho), ("forward", .forward),
]

@Test("Transforms over one axis and their gradients agree with PyTorch", arguments: [8, 9])
func fourierAgreesOverOneAxis(count: Int) throws {
  let fixture = try SpectralFixture("spectral-fourier")
  for (name, norm) in norms {
    let forward = try fixture.error(of: "rfft.\(name).\(count)", inputs: ["x"]) {
      [$0[0].rfft(norm: norm)]
    }
    #expect(forward < singlePrecision)
    let inverse = try fixture.error(of: "irfft.\(name).\(count)", inputs: ["x"]) {
      [$0[0].irfft(count: count, norm: norm)]
    }
    #expect(inverse < singlePrecision)
  }
}

@Test("Transforms of images and their gradients agree with PyTorch", arguments: [[6, 8], [5, 7]])
func fourierAgreesOverTwoAxes(shape: [Int]) throws {
  let fixture = try SpectralFixture("spectral-fourier")
  for (name, norm) in norms {
    let size = "\(name).\(shape[0])x\(shape[1])"
    let forward = try fixture.error(of: "rfft2.\(size)", inputs: ["x"]) {
      [$0[0].rfft2(norm: norm)]
    }
    #expect(forward < singlePrecision)
    let inverse = try fixture.error(of: "irfft2.\(size)", inputs: ["x"]) {
      [$0[0].irfft2(columns: shape[1], norm: norm)]
    }
    #expect(inverse < singlePrecision)
  }
}

@Test("Transforms have the gradients of central differences", arguments: [6, 7])
func fourierGradients(count: Int) {
  let x = normalSamples([2, 3, count])
  let spectrum = normalSamples([2, 3, count / 2 + 1, 2])
  #expect(gradientError(at: [x]) { $0[0].rfft() } < differences)
  #expect(gradientError(at: [x]) { $0[0].rfft2(norm: .forward) } < differences)
  #expect(gradientError(at: [spectrum]) { $0[0].irfft(count: count) } < differences)
  #expect(
    gradientError(at: [spectrum]) { $0[0].irfft2(columns: count, norm: .ortho) } < differences
  )
}

@Test("An inverse transform undoes the forward one, for many rows and images")
func fourierRoundTrip() {
  let x = normalSamples([37, 30, 45])
  let rows = x.rfft(norm: .ortho).irfft(count: 45, norm: .ortho)
  let images = x.rfft2().irfft2(columns: 45)
  for restored in [rows, images] {
    let worst = zip(restored.doubles, x.doubles).map { abs($0 - $1) }.max() ?? 1
    #expect(worst < 1e-13)
  }
}
