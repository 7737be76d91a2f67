import Foundation
import SeismicFiles
import Seismology
import SimulationOutput
import Testing
import WaveSimulation

@Test("simulate, plot and convert work hand in hand")
func pipeline() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let flags = TinyRun.flags([
    "--surface-interval": "1", "--slices": "y=0", "--waveforms": "run.mseed",
    "--origin-time": "2019-07-16T20:11:01Z", "--title": "A tiny run",
  ])
  let run = try foreshake.run(flags)
  #expect(run.status == 0, "\(run.errors)")
  let results = try SimulationFile(reading: foreshake.file("run.nc"))
  let seismograms = try results.seismograms()
  #expect(seismograms.map(\.receiver.code) == ["A01", "A02"])
  #expect(seismograms[0].motion == .velocity && seismograms[0].up.contains { abs($0) > 1e-9 })
  #expect(try results.peaks()?.horizontalVelocity.contains { $0 > 0 } == true)
  #expect(try results.frameTimes().count >= 4)
  #expect(results.metadata.title == "A tiny run")
  #expect(results.metadata.configuration.contains("strike: 30"))

  for (picture, arguments) in [
    "section.svg": ["record-section"], "seismograms.svg": ["seismograms"], "map.svg": ["map"],
    "time.svg": ["map", "--quantity", "pgv-time"], "frame.svg": ["frame", "--time", "3"],
    "slice.svg": ["frame", "--time", "3", "--slice", "1"],
  ] {
    let outcome = try foreshake.run(["plot"] + arguments + ["run.nc", "--output", picture])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let drawing = try String(contentsOf: foreshake.file(picture), encoding: .utf8)
    #expect(drawing.contains("<svg") && drawing.hasSuffix("</svg>\n"), "\(picture)")
  }

  let converted = try foreshake.run(["convert", "run.nc", "--output", "sac"])
  #expect(converted.status == 0, "\(converted.errors)")
  let traces = try WaveformFile.read(foreshake.file("sac")).traces
  #expect(traces.count == 6)
  let up = try #require(
    traces.first { $0.identifier.station == "A01" && $0.identifier.channel.hasSuffix("Z") }
  )
  #expect(up.samples.asFloats == seismograms[0].up)
  #expect(try MiniSEED.read(foreshake.file("run.mseed")).count == 6)
  #expect(!foreshake.contents.contains { $0.hasSuffix(".partial") })
}

@Test("A configuration file and the flags give the same bytes, and flags win")
func configurationFile() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  try foreshake.write(
    """
    model: {file: box.txt}
    stations: {file: stations.csv}
    source:
      depth-km: 2
      magnitude: 5
      strike: 30
      dip: 80
      rake: 10
    grid:
      max-frequency-hz: 1
      points-per-wavelength: 5
    time: {duration-s: 4}
    """,
    "run.yaml"
  )
  #expect(try foreshake.run(TinyRun.flags).status == 0)
  let outcome = try foreshake.run([
    "simulate", "run.yaml", "--magnitude", "3", "--output", "yaml.nc",
  ])
  #expect(outcome.status == 0, "\(outcome.errors)")
  let flags = try SimulationFile(reading: foreshake.file("run.nc")).seismograms()
  let file = try SimulationFile(reading: foreshake.file("yaml.nc")).seismograms()
  #expect(flags.map(\.up) == file.map(\.up) && flags.map(\.east) == file.map(\.east))
}

@Test("A result file holds the configuration that makes it again")
func configurationOfResult() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  #expect(try foreshake.run(TinyRun.flags).status == 0)
  let first = try SimulationFile(reading: foreshake.file("run.nc"))
  try foreshake.write(first.metadata.configuration, "again.yaml")
  let outcome = try foreshake.run(["simulate", "again.yaml", "--output", "again.nc"])
  #expect(outcome.status == 0, "\(outcome.errors)")
  let again = try SimulationFile(reading: foreshake.file("again.nc"))
  #expect(try first.seismograms().map(\.north) == again.seismograms().map(\.north))
}

@Test("A run that goes on from a checkpoint gives the same seismograms")
func restart() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let whole = try foreshake.run(
    TinyRun.flags + ["--checkpoint", "run.state", "--checkpoint-interval", "1.5"]
  )
  #expect(whole.status == 0, "\(whole.errors)")
  let flags = TinyRun.flags(["--output": "rest.nc"]) + ["--restart", "run.state"]
  let rest = try foreshake.run(flags)
  #expect(rest.status == 0, "\(rest.errors)")
  let one = try SimulationFile(reading: foreshake.file("run.nc"))
  let two = try SimulationFile(reading: foreshake.file("rest.nc"))
  #expect(try one.seismograms().map(\.up) == two.seismograms().map(\.up))
  #expect(try one.peaks()?.horizontalVelocity == two.peaks()?.horizontalVelocity)
}

@Test("--dry-run prints the plan and writes nothing")
func dryRun() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let outcome = try foreshake.run(TinyRun.flags + ["--dry-run"])
  #expect(outcome.status == 0)
  // 1700 m/s at 1 Hz with five points a wavelength.
  for text in ["340 m", "points per wavelength", "time step", "memory", "estimated time"] {
    #expect(outcome.output.contains(text), "\(text)")
  }
  #expect(foreshake.contents == ["box.txt", "stations.csv"])
}

@Test("An existing file is replaced only with --overwrite")
func overwrite() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  try foreshake.write("precious", "run.nc")
  let refused = try foreshake.run(TinyRun.flags)
  #expect(refused.status == 74 && refused.errors.contains("exists already"), "\(refused.errors)")
  #expect(try String(contentsOf: foreshake.file("run.nc"), encoding: .utf8) == "precious")
  #expect(try foreshake.run(TinyRun.flags + ["--overwrite"]).status == 0)
}

@Test("model prints layers, spacing and remarks, and draws the profile")
func model() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let outcome = try foreshake.run(["model", "box.txt", "--profile", "profile.svg"])
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.output.contains("1.700") && outcome.output.contains("213 m for 1 Hz"))
  #expect(foreshake.exists("profile.svg"))
  let shipped = try foreshake.run(["model", "gil7"])
  #expect(shipped.status == 0 && shipped.output.contains("GIL7"), "\(shipped.errors)")
}
