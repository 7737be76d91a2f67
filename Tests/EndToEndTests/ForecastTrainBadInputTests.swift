import Foundation
import SeismicFiles
import Testing
import WaveformCatalog

@Test("Trainings that cannot be are refused in words, before a folder is made")
func trainBadInput() throws {
  let foreshake = try ForecastFixture.catalog()
  defer { foreshake.remove() }
  try CatalogFixture.write(4, to: foreshake.file("undivided"))
  try CatalogFixture.write(4, to: foreshake.file("raw"))
  var bare = CatalogFixture.description
  bare.layout.grid = nil
  try CatalogFixture.write(4, to: foreshake.file("stations"), bare)
  let divided = try foreshake.shell("$FORESHAKE catalog split raw --validation 0.3 --test 0")
  #expect(divided.status == 0, "\(divided.errors)")
  let model = "-o new --preset tiny \(ForecastFixture.model)"
  try ForecastFixture.refused(
    [
      ("train undivided \(model)", 65, ["undivided", "catalog split"]),
      ("train raw \(model)", 65, ["normalization.nc", "catalog normalize"]),
      ("train stations \(model)", 65, ["stations", "surface grid"]),
      ("train none \(model)", 65, ["none"]),
      ("train rings \(model) --preset tinny", 64, ["tinny", "tiny"]),
      ("train rings \(model) --stages 8,x", 64, ["--stages", "8,x"]),
      ("train rings \(model) --decoder-channels 0", 65, ["pixel shuffle", "0"]),
      ("train rings \(model) --input-frames 7", 65, ["input frames", "7", "5"]),
      ("train rings \(model) --target-frames 500", 65, ["1010", "50"]),
      ("train rings \(model) --epochs 0", 64, ["--epochs"]),
      ("train rings \(model) --batch-size 100", 65, ["batch size", "100"]),
      ("train rings \(model) --batch-size 0", 64, ["--batch-size"]),
      ("train rings \(model) --last-offset=-1", 64, ["--last-offset"]),
      ("train rings \(model) --last-offset 40", 65, ["start of a window"]),
      ("train rings \(model) --learning-rate 0", 64, ["--learning-rate"]),
      ("train rings \(model) --learning-rate nan", 64, ["--learning-rate"]),
      ("train rings \(model) --huber-delta=-1", 64, ["--huber-delta"]),
      ("train rings \(model) --averaging 1", 64, ["--averaging"]),
      ("train rings \(model) --event-share 0", 64, ["--event-share"]),
      ("train rings \(model) --station-share 0.5..0.1", 64, ["--station-share"]),
      ("train rings \(model) -o rings", 64, ["--output", "the catalog itself"]),
      ("train rings \(model) --resume --overwrite", 64, ["--resume", "--overwrite"]),
    ],
    in: foreshake
  )
  #expect(!foreshake.exists("new"), "\(foreshake.contents)")
  try foreshake.write("a file", "taken")
  try ForecastFixture.refused(
    [("train rings \(model) -o taken --epochs 1", 74, ["taken"])],
    in: foreshake
  )
}

@Test("A run goes on only as what it was, and from a whole checkpoint")
func resumeBadInput() throws {
  let foreshake = try ForecastFixture.catalog()
  defer { foreshake.remove() }
  let made = try foreshake.shell(ForecastFixture.train("run", "--epochs 2"))
  #expect(made.status == 0, "\(made.errors)")
  func resume(_ flags: String) throws -> Foreshake.Outcome {
    try foreshake.shell(ForecastFixture.train("run", "--epochs 3 --resume \(flags)"))
  }
  let other = try resume("--cell conv-gru")
  #expect(other.status == 65 && other.errors.contains("last.safetensors"), "\(other.errors)")
  let average = try resume("--averaging 0")
  #expect(average.status == 65 && average.errors.contains("averaging"), "\(average.errors)")
  for flags in ["--seed 9", "--learning-rate 0.004", "--last-offset 1", "--rupture-share 0.5"] {
    let changed = try resume(flags)
    #expect(changed.status == 65, "\(flags): \(changed.errors)")
    #expect(changed.errors.contains("settings to go on with"), "\(changed.errors)")
  }
  let fewer = try resume("--event-share 0.7")
  #expect(fewer.status == 65 && fewer.errors.contains("training events"), "\(fewer.errors)")
  let cut = try foreshake.shell(
    "cp run/last.safetensors whole; head -c -500 whole > run/last.safetensors"
  )
  #expect(cut.status == 0)
  let torn = try resume("")
  #expect(torn.status == 65 && torn.errors.contains("last.safetensors"), "\(torn.errors)")
  // With the whole checkpoint back, it goes on.
  #expect(try foreshake.shell("mv whole run/last.safetensors").status == 0)
  let rest = try resume("")
  #expect(rest.status == 0, "\(rest.errors)")
  let rows = try ForecastFixture.table(foreshake.file("run/metrics.csv")).rows
  #expect(rows.map { $0["epoch"] } == ["1", "2", "3"])
}

@Test("A training that diverges says so and does not end well")
func diverged() throws {
  let foreshake = try ForecastFixture.catalog()
  defer { foreshake.remove() }
  let outcome = try foreshake.shell(
    ForecastFixture.train("run", "--epochs 1 --learning-rate 1e38 --averaging 0")
  )
  #expect(outcome.status == 65, "\(outcome.output) \(outcome.errors)")
  #expect(outcome.errors.contains("learning rate"), "\(outcome.errors)")
  #expect(!foreshake.exists("run/best.safetensors"))
}

@Test(
  "A full disk ends training with status 74 and leaves no part of a checkpoint",
  .enabled(if: Foreshake.canMount, "needs the right to mount")
)
func trainOnFullDisk() throws {
  let foreshake = try ForecastFixture.catalog()
  defer { foreshake.remove() }
  let outcome = try foreshake.shell(
    """
    mkdir small && mount -t tmpfs -o size=64k tmpfs small
    \(ForecastFixture.train("small", "--epochs 1")); status=$?
    find small -name '*safetensors*' | wc -l; umount small; exit $status
    """
  )
  #expect(outcome.status == 74, "\(outcome.errors)")
  #expect(
    outcome.errors.contains("full") || outcome.errors.contains("No space"),
    "\(outcome.errors)"
  )
  #expect(outcome.output.hasSuffix("0\n"), "\(outcome.output)")
}
