/// An image of at most 256 colours in the PNG format (RFC 2083), its pixels uncompressed.
///
/// Uncompressed deflate blocks keep the writer small; the images here have one pixel a grid point.
struct IndexedPNG {
  /// Pixels along a row, and rows.
  let width, height: Int
  /// The colours; the last entry of the palette is always full transparency.
  let palette: [Color]
  /// Indices into the palette, row-major from the top left; `palette.count` is transparent.
  let pixels: [UInt8]

  /// An image; `pixels` holds `width * height` indices of at most `palette.count` <= 255.
  init(width: Int, height: Int, palette: [Color], pixels: [UInt8]) {
    precondition(palette.count <= 255, "a palette holds 255 colours; got \(palette.count)")
    precondition(
      pixels.count == width * height,
      "\(pixels.count) pixels for \(width) by \(height)"
    )
    self.width = width
    self.height = height
    self.palette = palette
    self.pixels = pixels
  }

  /// The file's bytes.
  var bytes: [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let header = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 3, 0, 0, 0]
    var colors = palette.flatMap { [$0.bytes.red, $0.bytes.green, $0.bytes.blue] }
    colors += [255, 255, 255]
    let opacity = [UInt8](repeating: 255, count: palette.count) + [0]
    file += chunk("IHDR", header) + chunk("PLTE", colors) + chunk("tRNS", opacity)
    file += chunk("IDAT", deflated(filteredRows)) + chunk("IEND", [])
    return file
  }

  /// Each row after its filter type 0, "none".
  private var filteredRows: [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity((width + 1) * height)
    for row in 0..<height {
      rows.append(0)
      rows += pixels[row * width..<(row + 1) * width]
    }
    return rows
  }
}

/// A zlib stream of stored blocks (RFC 1950, RFC 1951 section 3.2.4).
private func deflated(_ data: [UInt8]) -> [UInt8] {
  var stream: [UInt8] = [0x78, 0x01]
  var start = 0
  repeat {
    let end = min(start + 65535, data.count)
    let length = UInt16(end - start)
    stream.append(end == data.count ? 1 : 0)
    stream += littleEndian(length) + littleEndian(~length)
    stream += data[start..<end]
    start = end
  } while start < data.count
  return stream + bigEndian(adler32(data))
}

private func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
  let body = Array(type.utf8) + data
  return bigEndian(UInt32(data.count)) + body + bigEndian(crc32(body))
}

/// The checksum of RFC 1950 section 8.2.
func adler32(_ data: [UInt8]) -> UInt32 {
  var a: UInt32 = 1
  var b: UInt32 = 0
  for byte in data {
    a = (a + UInt32(byte)) % 65521
    b = (b + a) % 65521
  }
  return b << 16 | a
}

private let crcTable: [UInt32] = (0..<256).map { index in
  (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
  }
}

/// The checksum of RFC 2083 section 15.
func crc32(_ data: [UInt8]) -> UInt32 {
  ~data.reduce(0xFFFF_FFFF) { crcTable[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}

private func littleEndian(_ value: UInt16) -> [UInt8] {
  [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
}
