// swift-tools-version: 6.1
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A system library found through pkg-config and installed by a Debian package.
func systemLibrary(_ name: String, pkgConfig: String?, debian: String) -> Target {
  .systemLibrary(
    name: name,
    path: "Sources/SystemLibraries/\(name)",
    pkgConfig: pkgConfig,
    providers: [.apt([debian])]
  )
}

/// A Swift library target of ours.
func library(
  _ name: String,
  _ dependencies: [Target.Dependency] = [],
  resources: [Resource]? = nil
) -> Target {
  .target(
    name: name,
    dependencies: dependencies,
    resources: resources,
    swiftSettings: swiftSettings
  )
}

/// The tests of one target, with the shared test support.
func tests(
  _ name: String,
  _ dependencies: [Target.Dependency] = [],
  scripts: [String] = [],
  resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name,
    dependencies: ["TestSupport"] + dependencies,
    exclude: scripts,
    resources: resources,
    swiftSettings: swiftSettings
  )
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)

let package = Package(
  name: "foreshake",
  products: [.executable(name: "foreshake", targets: ["foreshake"])]
    + [
      "NumericalRuntime", "Seismology", "SeismicFiles", "WaveSimulation", "SimulationOutput",
      "SignalProcessing", "Tensors", "NeuralLayers", "WaveformCatalog", "WavefieldForecasting",
      "Evaluation", "Plotting", "VerificationProblems",
    ].map { Product.library(name: $0, targets: [$0]) },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Layer 0: the machine and the words of the field
    systemLibrary("CFFTW", pkgConfig: "fftw3f", debian: "libfftw3-dev"),
    systemLibrary("CNetCDF", pkgConfig: "netcdf", debian: "libnetcdf-dev"),
    systemLibrary("CPROJ", pkgConfig: "proj", debian: "libproj-dev"),
    systemLibrary("CMSEED", pkgConfig: nil, debian: "libmseed-dev"),
    .target(name: "CWaveKernels"),
    .target(name: "CSignalKernels"),
    .target(name: "CTensorKernels"),
    .target(name: "COneDNN", linkerSettings: [.linkedLibrary("dnnl")]),
    library("NumericalRuntime", ["CFFTW"]),
    library("Seismology", ["NumericalRuntime", "CPROJ"]),
    // Layer 1: files and physics
    library(
      "SeismicFiles",
      [
        "NumericalRuntime", "Seismology", "CNetCDF", "CMSEED",
        .product(name: "Yams", package: "Yams"),
      ]
    ),
    library("WaveSimulation", ["NumericalRuntime", "Seismology", "CWaveKernels"]),
    library(
      "SignalProcessing",
      [
        "NumericalRuntime", "Seismology", "CSignalKernels",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ]
    ),
    library(
      "Tensors",
      [
        "NumericalRuntime", "CTensorKernels", "COneDNN",
        .product(name: "RealModule", package: "swift-numerics"),
      ]
    ),
    // Layer 2: learning, and what joins files and physics
    library("NeuralLayers", ["NumericalRuntime", "Tensors"]),
    library("SimulationOutput", ["Seismology", "SeismicFiles", "WaveSimulation"]),
    library(
      "WaveformCatalog",
      [
        "NumericalRuntime", "Seismology", "SeismicFiles", "WaveSimulation", "SignalProcessing",
        "Tensors", .product(name: "Yams", package: "Yams"),
      ],
      resources: [.copy("Presets")]
    ),
    // Layer 3: the studies
    library(
      "WavefieldForecasting",
      [
        "NumericalRuntime", "Seismology", "SeismicFiles", "SignalProcessing", "Tensors",
        "NeuralLayers", "WaveformCatalog",
      ]
    ),
    // Layer 4: truth, scores and pictures
    library("Evaluation", ["NumericalRuntime", "Seismology", "SignalProcessing"]),
    library("Plotting", ["Seismology"]),
    library(
      "VerificationProblems",
      ["NumericalRuntime", "Seismology", "WaveSimulation"],
      resources: [.copy("Resources")]
    ),
    // Layer 5: programs
    .executableTarget(
      name: "foreshake",
      dependencies: [
        "NumericalRuntime", "Seismology", "SeismicFiles", "WaveSimulation", "SignalProcessing",
        "SimulationOutput", "WaveformCatalog", "Tensors", "NeuralLayers", "WavefieldForecasting",
        "Evaluation", "Plotting", "VerificationProblems", argumentParser, .product(name: "Yams", package: "Yams"),
      ],
      path: "Sources/CommandLine",
      exclude: ["Demo"],
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "NumericalRuntime", "Seismology", "SeismicFiles", "WaveSimulation", "SimulationOutput",
        "SignalProcessing", "Tensors", "NeuralLayers", "WaveformCatalog", "WavefieldForecasting",
        "Evaluation", argumentParser,
      ],
      exclude: ["PyTorch"],
      swiftSettings: swiftSettings
    ),
    // Tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),
    .target(
      name: "TensorTestSupport",
      dependencies: ["Tensors"],
      path: "Tests/TensorTestSupport",
      swiftSettings: swiftSettings
    ),
    tests("NumericalRuntimeTests", ["NumericalRuntime"]),
    tests("SeismologyTests", ["Seismology", "NumericalRuntime"]),
    tests("SeismicFilesTests", ["SeismicFiles", "Seismology", "NumericalRuntime"]),
    tests(
      "SimulationOutputTests",
      ["SimulationOutput", "SeismicFiles", "WaveSimulation", "Seismology"]
    ),
    tests("WaveSimulationTests", ["WaveSimulation", "Seismology", "NumericalRuntime"]),
    tests(
      "SignalProcessingTests",
      [
        "SignalProcessing", "SeismicFiles", "Seismology", "NumericalRuntime",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ]
    ),
    tests(
      "TensorsTests",
      [
        "Tensors", "TensorTestSupport", "NumericalRuntime",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      scripts: [
        "make_backend_fixtures.py", "make_ops_fixtures.py", "make_spectral_fixtures.py",
      ],
      resources: [.copy("Fixtures")]
    ),
    tests(
      "NeuralLayersTests",
      [
        "NeuralLayers", "Tensors", "TensorTestSupport", "WaveSimulation", "Seismology",
        "NumericalRuntime",
      ],
      scripts: ["make_cell_fixtures.py", "make_learning_fixtures.py", "make_spectral_fixtures.py"],
      resources: [.copy("Fixtures")]
    ),
    tests(
      "WaveformCatalogTests",
      [
        "WaveformCatalog", "WaveSimulation", "SignalProcessing", "SeismicFiles", "Seismology",
        "Tensors", "NumericalRuntime",
      ]
    ),
    tests(
      "WavefieldForecastingTests",
      [
        "WavefieldForecasting", "WaveformCatalog", "NeuralLayers", "Tensors", "TensorTestSupport",
        "SignalProcessing", "SeismicFiles", "Seismology", "NumericalRuntime",
      ],
      scripts: ["make_published_models.py"],
      resources: [.copy("Fixtures")]
    ),
    tests("BenchmarksTests", ["Benchmarks", "Tensors"]),
    tests("EvaluationTests", ["Evaluation", "SignalProcessing", "SeismicFiles", "Seismology"]),
    tests("PlottingTests", ["Plotting", "Seismology"]),
    tests(
      "VerificationTests",
      ["VerificationProblems", "WaveSimulation", "Seismology", "NumericalRuntime"]
    ),
    tests(
      "EndToEndTests",
      [
        "foreshake", "SignalProcessing", "SeismicFiles", "SimulationOutput", "WaveSimulation",
        "WaveformCatalog", "WavefieldForecasting", "Seismology",
      ]
    ),
    tests("HouseStyleTests"),
  ]
)
