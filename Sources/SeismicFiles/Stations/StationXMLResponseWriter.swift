import Seismology

/// Writes the `Response` of a channel.
enum StationXMLResponseWriter {
  static func write(_ response: InstrumentResponse, _ writer: inout MarkupWriter) {
    writer.element("Response") { element in
      if let sensitivity = response.sensitivity { write(sensitivity, &element) }
      if let polynomial = response.polynomial {
        element.element("InstrumentPolynomial") { child in
          units(polynomial.inputUnit, polynomial.outputUnit, &child)
          write(polynomial, &child)
        }
      }
      for stage in response.stages { write(stage, &element) }
    }
  }

  private static func write(_ sensitivity: ResponseSensitivity, _ writer: inout MarkupWriter) {
    writer.element("InstrumentSensitivity") { element in
      element.element("Value", "\(sensitivity.value)")
      element.element("Frequency", "\(sensitivity.frequency)")
      units(sensitivity.inputUnit, sensitivity.outputUnit, &element)
      guard let range = sensitivity.frequencyRange else { return }
      element.element("FrequencyStart", "\(range.lowerBound)")
      element.element("FrequencyEnd", "\(range.upperBound)")
      element.element("FrequencyDBVariation", "\(sensitivity.frequencyVariation ?? 0)")
    }
  }

  private static func write(_ stage: ResponseStage, _ writer: inout MarkupWriter) {
    let identifier = stage.resourceIdentifier
    writer.element(
      "Stage",
      ["number": "\(stage.number)", "resourceId": identifier.isEmpty ? nil : identifier]
    ) { element in
      if let filter = stage.filter { write(filter, &element) }
      if let decimation = stage.decimation {
        element.element("Decimation") { child in
          child.element("InputSampleRate", "\(decimation.inputSampleRate)")
          child.element("Factor", "\(decimation.factor)")
          child.element("Offset", "\(decimation.offset)")
          child.element("Delay", "\(decimation.delay)")
          child.element("Correction", "\(decimation.correction)")
        }
      }
      if let gain = stage.gain {
        element.element("StageGain") { child in
          child.element("Value", "\(gain.value)")
          child.element("Frequency", "\(gain.frequency)")
        }
      }
    }
  }

  private static func write(_ filter: ResponseFilter, _ writer: inout MarkupWriter) {
    writer.element(
      filter.kind.elementName,
      [
        "resourceId": filter.resourceIdentifier.isEmpty ? nil : filter.resourceIdentifier,
        "name": filter.name.isEmpty ? nil : filter.name,
      ]
    ) { element in
      element.element("Description", ifPresent: filter.description)
      units(filter.inputUnit, filter.outputUnit, &element)
      switch filter.kind {
      case .polesAndZeros(let roots): write(roots, &element)
      case .coefficients(let coefficients):
        element.element("CfTransferFunctionType", coefficients.variable.rawValue)
        write(coefficients.numerators, "Numerator", &element)
        write(coefficients.denominators, "Denominator", &element)
      case .finiteImpulse(let filter):
        element.element("Symmetry", filter.symmetry.rawValue)
        for (index, value) in filter.coefficients.enumerated() {
          element.element("NumeratorCoefficient", "\(value)", ["i": "\(index + 1)"])
        }
      case .list(let list):
        for item in list {
          element.element("ResponseListElement") { child in
            write(item.frequency, "Frequency", &child)
            write(item.amplitude, "Amplitude", &child)
            write(item.phase, "Phase", &child)
          }
        }
      case .polynomial(let polynomial): write(polynomial, &element)
      }
    }
  }

  private static func write(_ function: ResponsePolesAndZeros, _ writer: inout MarkupWriter) {
    writer.element("PzTransferFunctionType", function.variable.rawValue)
    writer.element("NormalizationFactor", "\(function.normalizationFactor)")
    writer.element("NormalizationFrequency", "\(function.normalizationFrequency)")
    for (name, roots) in [("Zero", function.zeros), ("Pole", function.poles)] {
      for (index, root) in roots.enumerated() {
        writer.element(name, ["number": "\(root.number ?? index)"]) { element in
          write(root.real, "Real", &element)
          write(root.imaginary, "Imaginary", &element)
        }
      }
    }
  }

  private static func write(_ polynomial: ResponsePolynomial, _ writer: inout MarkupWriter) {
    writer.element("ApproximationType", polynomial.approximationType)
    writer.element("FrequencyLowerBound", "\(polynomial.frequencyLowerBound)")
    writer.element("FrequencyUpperBound", "\(polynomial.frequencyUpperBound)")
    writer.element("ApproximationLowerBound", "\(polynomial.approximationLowerBound)")
    writer.element("ApproximationUpperBound", "\(polynomial.approximationUpperBound)")
    writer.element("MaximumError", "\(polynomial.maximumError)")
    for (index, coefficient) in polynomial.coefficients.enumerated() {
      write(coefficient, "Coefficient", &writer, number: index + 1)
    }
  }

  private static func units(
    _ input: ResponseUnit?,
    _ output: ResponseUnit?,
    _ writer: inout MarkupWriter
  ) {
    if let input { StationXML.write(input, "InputUnits", &writer) }
    if let output { StationXML.write(output, "OutputUnits", &writer) }
  }

  private static func write(
    _ numbers: [ResponseNumber],
    _ name: String,
    _ writer: inout MarkupWriter
  ) {
    for number in numbers { write(number, name, &writer) }
  }

  private static func write(
    _ number: ResponseNumber,
    _ name: String,
    _ writer: inout MarkupWriter,
    number index: Int? = nil
  ) {
    writer.element(
      name,
      "\(number.value)",
      [
        "number": index.map { "\($0)" }, "minusError": number.minusError.map { "\($0)" },
        "plusError": number.plusError.map { "\($0)" },
      ]
    )
  }
}

extension ResponseFilter.Kind {
  /// The element that holds the filter.
  fileprivate var elementName: String {
    switch self {
    case .polesAndZeros: "PolesZeros"
    case .coefficients: "Coefficients"
    case .finiteImpulse: "FIR"
    case .list: "ResponseList"
    case .polynomial: "Polynomial"
    }
  }
}
