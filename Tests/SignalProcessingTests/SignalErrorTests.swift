import SignalProcessing
import Testing

@Test("A frequency above Nyquist is reported with both numbers and the remedy")
func aboveNyquistMessage() {
  let error = SignalError.aboveNyquist(name: "corner frequency", frequencyHz: 25, nyquistHz: 20)
  #expect("\(error)".contains("25.0 Hz"))
  #expect("\(error)".contains("20.0 Hz"))
  #expect("\(error)".contains("lower it"))
}
