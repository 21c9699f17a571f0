/// Names of folders as IMAP writes them (RFC 3501, section 5.1.3): ASCII as it is, `&` as `&-`, the rest as UTF-16 in a
/// Base64 whose 63rd character is a comma.
enum ModifiedUTF7 {
    static func encoded(_ name: String) -> String {
        var result = ""
        var wide: [UInt8] = []
        func end() {
            guard !wide.isEmpty else { return }
            let text = String(decoding: Base64.encoded(wide), as: UTF8.self)
            result += "&" + text.filter { $0 != "=" }.replacing("/", with: ",") + "-"
            wide = []
        }
        for scalar in name.unicodeScalars {
            // Control characters are no part of a name, and an end of line would be another command.
            if scalar.value < 0x20 || scalar.value == 0x7F { continue }
            guard scalar.value < 0x7F else {
                for unit in String(scalar).utf16 { wide += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
                continue
            }
            end()
            result += scalar == "&" ? "&-" : String(scalar)
        }
        end()
        return result
    }
}
