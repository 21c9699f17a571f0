import Glibc

/// The system's conversion of one charset into UTF-8.
struct Iconv: ~Copyable {
    private let converter: iconv_t

    /// `nil` for a charset that the system does not know.
    init?(from name: String) {
        let converter = iconv_open("UTF-8", name)
        // iconv_open answers (iconv_t)-1 on failure.
        guard let converter, Int(bitPattern: converter) != -1 else { return nil }
        self.converter = converter
    }

    deinit { iconv_close(converter) }

    /// The bytes in UTF-8, each that stands for nothing as U+FFFD, and how many did.
    func decoded(_ bytes: UnsafeRawBufferPointer) -> (text: [UInt8], undecodable: Int) {
        var undecodable = 0
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 2 + 16)
        let room = min(max(bytes.count * 3 / 2 + 64, 256), 65_536)
        let piece = UnsafeMutablePointer<CChar>.allocate(capacity: room)
        defer { piece.deallocate() }
        var input = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
        var left = bytes.count
        iconv(converter, nil, nil, nil, nil)
        while left > 0 {
            var target: UnsafeMutablePointer<CChar>? = piece
            var free = room
            let state = iconv(converter, &input, &left, &target, &free)
            let cause = errno
            output.append(contentsOf: UnsafeRawBufferPointer(start: piece, count: room - free))
            guard state == -1, cause != E2BIG else { continue }
            undecodable += 1
            output.append(contentsOf: [0xEF, 0xBF, 0xBD])
            if cause == EINVAL { break }
            input = input.map { $0 + 1 }
            left -= 1
        }
        var target: UnsafeMutablePointer<CChar>? = piece
        var free = room
        iconv(converter, nil, nil, &target, &free)
        output.append(contentsOf: UnsafeRawBufferPointer(start: piece, count: room - free))
        return (output, undecodable)
    }
}
