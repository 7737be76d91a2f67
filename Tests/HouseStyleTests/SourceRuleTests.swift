import Foundation
import Testing

/// A pattern that must not stand in the code of some targets, and what to do instead.
private struct Ban {
  var pattern: String
  var remedy: String
  /// Targets in which it is allowed; the empty name stands for all tests.
  var exempt: Set<String> = []
}

// The patterns are put together from two halves so that this file does not match itself.
private let bans = [
  Ban(
    pattern: #"\bprint\("#,
    remedy: "throw or return a value; only programs print",
    exempt: ["CommandLine", "Benchmarks", ""]
  ),
  Ban(pattern: #"\bfatal"# + #"Error\("#, remedy: "throw a typed error or use precondition"),
  Ban(pattern: #"\btry"# + "!", remedy: "use try or a typed error"),
  Ban(pattern: #"\bas"# + "! ", remedy: "use as? and an error"),
  Ban(pattern: "unsafe" + "Flags", remedy: "a package with them cannot be a dependency"),
  Ban(pattern: "\\bTO" + "DO\\b|\\bFIX" + "ME\\b", remedy: "do it, or say nothing"),
]

@Test("No shortcut stands in the sources")
func bannedWords() throws {
  let files =
    SourceTree.files(in: "Sources", extensions: ["swift", "c", "h"])
    + SourceTree.files(in: "Tests", extensions: ["swift"])
  for ban in bans {
    let expression = try NSRegularExpression(pattern: ban.pattern)
    for file in files where !ban.exempt.contains(SourceTree.target(of: file)) {
      for (index, line) in file.lines.enumerated() where matches(expression, code(in: line)) {
        Issue.record("\(file.place(index)): \(line.trimmed) — \(ban.remedy)")
      }
    }
  }
}

@Test("The manifest sets no unsafe flags")
func manifest() throws {
  let text = try String(
    contentsOf: SourceTree.root.appendingPathComponent("Package.swift"),
    encoding: .utf8
  )
  #expect(!text.contains("unsafe" + "Flags"))
}

@Test("No source file is longer than 400 lines")
func fileLength() {
  for file in SourceTree.files(in: "Sources", extensions: ["swift", "c", "h"]) {
    #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count) lines: split it")
  }
}

@Test("No file names a folder of one machine")
func machinePaths() throws {
  let expression = try NSRegularExpression(pattern: "(^|[^A-Za-z0-9._/])/(work|home|Users|root)/")
  let texts: Set = ["swift", "c", "h", "md", "yaml", "sh", "csv", "modulemap"]
  let folders = ["Sources", "Tests", "velocity-models", "stations"]
  for file in folders.flatMap({ SourceTree.files(in: $0, extensions: texts) }) {
    for (index, line) in file.lines.enumerated() where matches(expression, line) {
      Issue.record("\(file.place(index)): \(line.trimmed)")
    }
  }
}

@Test("Every library target has a documentation page of its own name")
func documentationPages() throws {
  let sources = SourceTree.root.appendingPathComponent("Sources")
  let programs: Set = [
    "SystemLibraries", "CWaveKernels", "CSignalKernels", "CTensorKernels", "COneDNN", "Benchmarks",
    "CommandLine",
  ]
  for target in try FileManager.default.contentsOfDirectory(atPath: sources.path)
  where !programs.contains(target) && !target.hasPrefix(".") {
    let page = sources.appendingPathComponent("\(target)/\(target).docc/\(target).md")
    #expect(
      FileManager.default.fileExists(atPath: page.path),
      "Sources/\(target)/\(target).docc/\(target).md is missing"
    )
  }
}

/// The part of a line before its comment; good enough for the patterns looked for here.
private func code(in line: String) -> String {
  guard let comment = line.range(of: "//") else { return line }
  let before = line[..<comment.lowerBound]
  return before.hasSuffix(":") ? line : String(before)
}

private func matches(_ expression: NSRegularExpression, _ text: String) -> Bool {
  expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
