public import Foundation

/// A folder on a file system of its own that holds only so many bytes, to fill it up.
///
/// Needs the right to mount; where that is missing `body` is not called and the answer is nil.
@discardableResult
public func withSmallDisk<Value>(bytes: Int, _ body: (URL) throws -> Value) throws -> Value? {
  try withTemporaryFolder { folder in
    guard run("mount", ["-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", folder.path]) else {
      return nil
    }
    defer { _ = run("umount", ["-l", folder.path]) }
    return try body(folder)
  }
}

private func run(_ command: String, _ arguments: [String]) -> Bool {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [command] + arguments
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return false }
  process.waitUntilExit()
  return process.terminationStatus == 0
}
