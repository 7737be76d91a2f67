import Evaluation
import Testing

/// One place an entry: the frame from which on the motion is 2 m/s, nil for never.
private func steps(_ firsts: [Int?]) -> WavefieldFrames {
  frames(10, places: firsts.count, interval: 0.5) { t, c, x in
    c == 0 && firsts[x].map { t >= $0 } ?? false ? 2 : 0.1
  }
}

@Test("The warning time runs from the issue to the first frame that reaches the threshold")
func warningTimes() {
  let warnings = WarningTimes(of: steps([6, nil, 1]), threshold: 2, issueTime: 1)
  #expect(warnings.seconds == [2, nil, -0.5])
}

@Test("Alerts are true, false, missed, rightly quiet or too late")
func alertOutcome() throws {
  let truth = WarningTimes(of: steps([6, 6, nil, nil, 1, 8]), threshold: 1, issueTime: 1)
  let forecast = WarningTimes(of: steps([7, nil, 4, nil, 1, 6]), threshold: 1, issueTime: 1)
  let outcome = AlertOutcome(of: forecast, against: truth)
  #expect(outcome.trueAlerts == 2 && outcome.missedAlerts == 1 && outcome.falseAlerts == 1)
  #expect(outcome.trueQuiets == 1 && outcome.lateCount == 1)
  #expect(outcome.warningTime.values == [2, 3] && outcome.timeError.values == [-1, 0.5])
  #expect(isClose(outcome.detectionRate, 2.0 / 3, within: 1e-15))
  #expect(isClose(outcome.falseAlertRatio, 1.0 / 3, within: 1e-15))
  let twice = AlertOutcome(joining: [outcome, outcome])
  #expect(twice.trueAlerts == 4 && twice.lateCount == 2 && twice.timeError.count == 4)
}
