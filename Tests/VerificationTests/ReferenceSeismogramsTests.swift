import Testing

@testable import VerificationProblems

@Suite struct ReferenceSeismogramsTests {
  @Test(
    "a stored problem has ten stations, 9 s and begins at rest",
    arguments: ReferenceSeismograms.Problem.allCases
  )
  func shape(problem: ReferenceSeismograms.Problem) throws {
    let reference = try ReferenceSeismograms(problem)
    #expect(reference.stations.count == 10)
    #expect(abs(reference.timeStep - 0.05) < 1e-12)
    #expect(abs(reference.endTime - 9) < 1e-12)
    for station in reference.stations {
      for component in station {
        #expect(component.count == 181)
        // Before P arrives only what wraps around in the Fourier series is left.
        #expect(abs(component[2]) < 1e-6 * (component.map { abs($0) }.max() ?? 0))
      }
    }
  }

  @Test("a damaged row is refused")
  func damaged() {
    #expect(throws: VerificationError.self) {
      try ReferenceSeismograms(text: "# x\n0.0 1 2 3\n0.1 1 two 3\n", name: "test")
    }
  }
}
