import CZlib

/// A gzip stream unpacked piece by piece, member after member (RFC 1952, 2.2: a file may hold several).
///
/// A class because zlib keeps a pointer back to the stream's own address.
final class Inflater {
    struct Damage: Error {
        let cause: String
    }

    private let stream: UnsafeMutablePointer<z_stream>
    /// Between members: what follows is another member, zero padding, or the end of the file.
    private(set) var isBetweenMembers = false
    /// The last call filled its output, so zlib may hold more of it although all input is used.
    private(set) var mayHoldMore = false

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, the largest; 16 more for a gzip header. inflateInit2 is a macro over this call.
        let state = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(state == Z_OK, "zlib refused to start: \(state)")
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Unpacks from `input`, moving its start on, into `output`, until one of them is used up. Returns how many bytes
    /// came out.
    func inflate(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(Damage) -> Int {
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.pointee.avail_out = UInt32(output.count)
        defer { mayHoldMore = stream.pointee.avail_out == 0 }
        while true {
            if isBetweenMembers {
                // Tapes and some tools pad with zeros after the last member.
                while let first = input.first, first == 0 {
                    input = UnsafeRawBufferPointer(rebasing: input.dropFirst())
                }
                if input.isEmpty { break }
                inflateReset(stream)
                isBetweenMembers = false
            }
            let start = input.baseAddress?.assumingMemoryBound(to: Bytef.self)
            stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
            stream.pointee.avail_in = UInt32(input.count)
            let state = CZlib.inflate(stream, Z_NO_FLUSH)
            input = UnsafeRawBufferPointer(rebasing: input.suffix(Int(stream.pointee.avail_in)))
            switch state {
            case Z_STREAM_END: isBetweenMembers = true
            case Z_OK, Z_BUF_ERROR: break
            default: throw Damage(cause: stream.pointee.msg.map { String(cString: $0) } ?? "zlib state \(state)")
            }
            if input.isEmpty || stream.pointee.avail_out == 0 { break }
        }
        return output.count - Int(stream.pointee.avail_out)
    }
}
