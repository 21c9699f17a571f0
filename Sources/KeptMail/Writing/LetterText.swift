extension String {
    /// Ends of line of all kinds as U+000A, one at the end; U+0000, which no transport takes, left out.
    var withLineFeeds: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + 1)
        var previous: UInt8 = 0
        for byte in utf8 {
            if byte == 0x0D {
                bytes.append(0x0A)
            } else if byte != 0, byte != 0x0A || previous != 0x0D {
                bytes.append(byte)
            }
            previous = byte
        }
        if bytes.last != 0x0A { bytes.append(0x0A) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
