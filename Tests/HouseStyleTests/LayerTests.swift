import Testing

/// What each target may import besides the standard library and Foundation: only lower layers.
private let allowedImports: [String: Set<String>] = [
  // Layer 0
  "CWaveKernels": [],
  "CSignalKernels": [],
  "CTensorKernels": [],
  "COneDNN": [],
  "NumericalRuntime": ["CFFTW"],
  "Seismology": ["NumericalRuntime", "CPROJ"],
  // Layer 1
  "SeismicFiles": [
    "NumericalRuntime", "Seismology", "CNetCDF", "CMSEED", "Yams",
  ],
  "WaveSimulation": ["NumericalRuntime", "Seismology", "CWaveKernels", "CMPI"],
  "SignalProcessing": [
    "NumericalRuntime", "Seismology", "CSignalKernels", "ComplexModule", "RealModule",
  ],
  "Tensors": ["NumericalRuntime", "CTensorKernels", "COneDNN", "RealModule"],
  // Layer 2
  "NeuralLayers": ["NumericalRuntime", "Tensors"],
  "SimulationOutput": ["Seismology", "SeismicFiles", "WaveSimulation"],
  "WaveformCatalog": [
    "NumericalRuntime", "Seismology", "SeismicFiles", "WaveSimulation", "SignalProcessing",
    "Tensors", "Yams",
  ],
  // Layer 3
  "WavefieldForecasting": [
    "NumericalRuntime", "Seismology", "SeismicFiles", "SignalProcessing", "Tensors",
    "NeuralLayers", "WaveformCatalog",
  ],
  // Layer 4
  "Evaluation": ["NumericalRuntime", "Seismology", "SignalProcessing"],
  "Plotting": ["Seismology"],
  "VerificationProblems": ["NumericalRuntime", "Seismology", "WaveSimulation"],
  // Layer 5
  "CommandLine": [
    "NumericalRuntime", "Seismology", "SeismicFiles", "WaveSimulation", "SimulationOutput",
    "SignalProcessing", "WaveformCatalog", "Tensors", "NeuralLayers", "WavefieldForecasting",
    "Evaluation", "Plotting", "VerificationProblems", "ArgumentParser", "Yams",
  ],
  "Benchmarks": [
    "NumericalRuntime", "Seismology", "SeismicFiles", "WaveSimulation", "SimulationOutput",
    "SignalProcessing", "Evaluation", "VerificationProblems", "CWaveKernels", "Tensors",
    "NeuralLayers", "WaveformCatalog", "WavefieldForecasting", "ArgumentParser",
  ],
  "SystemLibraries": [],
]

/// Modules of the platform, open to every target.
private let platform: Set<String> = [
  "Foundation", "FoundationXML", "Dispatch", "Glibc", "Musl", "Darwin", "Synchronization", "Swift",
]

@Test("Every target is known and imports only what its layer allows")
func layerRules() {
  let files = SourceTree.files(in: "Sources", extensions: ["swift"])
  #expect(!files.isEmpty)
  for file in files {
    let target = SourceTree.target(of: file)
    guard let allowed = allowedImports[target] else {
      Issue.record("\(file.path): target \(target) has no row in the layer table")
      continue
    }
    for (index, line) in file.lines.enumerated() {
      guard let module = importedModule(line) else { continue }
      #expect(
        allowed.contains(module) || platform.contains(module),
        "\(file.place(index)): \(target) must not import \(module)"
      )
    }
  }
}

@Test("An import is recognised with access level, attributes and kind")
func importLines() {
  #expect(importedModule("import Foundation") == "Foundation")
  #expect(importedModule("public import Seismology") == "Seismology")
  #expect(importedModule("@testable internal import struct Plotting.ColorMap") == "Plotting")
  #expect(importedModule("  let important = 1") == nil)
}

/// The module that a line imports, or nil if it is no import.
private func importedModule(_ line: String) -> String? {
  var words = line.split(separator: " ").map(String.init)
  while let first = words.first,
    first.hasPrefix("@")
      || ["public", "package", "internal", "fileprivate", "private"].contains(first)
  {
    words.removeFirst()
  }
  guard words.first == "import", words.count > 1 else { return nil }
  let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
  let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
  return name.split(separator: ".").first.map(String.init)
}
