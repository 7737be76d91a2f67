import Foundation
import SeismicFiles
import Testing

/// What a run leaves in its folder.
private let files = [
  "best.safetensors", "last.safetensors", "learning-curve.png", "metrics.csv", "metrics.jsonl",
]

/// Flags of a run that draws random stations and random ruptures.
private let long = "--preset laptop-sparse --station-share 0.1..0.3 --rupture-share 0.5"

/// Starts a long run and returns once it has finished an epoch.
private func startLong(_ foreshake: Foreshake, _ folder: String) throws -> Process {
  let line = "exec " + ForecastFixture.train(folder, "\(long) --epochs 60")
  let process = try foreshake.start(URL(fileURLWithPath: "/bin/bash"), ["-c", line])
  let deadline = Date().addingTimeInterval(120)
  while Date() < deadline, process.isRunning, !foreshake.exists("\(folder)/last.safetensors") {
    Thread.sleep(forTimeInterval: 0.002)
  }
  return process
}

/// Whether two folders hold the same files with the same bytes.
private func areSame(_ a: String, _ b: String, in foreshake: Foreshake) throws -> Bool {
  try foreshake.shell("diff -r \(a) \(b)").status == 0
}

@Test("Training leaves checkpoints, the scores of each epoch as table and lines, and their picture")
func forecastTrain() throws {
  let foreshake = try ForecastFixture.catalog()
  defer { foreshake.remove() }
  let outcome = try foreshake.shell(ForecastFixture.train("run", "--epochs 3"))
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.output.contains("best epoch") && outcome.output.contains("validation RFNE"))
  // 10 events less 2 and 2, in batches of 2.
  #expect(outcome.errors.contains("6 training and 2 validation events"))
  #expect(outcome.errors.contains("3 epochs of 3 batches"))
  let names = try FileManager.default.contentsOfDirectory(atPath: foreshake.file("run").path)
  #expect(names.sorted() == files)
  let (columns, rows) = try ForecastFixture.table(foreshake.file("run/metrics.csv"))
  #expect(
    columns == [
      "epoch", "step", "learning_rate", "loss", "gradient_norm", "validation_acc",
      "validation_rfne",
    ]
  )
  #expect(
    rows.map { $0["epoch"] } == ["1", "2", "3"] && rows.map { $0["step"] } == ["3.0", "6.0", "9.0"]
  )
  let lines = try String(contentsOf: foreshake.file("run/metrics.jsonl"), encoding: .utf8)
    .split(separator: "\n").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) }
  let objects = lines.compactMap { $0 as? [String: Double] }
  #expect(objects.count == 3)
  for (row, object) in zip(rows, objects) {
    for column in columns {
      let number = try #require(Double(row[column] ?? ""))
      // The reader of JSON may round the last digit of a number otherwise.
      let other = try #require(object[column])
      #expect(number.isFinite && abs(other - number) <= 1e-12 * abs(number), "\(column)")
    }
    let acc = try #require(object["validation_acc"])
    #expect((-1...1).contains(acc))
  }
  let picture = try Data(contentsOf: foreshake.file("run/learning-curve.png"))
  #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) && picture.count > 10_000)
}

@Test(
  "One epoch is a model without a curve; members of an ensemble learn from their share of events"
)
func oneEpoch() throws {
  let foreshake = try ForecastFixture.catalog()
  defer { foreshake.remove() }
  let outcome = try foreshake.shell(
    ForecastFixture.train("run", "--epochs 1 --event-share 0.5 --seed 7")
  )
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.errors.contains("3 training and 2 validation events"))
  #expect(foreshake.exists("run/best.safetensors"))
  #expect(!foreshake.exists("run/learning-curve.png"))
  // What it learned is where another run may begin.
  let second = try foreshake.shell(
    ForecastFixture.train("next", "--epochs 1 --initial run/best.safetensors")
  )
  #expect(second.status == 0, "\(second.errors)")
}

@Test("A run that was killed, then stopped, goes on with the bytes of one that ran through")
func exactResume() throws {
  let foreshake = try ForecastFixture.catalog()
  defer { foreshake.remove() }
  let whole = try foreshake.shell(ForecastFixture.train("whole/run", "\(long) --epochs 60"))
  #expect(whole.status == 0, "\(whole.errors)")
  let killed = try startLong(foreshake, "broken/run")
  kill(killed.processIdentifier, SIGKILL)
  _ = try foreshake.finish(killed)
  #expect(!foreshake.exists("broken/run/learning-curve.png"), "it was killed too late")
  // Again, this time politely.
  let line = "exec " + ForecastFixture.train("broken/run", "\(long) --epochs 60 --resume")
  let stopped = try foreshake.start(URL(fileURLWithPath: "/bin/bash"), ["-c", line])
  while stopped.isRunning, !foreshake.errorsSoFar.contains("epoch ") {
    Thread.sleep(forTimeInterval: 0.002)
  }
  kill(stopped.processIdentifier, SIGINT)
  let outcome = try foreshake.finish(stopped)
  #expect(outcome.status == 130, "\(outcome.errors)")
  #expect(outcome.errors.contains("interrupted") && outcome.errors.contains("--resume"))
  #expect(outcome.errors.contains("broken/run/last.safetensors"), "\(outcome.errors)")
  let rest = try foreshake.shell(
    ForecastFixture.train("broken/run", "\(long) --epochs 60 --resume")
  )
  #expect(rest.status == 0, "\(rest.errors)")
  #expect(try areSame("whole", "broken", in: foreshake))
}

@Test("A folder with a run is kept unless it is to go on or to be lost")
func runIsKept() throws {
  let foreshake = try ForecastFixture.catalog()
  defer { foreshake.remove() }
  #expect(try foreshake.shell(ForecastFixture.train("run", "--epochs 1")).status == 0)
  #expect(try foreshake.shell("cp -r run kept").status == 0)
  let again = try foreshake.shell(ForecastFixture.train("run", "--epochs 1 --seed 2"))
  #expect(again.status == 74, "\(again.errors)")
  #expect(again.errors.contains("--resume") && again.errors.contains("--overwrite"))
  #expect(try areSame("run", "kept", in: foreshake))
  let anew = try foreshake.shell(ForecastFixture.train("run", "--epochs 1 --seed 2 --overwrite"))
  #expect(anew.status == 0, "\(anew.errors)")
  #expect(try !areSame("run", "kept", in: foreshake))
}
