import Crypto
import Foundation

/// The style sheets, scripts and pictures, read once, each under an address that changes with its content.
///
/// All style sheets of a folder become one (`css/staff/*.css` is `staff.css`, led by `css/*.css`), in the order of their
/// names. Scripts stay apart and import each other by relative paths, so one hash of everything stands in all addresses.
package struct Assets: Sendable, CustomStringConvertible {
    package struct Asset: Sendable {
        package let bytes: [UInt8]
        package let type: String
    }

    /// The first ten hexadecimal digits of the SHA-256 of all files with their names.
    package let version: String
    private let files: [String: Asset]

    /// The version alone, not every byte of every file.
    package var description: String { "Assets(\(version))" }

    /// Reads the files that are built into this module.
    package static func load() throws -> Assets {
        guard let folder = Bundle.module.resourceURL?.appendingPathComponent("Assets") else {
            throw AssetError.missingFolder
        }
        return try Assets(folder: folder)
    }

    package init(folder: URL) throws {
        func names(in part: String, ending: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(part).path)
                .filter { $0.hasSuffix(ending) }.sorted()
        }
        func bytes(_ path: String) throws -> [UInt8] {
            Array(try Data(contentsOf: folder.appendingPathComponent(path)))
        }
        var files: [String: Asset] = [:]
        let shared = try names(in: "css", ending: ".css").map { "css/" + $0 }
        for bundle in ["staff", "public"] {
            let own = try names(in: "css/" + bundle, ending: ".css").map { "css/\(bundle)/" + $0 }
            let all = try (shared + own).flatMap { try bytes($0) }
            files[bundle + ".css"] = Asset(bytes: all, type: "text/css; charset=utf-8")
        }
        for name in try names(in: "js", ending: ".js") {
            files[name] = Asset(bytes: try bytes("js/" + name), type: "text/javascript; charset=utf-8")
        }
        for name in try names(in: "img", ending: ".svg") {
            files[name] = Asset(bytes: try bytes("img/" + name), type: "image/svg+xml")
        }
        var hash = SHA256()
        for (name, asset) in files.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Array(name.utf8))
            hash.update(data: asset.bytes)
        }
        let digits = hash.finalize().prefix(5).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }
        self.files = files
        self.version = digits.joined()
    }

    /// `/assets/1f0c…/staff.css`, good for ever.
    package func path(_ name: String) -> String { "/assets/\(version)/\(name)" }

    /// The file under the two parts of its path after `/assets/`.
    ///
    /// - Returns: `isCurrent` is false for an address of another version, which must not be cached for ever.
    package func file(version: some StringProtocol, name: String) -> (asset: Asset, isCurrent: Bool)? {
        files[name].map { ($0, version == self.version) }
    }

    /// What to send with a current file.
    package static let immutable = "public, max-age=31536000, immutable"
}

package enum AssetError: Error { case missingFolder }
