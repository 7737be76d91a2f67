import Foundation
import Testing

@Test("Nothing else stands at the top level")
func topLevel() throws {
  let allowed: Set = [
    "Package.swift", "Package.resolved", "README.md", "LICENSE", "Makefile", "Sources", "Tests",
    "velocity-models", "stations",
  ]
  // What `make demo` writes is ignored by git.
  let ignored: Set = ["demo-output"]
  for name in try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)
  where !name.hasPrefix(".") {
    #expect(allowed.union(ignored).contains(name), "\(name) does not belong at the top level")
  }
}

@Test(
  "The files that a newcomer looks for are there",
  arguments: [
    "README.md", "LICENSE", "Makefile", ".ci/run", ".gitignore", ".swift-format",
  ]
)
func houseFiles(_ name: String) {
  let path = SourceTree.root.appendingPathComponent(name).path
  #expect(FileManager.default.fileExists(atPath: path))
}

@Test("Files that README.md links to exist")
func readMeLinks() throws {
  let text = try String(
    contentsOf: SourceTree.root.appendingPathComponent("README.md"),
    encoding: .utf8
  )
  let expression = try NSRegularExpression(pattern: #"\]\(([^)#]+)\)"#)
  let whole = NSRange(text.startIndex..., in: text)
  for match in expression.matches(in: text, range: whole) {
    guard let range = Range(match.range(at: 1), in: text) else { continue }
    let target = String(text[range])
    guard !target.hasPrefix("http") else { continue }
    #expect(
      FileManager.default.fileExists(atPath: SourceTree.root.appendingPathComponent(target).path),
      "README.md links to \(target), which is not there"
    )
  }
}
