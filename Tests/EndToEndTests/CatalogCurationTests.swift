import Foundation
import TestSupport
import Testing
import WaveformCatalog

@Suite("Commands for a catalog that exists")
struct CatalogCurationTests {
  /// A folder with a catalog of nine events.
  private func catalog(_ count: Int = 9) throws -> Foreshake {
    let foreshake = try Foreshake()
    try CatalogFixture.write(count, to: foreshake.file("rings"))
    return foreshake
  }

  @Test("inspect tells events, receivers, sampling, model, clip, sizes and splits")
  func inspect() throws {
    let foreshake = try catalog()
    defer { foreshake.remove() }
    let outcome = try foreshake.run(["catalog", "inspect", "rings"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for text in [
      "Rings in the Bay Area", "9, all made", "24 x 16 points and 2 stations",
      "50 samples of velocity every 1.0 s", "4 to 10 km", "largest PGV", "m s-1", "up to 0.2 Hz",
      "500.0 m/s", "bay-area.yaml", "none", "MB", "points per wavelength  5.0",
    ] {
      #expect(outcome.output.contains(text), "\(text) in \(outcome.output)")
    }
    let table = try foreshake.run(["catalog", "inspect", "rings", "--events"])
    #expect(table.output.split(separator: "\n").count == 10)
  }

  @Test("validate names the file that is cut off, changed or gone, and ends with status 65")
  func validate() throws {
    let foreshake = try catalog()
    defer { foreshake.remove() }
    let good = try foreshake.run(["catalog", "validate", "rings"])
    #expect(good.status == 0 && good.output.contains("9 events are whole"), "\(good.errors)")
    let damages: [(line: String, files: [String])] = [
      ("truncate -s 1000 rings/events/ring-2.nc", ["ring-2.nc"]),
      ("printf xyz | dd of=rings/events/ring-4.nc bs=1 seek=20000 conv=notrunc", ["ring-4.nc"]),
      (
        "rm rings/events/ring-5.nc; cp whole/events/ring-1.nc rings/events/x.nc",
        ["ring-5.nc", "x.nc"]
      ),
      ("truncate -s 10 rings/events/ring-7.nc; rm rings/events/ring-8.nc", ["ring-7", "ring-8"]),
      ("echo events: > rings/catalog.yaml", ["catalog.yaml"]),
      ("echo '<quakeml/>' > rings/events.xml", ["events.xml"]),
      ("rm rings/events.xml", ["events.xml"]),
    ]
    _ = try foreshake.shell("cp -r rings whole")
    for damage in damages {
      _ = try foreshake.shell("rm -rf rings; cp -r whole rings")
      #expect(try foreshake.shell(damage.line).status == 0)
      let outcome = try foreshake.run(["catalog", "validate", "rings"])
      #expect(outcome.status == 65, "\(damage.line): \(outcome.output)")
      for file in damage.files {
        #expect(outcome.errors.contains(file), "\(damage.line): \(outcome.errors)")
      }
      #expect(outcome.errors.contains("--resume"), "\(outcome.errors)")
    }
  }

  @Test("A file cut off stops every command that reads the catalog, and nothing is written")
  func truncated() throws {
    let foreshake = try catalog(4)
    defer { foreshake.remove() }
    _ = try foreshake.shell("truncate -s 5000 rings/events/ring-1.nc; cp rings/catalog.nc before")
    let contents = foreshake.contents
    let commands: [[String]] = [
      ["inspect", "rings"], ["split", "rings"], ["normalize", "rings", "--all"],
      ["merge", "rings", "rings", "--output", "both", "--prefix", "a", "--prefix", "b"],
      ["export", "rings", "--format", "npy", "--output", "out"],
    ]
    for command in commands {
      let outcome = try foreshake.run(["catalog"] + command)
      #expect(outcome.status == 65, "\(command): \(outcome.errors)")
      #expect(outcome.errors.contains("ring-1.nc") && outcome.output.isEmpty, "\(outcome.errors)")
      #expect(foreshake.contents == contents)
    }
    #expect(try foreshake.shell("cmp rings/catalog.nc before").status == 0)
    #expect(!foreshake.exists("rings/normalization.nc"))
  }

  @Test("Folders that are no catalogs are refused and left alone")
  func foreign() throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    _ = try foreshake.shell("mkdir thesis; echo years > thesis/thesis.tex; echo junk > file")
    _ = try foreshake.shell("mkdir broken; echo junk > broken/catalog.nc")
    for place in ["thesis", "file", "none", "broken"] {
      for command in ["inspect", "validate", "split", "normalize"] {
        let outcome = try foreshake.run(["catalog", command, place])
        #expect(outcome.status == 65, "\(command) \(place): \(outcome.errors)")
        #expect(outcome.errors.contains(place), "\(outcome.errors)")
      }
    }
    #expect(
      try foreshake.shell("ls -A thesis broken").output
        == "broken:\ncatalog.nc\n\nthesis:\nthesis.tex\n"
    )
  }

  @Test("A folder in which another process works is not changed")
  func locked() throws {
    let foreshake = try catalog(4)
    defer { foreshake.remove() }
    let lock = try CatalogLock(CatalogFolder(foreshake.file("rings")))
    for command in [["split", "rings"], ["normalize", "rings", "--all"]] {
      let outcome = try foreshake.run(["catalog"] + command)
      #expect(outcome.status == 74, "\(outcome.errors)")
      let owner = "process \(ProcessInfo.processInfo.processIdentifier)"
      #expect(outcome.errors.contains(owner), "\(outcome.errors)")
    }
    #expect(try foreshake.run(["catalog", "inspect", "rings"]).status == 0)
    lock.release()
    #expect(try foreshake.run(["catalog", "split", "rings"]).status == 0)
  }

  @Test("A lost index is written again from the events")
  func rebuild() throws {
    let foreshake = try catalog(4)
    defer { foreshake.remove() }
    _ = try foreshake.shell("mv rings/catalog.nc before")
    let lost = try foreshake.run(["catalog", "inspect", "rings"])
    #expect(lost.status == 65 && lost.errors.contains("--rebuild-index"), "\(lost.errors)")
    let outcome = try foreshake.run(["catalog", "validate", "rings", "--rebuild-index"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try foreshake.shell("cmp rings/catalog.nc before").status == 0)
  }

  @Test("split, then normalize from training events alone, the same for any number of threads")
  func splitAndNormalize() throws {
    let foreshake = try catalog()
    defer { foreshake.remove() }
    let early = try foreshake.run(["catalog", "normalize", "rings"])
    #expect(early.status == 65 && early.errors.contains("--all"), "\(early.errors)")
    let split = try foreshake.run([
      "catalog", "split", "rings", "--hold-out", "along-km:38..", "--validation", "0.25",
    ])
    #expect(split.status == 0, "\(split.errors)")
    #expect(split.output.contains("train 6, validation 2, test 1"), "\(split.output)")
    let again = try foreshake.run(["catalog", "split", "rings"])
    #expect(again.status == 65 && again.errors.contains("--overwrite"), "\(again.errors)")
    let first = try foreshake.run(["catalog", "normalize", "rings"])
    #expect(first.status == 0 && first.output.contains("6 training events"), "\(first.errors)")
    let same = try foreshake.shell(
      "cp rings/normalization.nc one; FORESHAKE_THREADS=5 \"$FORESHAKE\" catalog normalize rings "
        + "&& cmp one rings/normalization.nc"
    )
    #expect(same.status == 0, "\(same.errors)")
    let inspect = try foreshake.run(["catalog", "inspect", "rings"])
    #expect(inspect.output.contains("train 6, validation 2, test 1 (extrapolation"))
  }

  @Test(
    "Wrong flags end with status 64 and a hint",
    arguments: [
      (["split", "rings", "--hold-out", "depth:x.."], "depth-km:14.."),
      (["split", "rings", "--method", "extrapolation"], "--hold-out"),
      (["split", "rings", "--method", "random", "--hold-out", "depth-km:9.."], "extrapolation"),
      (["split", "rings", "--validation", "1.5"], "1.5"),
      (["split", "rings", "--validation", "0.5", "--test", "0.5"], "less than 1"),
      (["export", "rings", "--format", "sac", "--layout", "cyxt", "--output", "o"], "npy"),
      (["export", "rings", "--format", "wav", "--output", "o"], "mseed"),
      (["merge", "rings", "--output", "o"], "two catalogs"),
      (["merge", "a", "b", "--output", "o", "--prefix", "x"], "--prefix"),
      (["insepct", "rings"], "insepct"),
    ]
  )
  func usage(_ arguments: [String], _ hint: String) throws {
    let foreshake = try Foreshake()
    defer { foreshake.remove() }
    let outcome = try foreshake.run(["catalog"] + arguments)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(hint), "\(outcome.errors)")
    #expect(outcome.output.isEmpty && foreshake.contents.isEmpty)
  }

  @Test("merge and export make folders that are whole, and never replace one")
  func mergeAndExport() throws {
    let foreshake = try catalog(2)
    defer { foreshake.remove() }
    let merge = try foreshake.run([
      "catalog", "merge", "rings", "rings", "--prefix", "a-", "--prefix", "b-", "-o", "both",
    ])
    #expect(merge.status == 0, "\(merge.errors)")
    #expect(try foreshake.run(["catalog", "validate", "both"]).output.contains("4 events"))
    // Another process writes the same bytes, event by event and in the index.
    let other = try foreshake.shell(
      "\"$FORESHAKE\" catalog merge rings rings --prefix a- --prefix b- -o other && diff -r both other"
    )
    #expect(other.status == 0, "\(other.output) \(other.errors)")
    let twice = try foreshake.run(["catalog", "merge", "rings", "both", "-o", "rings"])
    #expect(twice.status == 74 && twice.errors.contains("exists"), "\(twice.errors)")
    let same = try foreshake.run(["catalog", "merge", "rings", "rings", "-o", "x"])
    #expect(same.status == 65 && same.errors.contains("ring-0"), "\(same.errors)")
    for format in ["mseed", "sac", "npy"] {
      let outcome = try foreshake.run([
        "catalog", "export", "both", "--format", format, "-o", format,
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        foreshake.exists("\(format)/events.csv") && foreshake.exists("\(format)/receivers.csv")
      )
    }
    let hidden = foreshake.contents.filter { $0.hasPrefix(".") }
    #expect(hidden.isEmpty)
  }

  @Test("Events of a catalog are drawn as maps, frames, seismograms and record sections")
  func pictures() throws {
    let foreshake = try catalog(1)
    defer { foreshake.remove() }
    let event = "rings/events/ring-0.nc"
    let commands: [[String]] = [
      ["map", event, "--quantity", "pgv"], ["map", event, "--quantity", "pgv-time"],
      ["frame", event, "--time", "20"], ["seismograms", event], ["record-section", event],
    ]
    for command in commands {
      let outcome = try foreshake.run(["plot"] + command + ["--output", "picture.svg"])
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      let picture = try String(contentsOf: foreshake.file("picture.svg"), encoding: .utf8)
      #expect(picture.contains("ring-0"), "\(command)")
      _ = try foreshake.shell("rm picture.svg")
    }
    let missing = try foreshake.run(["plot", "map", event, "--quantity", "pga", "-o", "p.svg"])
    #expect(missing.status == 65 && missing.errors.contains("pgv-time"), "\(missing.errors)")
  }
}
