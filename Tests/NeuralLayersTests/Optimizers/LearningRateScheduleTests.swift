import NeuralLayers
import TensorTestSupport
import Tensors
import Testing

@Test(
  "Step, cosine and linear schedules are PyTorch's",
  arguments: [
    ("step", LearningRateSchedule.step(every: 3, factor: 0.5)),
    ("cosine", .cosine(over: 10, floor: 0.1)),
    ("linear", LearningRateSchedule.constant.warmed(over: 4, from: 0.25)),
  ]
)
func schedules(_ name: String, _ schedule: LearningRateSchedule) throws {
  let rates = try Fixture("learning-optimizers", in: .module).tensor("schedule.\(name)").doubles
  for (epoch, rate) in rates.enumerated() {
    // The fixture is in single precision.
    #expect(abs(schedule.factor(at: epoch) - rate) < 1e-7)
  }
}

@Test("A warm-up comes before another schedule, and schedules multiply")
func composedSchedules() {
  let warmed = LearningRateSchedule.step(every: 2, factor: 0.1).warmed(over: 4)
  #expect((0..<8).map(warmed.factor) == [0, 0.25, 0.5, 0.75, 1, 1, 0.1, 0.1])
  let both = LearningRateSchedule.product(.step(every: 1, factor: 0.5), .linear(over: 4, end: 0))
  #expect((0..<6).map(both.factor) == [1, 0.375, 0.125, 0.03125, 0, 0])
}
