import Seismology
import Testing

@testable import Plotting

@Test("Checksums agree with the check values of their definitions")
func checksums() {
  // The usual check string and values of CRC-32 (ISO 3309) and Adler-32.
  let text = Array("123456789".utf8)
  #expect(crc32(text) == 0xCBF4_3926)
  #expect(adler32(text) == 0x091E_01DE)
}

@Test("A PNG has the right header, chunks and stored pixels, also beyond one block")
func pngLayout() {
  let png = IndexedPNG(
    width: 300,
    height: 250,
    palette: [.ink, .red],
    pixels: (0..<75_000).map { UInt8($0 % 3) }
  )
  let bytes = png.bytes
  #expect(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  #expect(Array(bytes[16..<24]) == [0, 0, 1, 44, 0, 0, 0, 250])
  #expect(Array(bytes.suffix(8)) == [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
  // 75,250 filtered bytes need two stored blocks: 5 bytes of header each, 2 + 4 around the stream.
  let chunks = 8 + (12 + 13) + (12 + 9) + (12 + 3) + (12 + 75_250 + 16) + 12
  #expect(bytes.count == chunks)
}

@Test("The focal sphere of a vertical strike-slip fault has four quadrants")
func beachballQuadrants() {
  let moment = Beachball.radiation
  let m = MomentTensor(strike: 0, dip: 90, rake: 0, scalarMoment: 1)
  // Strike north, left-lateral (rake 0): outwards at 45°, inwards at 135°.
  #expect(moment(m, .pi / 4, .pi / 2) > 0.99)
  #expect(moment(m, 3 * .pi / 4, .pi / 2) < -0.99)
  #expect(abs(moment(m, 0, .pi / 2)) < 1e-12)
  #expect(abs(moment(m, 1, 0)) < 1e-12)
}
