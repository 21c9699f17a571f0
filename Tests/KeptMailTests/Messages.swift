import KeptDomain

@testable import KeptMail

/// A message of these lines, ended by CR LF.
func message(_ lines: String...) -> [UInt8] { Array((lines.joined(separator: "\r\n") + "\r\n").utf8) }

/// A message whose body is raw bytes.
func message(header: String..., body: [UInt8]) -> [UInt8] {
    Array((header.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
}

func read(_ lines: String...) throws -> ReadMessage {
    try ReadMessage(Array((lines.joined(separator: "\r\n") + "\r\n").utf8))
}

func bytes(hex: String) -> [UInt8] {
    hex.split(separator: " ").map { UInt8($0, radix: 16)! }
}
