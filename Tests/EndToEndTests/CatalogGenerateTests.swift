import Foundation
import SeismicFiles
import Testing
import WaveformCatalog

/// A catalog that takes seconds: two events in a small box.
private enum TinyCatalog {
  static let text = """
    title: Two events
    model:
      file: box.txt
    domain:
      origin-latitude: 38
      origin-longitude: -122
      x-km: [0, 24]
      y-km: [0, 20]
      depth-km: 16
    grid:
      spacing-m: 1000
      max-frequency-hz: 0.3
    events:
      - pattern: grid
        x-km: [8, 14, 6]
        y-km: 10
        depth-km: 6
        strike: 30
    receivers:
      surface-grid: [6, 5]
    sampling:
      interval-s: 0.5
      samples: 21

    """

  static func folder(replacing old: String = "", with new: String = "") throws -> Foreshake {
    let foreshake = try Foreshake()
    try foreshake.write("# depth(m) vp(m/s) vs(m/s) rho(kg/m3)\n0 4000 2300 2500\n", "box.txt")
    let yaml = old.isEmpty ? text : text.replacingOccurrences(of: old, with: new)
    try foreshake.write(yaml, "box.yaml")
    return foreshake
  }
}

@Suite struct CatalogGenerateTests {
  @Test("A catalog is made, goes on where it was stopped, and is refused where it is already")
  func generate() throws {
    let foreshake = try TinyCatalog.folder()
    defer { foreshake.remove() }
    let made = try foreshake.run(["catalog", "generate", "box.yaml", "-o", "out"])
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.errors.contains("2 events in") && made.errors.contains("strategy"))
    let file = "out/events/grid-x008-y010-d06.nc"
    #expect(foreshake.exists(file) && foreshake.exists("out/catalog.nc"))
    #expect(foreshake.exists("out/events.xml") && foreshake.exists("out/catalog.yaml"))
    let bytes = try Data(contentsOf: foreshake.file(file))
    #expect(bytes.contains(where: { $0 != 0 }))

    let again = try foreshake.run(["catalog", "generate", "box.yaml", "-o", "out"])
    #expect(again.status == 65 && again.errors.contains("--resume"), "\(again.errors)")

    try FileManager.default.removeItem(at: foreshake.file(file))
    let resumed = try foreshake.run(["catalog", "generate", "box.yaml", "-o", "out", "--resume"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("1 events in") && resumed.errors.contains("1 were there"))
    #expect(try Data(contentsOf: foreshake.file(file)) == bytes)
  }

  @Test("A dry run prints strategy, grid, time step, size and time, and writes nothing")
  func dryRun() throws {
    let foreshake = try TinyCatalog.folder()
    defer { foreshake.remove() }
    let before = foreshake.contents
    let outcome = try foreshake.run(["catalog", "generate", "box.yaml", "--dry-run"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for word in [
      "events              2, M 4.0", "6 \u{D7} 5 at the surface", "1500 m/s", "time step",
      "strategy", "estimated time", "MB an event",
    ] {
      #expect(outcome.output.contains(word), "'\(word)' in \(outcome.output)")
    }
    let forced = try foreshake.run([
      "catalog", "generate", "box.yaml", "--dry-run", "--strategy", "direct", "--set",
      "events.1.depth-km=[4, 8, 2]",
    ])
    #expect(forced.output.contains("direct: 6 events"), "\(forced.output)\(forced.errors)")
    #expect(
      foreshake.contents.filter { !$0.hasPrefix(".") } == before.filter { !$0.hasPrefix(".") }
    )
  }

  @Test(
    "Bad specifications are refused before anything is computed",
    arguments: [
      ("title: Two", "titel: Two", ["box.yaml, line 1", "did you mean 'title'?"], Int32(65)),
      ("x-km: [8, 14, 6]", "x-km: [8, 24, 16]", ["grid-x024-y010-d06", "outside the box"], 65),
      ("depth-km: 6", "depth-km: -6", ["events.1.depth-km", "-6"], 65),
      ("origin-latitude: 38", "origin-latitude: 138", ["origin-latitude", "-90...90"], 65),
      (
        "    strike: 30",
        "    strike: 30\n  - {pattern: grid, x-km: 8, y-km: 10, depth-km: 6, strike: 1}",
        ["two events are called grid-x008-y010-d06"], 65
      ),
      ("samples: 21", "samples: 1000000", ["the catalog needs", "are free"], 74),
    ]
  )
  func badInput(old: String, new: String, parts: [String], status: Int32) throws {
    let foreshake = try TinyCatalog.folder(replacing: old, with: new)
    defer { foreshake.remove() }
    // The last one needs more room than any disk has.
    let size = status == 74 ? ["--set", "receivers.surface-grid=[3000, 3000]"] : []
    let outcome = try foreshake.run(["catalog", "generate", "box.yaml", "-o", "out"] + size)
    #expect(outcome.status == status, "\(outcome.errors)")
    for part in parts { #expect(outcome.errors.contains(part), "'\(part)' in \(outcome.errors)") }
    #expect(!foreshake.exists("out"))
  }

  @Test(
    "Mistakes on the command line end with status 64 and a hint",
    arguments: [
      (["box.yaml"], "--output"), (["hayward-smal", "-o", "out"], "did you mean 'hayward-small'?"),
      (["box.yaml", "-o", "out", "--strategy", "fast"], "reciprocal"),
      (["box.yaml", "-o", "out", "--set", "seed"], "key=value"),
      (["box.yaml", "-o", "out", "--set", "grid.spacing=5"], "did you mean 'grid.spacing-m'?"),
      (["box.yaml", "-o", "out", "--set", "grid.spacing-m=five"], "'five'"),
      (["box.yaml", "-o", "out", "--strategy", "reciprocal"], "surface grid"),
    ]
  )
  func usage(_ arguments: [String], _ hint: String) throws {
    let foreshake = try TinyCatalog.folder()
    defer { foreshake.remove() }
    let outcome = try foreshake.run(["catalog", "generate"] + arguments)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(hint), "\(outcome.errors)")
    #expect(!foreshake.exists("out"))
  }

  @Test("A key stands with unit, default and example in the manual, and its example is a catalog")
  func keys() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let manual = try foreshake.run(["catalog", "keys"])
    #expect(manual.status == 0)
    for chapter in SpecificationChapter.all {
      #expect(manual.output.contains(chapter.heading))
      for key in chapter.keys {
        #expect(manual.output.contains("    \(key.name)\n"), "\(key.name)")
      }
    }
    let example = try #require(
      manual.output.components(separatedBy: "Example:\n").dropFirst().first?
        .components(separatedBy: "\n\n").first
    )
    try foreshake.write(example, "example.yaml")
    let plan = try foreshake.run(["catalog", "generate", "example.yaml", "--dry-run"])
    #expect(plan.status == 0 && plan.output.contains("20, M 3."), "\(plan.output)\(plan.errors)")
  }

  @Test("Ctrl-C ends a catalog with status 130 and leaves what is complete")
  func interruption() throws {
    let foreshake = try TinyCatalog.folder(replacing: "[8, 14, 6]", with: "[4, 18, 0.5]")
    defer { foreshake.remove() }
    let process = try foreshake.start(
      Foreshake.executable,
      [
        "catalog", "generate", "box.yaml", "-o", "out", "--strategy", "direct", "--set",
        "grid.spacing-m=500",
      ]
    )
    let first = foreshake.file("out/events")
    while process.isRunning,
      (try? FileManager.default.contentsOfDirectory(atPath: first.path))?
        .contains(where: { $0.hasSuffix(".nc") && !$0.hasPrefix(".") }) != true
    {
      usleep(20_000)
    }
    process.interrupt()
    let outcome = try foreshake.finish(process)
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.errors.contains("--resume"))
    let left = try FileManager.default.contentsOfDirectory(atPath: first.path)
    #expect(!left.isEmpty && left.allSatisfy { $0.hasSuffix(".nc") && !$0.hasPrefix(".") })
  }
  @Test("kill -9 after the first files: --resume ends with the bytes of an undisturbed run")
  func killed() throws {
    let foreshake = try TinyCatalog.folder(replacing: "[8, 14, 6]", with: "[4, 18, 2]")
    defer { foreshake.remove() }
    let command = ["catalog", "generate", "box.yaml", "--strategy", "direct", "-o"]
    let whole = try foreshake.run(command + ["whole"])
    #expect(whole.status == 0, "\(whole.errors)")
    func complete() -> Int {
      let names = try? FileManager.default.contentsOfDirectory(
        atPath: foreshake.file("out/events").path
      )
      return (names ?? []).count { !$0.hasPrefix(".") }
    }
    // A run that has ended before the signal comes does no harm: the next one finds all files.
    for count in [1, 3, 6] {
      let process = try foreshake.start(Foreshake.executable, command + ["out", "--resume"])
      while process.isRunning, complete() < count { usleep(1000) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      _ = try foreshake.finish(process)
      #expect(complete() >= count)
    }
    let last = try foreshake.run(command + ["out", "--resume"])
    #expect(last.status == 0, "\(last.errors)")
    let same = try foreshake.shell("diff -r --exclude=.lock whole out")
    #expect(same.status == 0, "\(same.output)\(same.errors)")
  }
}
