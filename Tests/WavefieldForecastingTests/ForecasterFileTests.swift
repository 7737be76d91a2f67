import Foundation
import NeuralLayers
import Tensors
import TestSupport
import Testing
import WavefieldForecasting

@Suite("Files of forecasters")
struct ForecasterFileTests {
  @Test("A file brings back model and site, bit for bit")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let url = folder.appendingPathComponent("model.safetensors")
      let (model, site) = (PredictionFixture.model(), try PredictionFixture.site(in: folder))
      try ForecasterFile.write(model, site: site, to: url)
      let file = try ForecasterFile(reading: url)
      #expect(file.site == site && file.model.shape == model.shape)
      let input = Tensor(ones: [1, 10, 3, 8, 12])
      #expect(
        file.model.forecast(input, frames: 3).floats == model.forecast(input, frames: 3).floats
      )
    }
  }

  @Test("Other tensors, a cut file and tensors of another shape are refused by name")
  func foreign() throws {
    try withTemporaryFolder { folder in
      func url(_ name: String) -> URL { folder.appendingPathComponent(name) }
      try SafeTensorsFile.write([("weight", Tensor(ones: [2, 3]))], to: url("other.safetensors"))
      let other = #expect(throws: ForecastingError.self) {
        try ForecasterFile(reading: url("other.safetensors"))
      }
      #expect(
        other.map { "\($0)".contains("other.safetensors") && "\($0)".contains("forecaster.shape") }
          == true
      )
      let (model, site) = (PredictionFixture.model(), try PredictionFixture.site(in: folder))
      try ForecasterFile.write(model, site: site, to: url("whole.safetensors"))
      let whole = try Data(contentsOf: url("whole.safetensors"))
      try whole.prefix(whole.count - 100).write(to: url("cut.safetensors"))
      let cut = #expect(throws: SafeTensorsError.self) {
        try ForecasterFile(reading: url("cut.safetensors"))
      }
      #expect(cut.map { "\($0)".contains("cut.safetensors") } == true)
      // The metadata of one model with the tensors of another.
      let metadata = try SafeTensorsFile(reading: url("whole.safetensors")).metadata
      var shape = model.shape
      shape.stages = [4, 4]
      try WavefieldForecaster(shape, seed: 1).save(
        to: url("mixed.safetensors"),
        metadata: metadata
      )
      let mixed = #expect(throws: NeuralLayersError.self) {
        try ForecasterFile(reading: url("mixed.safetensors"))
      }
      #expect(mixed.map { "\($0)".contains("does not fit the model") } == true)
    }
  }
}
