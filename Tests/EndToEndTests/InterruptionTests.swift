import Foundation
import Testing

/// Flags of a run that lasts for minutes, which no test waits for.
private let endless = TinyRun.flags(["--duration": "100000", "--surface-interval": "1"])

/// Starts the endless run and waits until it steps.
private func startEndless(_ foreshake: Foreshake, _ flags: [String] = []) throws -> Process {
  let process = try foreshake.start(Foreshake.executable, endless + flags)
  let deadline = Date().addingTimeInterval(60)
  while Date() < deadline, process.isRunning,
    !foreshake.contents.contains(where: { $0.hasSuffix(".partial") })
  {
    Thread.sleep(forTimeInterval: 0.05)
  }
  // The unfinished file is there; a moment later the run is within its steps.
  Thread.sleep(forTimeInterval: 0.5)
  #expect(process.isRunning, "\(foreshake.errorsSoFar)")
  return process
}

@Test("Ctrl-C removes the unfinished file and ends with status 130")
func controlC() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let process = try startEndless(foreshake)
  kill(process.processIdentifier, SIGINT)
  let outcome = try foreshake.finish(process)
  #expect(outcome.status == 130, "\(outcome.errors)")
  #expect(outcome.errors.contains("interrupted"), "\(outcome.errors)")
  #expect(foreshake.contents == ["box.txt", "stations.csv"], "\(foreshake.contents)")
}

@Test("SIGTERM ends with status 143 and says which file holds the last checkpoint")
func terminated() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let process = try startEndless(
    foreshake,
    ["--checkpoint", "run.state", "--checkpoint-interval", "11"]
  )
  let deadline = Date().addingTimeInterval(60)
  while Date() < deadline, process.isRunning, !foreshake.exists("run.state") {
    Thread.sleep(forTimeInterval: 0.05)
  }
  kill(process.processIdentifier, SIGTERM)
  let outcome = try foreshake.finish(process)
  #expect(outcome.status == 143, "\(outcome.errors)")
  #expect(outcome.errors.contains("run.state holds the state at"), "\(outcome.errors)")
  #expect(outcome.errors.contains("--restart run.state"), "\(outcome.errors)")
  #expect(!foreshake.exists("run.nc") && foreshake.exists("run.state"))
}

@Test("kill -9 leaves nothing under the final name")
func killed() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let process = try startEndless(foreshake)
  kill(process.processIdentifier, SIGKILL)
  _ = try foreshake.finish(process)
  #expect(!foreshake.exists("run.nc"))
  // The next run with the same output works all the same.
  #expect(try foreshake.run(TinyRun.flags).status == 0)
  #expect(foreshake.exists("run.nc"))
}

@Test("A file size limit ends the run with status 74 and nothing under the final name")
func fileSizeLimit() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  // 32 blocks of 1024 bytes hold the stations' records but not the maps.
  let flags = TinyRun.flags(["--surface-interval": "0.5"]).joined(separator: " ")
  let outcome = try foreshake.shell("trap '' XFSZ; ulimit -f 32; exec \"$FORESHAKE\" \(flags)")
  #expect(outcome.status == 74, "\(outcome.errors)")
  #expect(outcome.errors.contains("run.nc"), "\(outcome.errors)")
  #expect(foreshake.contents == ["box.txt", "stations.csv"], "\(foreshake.contents)")
}

@Test(
  "A full disk ends the run with status 74 and nothing under the final name",
  .enabled(if: Foreshake.canMount, "needs the right to mount")
)
func fullDisk() throws {
  let foreshake = try TinyRun.folder()
  defer { foreshake.remove() }
  let flags = TinyRun.flags(["--surface-interval": "0.5", "--output": "small/run.nc"]).joined(
    separator: " "
  )
  let outcome = try foreshake.shell(
    """
    mkdir small && mount -t tmpfs -o size=64k tmpfs small
    "$FORESHAKE" \(flags); status=$?
    ls -A small | wc -l; umount small; exit $status
    """
  )
  #expect(outcome.status == 74, "\(outcome.errors)")
  #expect(
    outcome.errors.contains("full") || outcome.errors.contains("No space"),
    "\(outcome.errors)"
  )
  #expect(
    outcome.output.trimmingCharacters(in: .whitespacesAndNewlines) == "0",
    "\(outcome.output)"
  )
}
