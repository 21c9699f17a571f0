import CGMime
import Glibc

/// GMime as this room uses it: started once, with embedded messages as leaves.
enum MimeLibrary {
    /// Read before the first call of the library.
    static let isReady: Void = kept_mime_start()

    /// How leniently names and addresses are read. Never changed after it is made, so threads may share it.
    static let options: ParserOptions = ParserOptions(fallbacks: ["utf-8", "windows-1252"])
}

/// A GObject that is let go when its last user is.
final class MimeObject<Kind> {
    let pointer: UnsafeMutablePointer<Kind>

    /// Takes over the reference that the library handed out.
    init(owning pointer: UnsafeMutablePointer<Kind>) { self.pointer = pointer }

    init?(owning pointer: UnsafeMutablePointer<Kind>?) {
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    deinit { kept_mime_release(pointer) }
}

final class ParserOptions: @unchecked Sendable {
    let pointer: OpaquePointer

    /// - Parameter fallbacks: names of charsets for bytes above 127 in names of files.
    init(fallbacks: [String]) {
        MimeLibrary.isReady
        pointer = g_mime_parser_options_new()
        g_mime_parser_options_set_allow_addresses_without_domain(pointer, 1)
        var names: [UnsafePointer<CChar>?] = fallbacks.map { UnsafePointer(strdup($0)) }
        names.append(nil)
        names.withUnsafeMutableBufferPointer { list in
            g_mime_parser_options_set_fallback_charsets(pointer, list.baseAddress)
        }
        for name in names { free(UnsafeMutablePointer(mutating: name)) }
    }

    deinit { g_mime_parser_options_free(pointer) }
}
