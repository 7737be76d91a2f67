import Testing

@testable import SeismicFiles

struct VelocityModelGuideTests {
  @Test("The guide names every key that the reader accepts")
  func complete() {
    let kilometres = ["depth_km", "thickness_km", "bottom_km", "vp_km_s", "vs_km_s"]
    let keys =
      YAMLModel.keys + YAMLLayers.keys + YAMLBasin.keys + YAMLHeterogeneity.keys
      + YAMLFrame.keys
    for key in keys where !kilometres.contains(key) {
      #expect(VelocityModelFile.guide.contains(key), "\(key)")
    }
    for rule in YAMLQualityRule.names.keys { #expect(VelocityModelFile.guide.contains(rule)) }
  }

  @Test("Misspelt words find their neighbour, foreign ones none")
  func spelling() {
    #expect(NearestSpelling.of("heterogenity", among: YAMLModel.keys) == "heterogeneity")
    #expect(NearestSpelling.of("vp_ms", among: YAMLLayers.keys) == "vp_m_s")
    #expect(NearestSpelling.of("topography", among: YAMLModel.keys) == nil)
    #expect(NearestSpelling.distance(Array("kitten"), Array("sitting")) == 3)
  }
}
