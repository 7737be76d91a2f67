import Tensors
import Testing

@testable import NeuralLayers

private func progress(batch: Int, secondsLeft: Double?) -> TrainingProgress {
  TrainingProgress(
    epoch: 3,
    epochs: 4,
    batch: batch,
    batches: 10,
    loss: 0.01234567,
    stepsPerSecond: 12.345,
    secondsLeft: secondsLeft
  )
}

@Test("On a terminal the bar shows epoch, loss, rate and time left on one line")
func terminal() {
  var text = ""
  let bar = TrainingProgressBar(isInteractive: true) { text += $0 }
  bar.show(.step(progress(batch: 5, secondsLeft: 75.2)))
  let filled = String(repeating: "\u{2588}", count: 12) + String(repeating: "\u{2591}", count: 8)
  #expect(text == "\r\(filled) epoch 3/4  loss 0.01235, 12.3 step/s, 1 min 15 s left\u{1B}[K")
  // The next step follows within a tenth of a second.
  bar.show(.step(progress(batch: 6, secondsLeft: nil)))
  bar.show(.ended(epoch: 2))
  #expect(text.hasSuffix("left\u{1B}[K\n"))
  // The line has ended already.
  let before = text
  bar.finish()
  #expect(text == before)
}

@Test("A run that fails leaves the terminal at the beginning of a line")
func failedRun() {
  var text = ""
  let bar = TrainingProgressBar(isInteractive: true) { text += $0 }
  var loop = TrainingLoop(SmallModel(), Adam(), TrainingPlan(epochs: 1, seed: 1))
  loop.observe = { bar.show($0) }
  #expect(throws: NeuralLayersError.self) {
    try loop.run { _ in
      [1.0, .nan]
    } loss: { model, factor, pass in
      let (x, y) = SmallTask.batch([1, 5, 9])
      return meanSquaredError(model(x, pass), y) * factor
    }
  }
  #expect(text.hasPrefix("\r") && text.hasSuffix("\u{1B}[K\n"))
}

@Test("Elsewhere there is a line for each tenth of the run")
func file() {
  var text = ""
  let bar = TrainingProgressBar(isInteractive: false) { text += $0 }
  for epoch in 1...40 {
    bar.show(.step(progress(batch: 1, secondsLeft: 1)))
    bar.show(.epoch(epoch, of: 40, metrics: ["loss": 0.5, "a": 2]))
  }
  let lines = text.split(separator: "\n")
  #expect(lines.count == 10)
  #expect(lines[0] == "epoch 4/40  a 2  loss 0.5")
}
