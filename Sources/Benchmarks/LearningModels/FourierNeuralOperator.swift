import NeuralLayers
import NumericalRuntime
import Tensors

/// The Fourier neural operator of the benchmarks.
///
/// Points are lifted to `width` channels, go through spectral convolutions with pointwise maps beside them, and
/// are projected by 128 channels to one (Li et al. 2021).
struct FourierNeuralOperator: Module {
  var lift: Convolution2D
  var spectral: [SpectralConvolution2D]
  var pointwise: [Convolution2D]
  var hidden: Convolution2D
  var output: Convolution2D

  /// A model with random parameters.
  init(
    inputs: Int = 4,
    width: Int = 64,
    modes: Int = 32,
    depth: Int = 4,
    using generator: inout SeededGenerator
  ) {
    lift = Convolution2D(inputs: inputs, outputs: width, kernel: 1, using: &generator)
    (spectral, pointwise) = ([], [])
    for _ in 0..<depth {
      spectral.append(
        SpectralConvolution2D(
          inputs: width,
          outputs: width,
          modes: (modes, modes),
          using: &generator
        )
      )
      pointwise.append(
        Convolution2D(inputs: width, outputs: width, kernel: 1, using: &generator)
      )
    }
    hidden = Convolution2D(inputs: width, outputs: 128, kernel: 1, using: &generator)
    output = Convolution2D(inputs: 128, outputs: 1, kernel: 1, using: &generator)
  }

  /// From [n, inputs, h, w] to [n, 1, h, w].
  func callAsFunction(_ x: Tensor) -> Tensor {
    var x = x.mapped(by: lift)
    for (index, layer) in spectral.enumerated() {
      x = layer(x, adding: x.mapped(by: pointwise[index]))
      if index + 1 < spectral.count { x = x.gelu() }
    }
    return x.mapped(by: hidden).gelu().mapped(by: output)
  }

  mutating func walk(_ walk: ParameterWalk) {
    walk.module("lift", &lift)
    walk.modules("spectral", &spectral)
    walk.modules("pointwise", &pointwise)
    walk.module("hidden", &hidden)
    walk.module("output", &output)
  }
}

extension Tensor {
  fileprivate func mapped(by layer: Convolution2D) -> Tensor {
    pointwiseConvolution(layer.weight, bias: layer.bias)
  }
}
